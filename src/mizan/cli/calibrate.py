"""`mizan calibrate`: keep the false cases of the model within a daily budget."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mizan.cli.options import actor, data_option, why_option
from mizan.cli.plain import plain
from mizan.config import data_folder, make_data_folder

if TYPE_CHECKING:
    from mizan.classify.registry import Chosen
    from mizan.cli.ordinary import Ordinary
    from mizan.engine.calibrate import Outcome
    from mizan.engine.scan import Engine

BUDGET = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)/day")
PROMISE = (
    "Promised: if the posts to come are like these (exchangeable), the chance that the next one"
    " opens a case through the model is at most {share:.4%}.\nThis holds on average over all posts,"
    " not for each language or group, nor for each day. Nearly all of these posts were taken for"
    " ordinary.\nMatches with banks, threats and orders ignore the budget."
)


def read_budget(ctx: click.Context, parameter: click.Parameter, text: str | None) -> float | None:  # noqa: ARG001 - click's protocol
    """Return the cases a day of a budget written as "10/day"."""
    if text is None:
        return None
    found = BUDGET.fullmatch(text)
    if found is None or float(found[1]) <= 0:
        raise click.BadParameter("write it as 10/day, a number above 0")
    return float(found[1])


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option(
    "--budget", callback=read_budget, metavar="N/day", help="False cases a day, at most: 10/day."
)
@click.option(
    "--per-day",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="How many posts the service has a day.",
)
@click.option(
    "--days",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="FILE holds all posts of N days. [default: as the times in FILE say]",
)
@click.option("--clear", is_flag=True, help="Go by the model's own thresholds again.")
@click.option("--dry-run", is_flag=True, help="Show what would be, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@why_option
@data_option
def calibrate(file: Path | None, *, data: Path | None, clear: bool, **given: Any) -> None:
    """Keep the false cases of the model within a daily budget.

    FILE is JSON Lines of ordinary posts of your own service, with `text` and, unless --per-day or
    --days is given, `time` (ISO 8601 with its offset). They need no labels: nearly all of them are
    taken for innocent. The thresholds of the model are raised until at most so many of such posts
    a day open a case through the model alone; they are never lowered below its own. Matches with
    banks, threats and orders ignore the budget. The ledger keeps the change.

    Exit status 1 when there are too few posts for the budget; nothing is changed then.
    """
    folder = make_data_folder(data_folder(data))
    if clear:
        if file or given["budget"]:
            raise click.UsageError("--clear takes no FILE and no budget")
        _clear(folder, given["why"])
        return
    if file is None or given["budget"] is None:
        raise click.UsageError("name a FILE of posts and a --budget, or --clear")
    if given["per_day"] and given["days"]:
        raise click.UsageError("give --per-day or --days, not both")
    from mizan.engine.build import open_engine

    with open_engine(folder) as engine:
        _calibrate(engine, folder, file, **given)


def _calibrate(engine: Engine, folder: Path, file: Path, *, budget: float, **given: Any) -> None:
    from mizan.classify.registry import Calibration
    from mizan.cli.ordinary import Ordinary
    from mizan.engine.calibrate import Budget, calibrated, look
    from mizan.engine.models import calibrate_model, no_model
    from mizan.terms.time import stamp

    chosen = engine.models.now()
    if chosen is None:
        raise no_model()
    read = Ordinary(file)
    posts = list(look(engine, chosen, _with_bar(read)))
    day = read.a_day(per_day=given["per_day"], days=given["days"])
    outcome = calibrated(chosen, posts, Budget(cases=budget, posts=day))
    if not given["dry_run"]:
        kept = Calibration(
            least=outcome.least,
            budget=budget,
            posts_a_day=day,
            posts=outcome.posts,
            at=stamp(),
        )
        told = {"actor": actor(), "why": given["why"]}
        calibrate_model(folder, engine.store, kept, sha256=chosen.sha256, **told)
    if given["as_json"]:
        click.echo(json.dumps(_as_json(outcome, read, in_force=not given["dry_run"])))
        return
    for line in _told(outcome, read, chosen):
        click.echo(line)
    said = "Nothing was changed." if given["dry_run"] else "In force, in running processes too."
    click.echo(said)


def _with_bar(read: Ordinary) -> Iterator[str]:
    """Yield the texts of a file while a bar on standard error says how far it is."""
    with click.progressbar(length=read.size, label="Reading", file=sys.stderr) as bar:
        for text in read.texts():
            bar.update(read.passed - bar.pos)
            yield text


def _clear(folder: Path, why: str) -> None:
    from mizan.classify.registry import choices_of, load_choice
    from mizan.cli.bank import open_for_change
    from mizan.engine.models import calibrate_model, no_model

    chosen = load_choice(folder, choices_of(folder).now)
    if chosen is None:
        raise no_model()
    if chosen.calibration is None:
        click.echo("The model goes by its own thresholds already.")
        return
    with open_for_change(folder) as store:
        calibrate_model(folder, store, None, sha256=chosen.sha256, actor=actor(), why=why)
    click.echo("The model goes by its own thresholds again, in running processes too.")


def _told(outcome: Outcome, read: Ordinary, chosen: Chosen) -> Iterator[str]:
    from mizan.cli.model import named

    seen, low, high = outcome.a_day
    yield f"{outcome.posts} ordinary posts, {outcome.budget.posts:g} a day; model {named(chosen)}."
    if read.unread:
        yield f"{read.unread} lines could not be read and were left out."
    yield f"{'language':<10}{'posts':>9}{'cases':>14}{'threshold':>18}{'recall':>20}"
    for row in outcome.rows:
        cases, bars = f"{row.before} > {row.after}", f"{row.own:.3f} > {row.threshold:.3f}"
        recall = f"{_share(row.recall_before)} > {_share(row.recall_after)}"
        yield f"{plain(row.lang):<10}{row.posts:>9}{cases:>14}{bars:>18}{recall:>20}"
    yield "(before > after; recall as the model's maker measured it)"
    yield (
        f"False cases a day: {seen:.2f} seen (95 % interval {low:.2f}-{high:.2f}),"
        f" at most {outcome.at_most:.2f} expected; the budget is {outcome.budget.cases:g}."
    )
    yield PROMISE.format(share=min(1.0, outcome.budget.share))


def _share(recall: float | None) -> str:
    return "unknown" if recall is None else f"{recall:.1%}"


def _as_json(outcome: Outcome, read: Ordinary, *, in_force: bool) -> dict[str, Any]:
    seen, low, high = outcome.a_day
    return {
        "budget": outcome.budget.cases,
        "posts": outcome.posts,
        "posts_a_day": outcome.budget.posts,
        "unread": read.unread,
        "least": outcome.least,
        "false_cases_a_day": {"seen": seen, "low": low, "high": high, "at_most": outcome.at_most},
        "languages": [asdict(row) for row in outcome.rows],
        "in_force": in_force,
    }
