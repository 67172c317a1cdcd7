"""The table of MizanCheck: a row for each function and language, totals, and the worst one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from mizan.cli.plain import plain
from mizan.evaluate.cases import SPEAKERS, Lang, reviewed, version
from mizan.evaluate.functional import Rate, Report

NAMES = {"en": "English", "ar": "Arabic"}
UNREVIEWED = f"unreviewed: {SPEAKERS} speakers have not signed these cases yet"


def summary(report: Report, langs: Sequence[Lang], *, failures: bool, show: bool) -> dict[str, Any]:
    """Return the whole report in the shape of `--json`."""
    worst = report.worst()
    told: dict[str, Any] = {
        "langs": {lang: {"version": version(lang), "reviewed": reviewed(lang)} for lang in langs},
        "functions": [_rate(rate) for rate in report.rates()],
        "totals": [_rate(rate) for rate in report.totals()],
        "worst": _rate(worst) if worst else None,
    }
    if failures:
        told["failures"] = [
            {
                "id": outcome.case.id,
                "function": outcome.case.function,
                "verdict": outcome.said.level,
                **({"text": outcome.case.text} if show else {}),
            }
            for outcome in report.failures()
        ]
    return told


def _rate(rate: Rate) -> dict[str, Any]:
    low, high = rate.interval
    return {
        "function": rate.name,
        "side": rate.side,
        "lang": rate.lang,
        "right": rate.right,
        "total": rate.total,
        "share": round(rate.share, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "review_in_context": rate.apart,
    }


def print_report(report: Report, told: dict[str, Any]) -> None:
    """Print the tables, and below them the worst function and the failures that were asked for."""
    console = Console(highlight=False)
    for lang, about in told["langs"].items():
        state = "reviewed by two speakers" if about["reviewed"] else UNREVIEWED
        console.print(_table(report, lang, f"MizanCheck {about['version']}, {NAMES[lang]}"))
        console.print(f"{NAMES[lang]}: {state}", style="dim")
    worst = report.worst()
    if worst:
        console.print(
            f"worst: {worst.name} ({worst.lang}), {worst.right} of {worst.total}", style="bold"
        )
    for failure in told.get("failures", ()):
        console.print(f"{failure['verdict']:<7} {failure['id']} ({failure['function']})")
        if "text" in failure:
            console.print(f"        {plain(failure['text'])}", markup=False, soft_wrap=True)


def _table(report: Report, lang: str, title: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1))
    table.add_column("function", no_wrap=True)
    table.add_column("side")
    for head in ("right", "share", "95 % interval", "in context"):
        table.add_column(head, justify="right", no_wrap=True)
    rates = [rate for rate in report.rates() if rate.lang == lang]
    totals = [rate for rate in report.totals() if rate.lang == lang]
    for total in totals:
        for rate in rates:
            if rate.side == total.side:
                _add(table, rate, rate.name)
        table.add_section()
    for total in totals:
        _add(table, total, "all", style="bold")
    return table


def _add(table: Table, rate: Rate, name: str, style: str | None = None) -> None:
    low, high = rate.interval
    cells = (f"{rate.right} of {rate.total}", f"{rate.share:.1%}", f"{low:.1%} - {high:.1%}")
    table.add_row(name, rate.side, *cells, str(rate.apart or ""), style=style)
