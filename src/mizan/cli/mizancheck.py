"""`mizan mizancheck`: the functional test, on this system or on another one."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from mizan.cli.options import data_option, policy_option
from mizan.config import data_folder
from mizan.engine.build import open_engine
from mizan.errors import MizanError
from mizan.evaluate.adapter import by_adapter
from mizan.evaluate.cases import LANGS, SIDES, Case, Lang
from mizan.evaluate.functional import Report, all_cases, by_engine, run_check

SHIPPED = ("base", "research")  # models that are called by a name


def requirement(text: str) -> tuple[str, float]:
    """Return the side and the share, 0..1, of a requirement such as harm=0.9."""
    side, _, share = text.partition("=")
    try:
        least = float(share)
    except ValueError:
        least = -1.0
    if side not in SIDES or not 0 <= least <= 1:
        raise click.BadParameter("write harm=SHARE or stay=SHARE, a share from 0 to 1")
    return side, least


@click.command()
@click.option("--lang", type=click.Choice(LANGS), help="One language only. [default: both]")
@click.option(
    "--model",
    metavar="base|research|FILE",
    help="Read texts with this model. [default: the one in force]",
)
@click.option(
    "--adapter",
    metavar="COMMAND",
    help="Test another system: a command that reads id and text, and writes id and flagged, one"
    " JSON object a line.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--failures", is_flag=True, help="Name the cases that went wrong.")
@click.option("--show", is_flag=True, help="With --failures: print their texts too.")
@click.option(
    "--export",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the cases to FILE as JSON lines, and test nothing.",
)
@click.option(
    "--require",
    type=requirement,
    multiple=True,
    metavar="SIDE=SHARE",
    help="Exit with status 3 when a side, harm or stay, is right less often in any language.",
)
@policy_option
@data_option
def mizancheck(**given: Any) -> None:
    """Test any system function by function: what it finds, what it leaves.

    MizanCheck holds invented cases in English and Arabic: what must be found, and what must stay
    up although it sounds alike. Each function gets the share that is right, with its interval.

    Exit status: 0; 1 for an error; 2 for wrong usage; 3 when --require was not met.
    """
    if given["adapter"] and (given["model"] or given["policy_file"]):
        raise click.UsageError("--adapter tests another system; it takes no --model, no --policy")
    if given["show"] and not given["failures"]:
        raise click.UsageError("--show goes with --failures")
    langs: tuple[Lang, ...] = (given["lang"],) if given["lang"] else LANGS
    cases = all_cases(langs)
    if given["export"]:
        _export(cases, given["export"])
        return
    report = _run(cases, given)
    from mizan.cli.mizancheck_table import print_report, summary

    told = summary(report, langs, failures=given["failures"], show=given["show"])
    if given["as_json"]:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        print_report(report, told)
    sys.exit(0 if _met(report, given["require"]) else 3)


def _run(cases: list[Case], given: dict[str, Any]) -> Report:
    if given["adapter"]:
        return run_check(cases, by_adapter(given["adapter"]))
    with open_engine(
        data_folder(given["data"]), policy=given["policy_file"], model=model_file(given["model"])
    ) as engine:
        return run_check(cases, by_engine(engine))


def model_file(model: str | None) -> Path | None:
    """Return the file of a model that is called by its name or its path; None for none."""
    if model not in SHIPPED:
        return Path(model) if model else None
    try:
        path: Path = import_module("mizan.classify.registry").shipped_path(model)
    except ModuleNotFoundError:
        raise MizanError(
            f"this version of Mizan ships no model {model}",
            hint="name the file of a model",
            code="mizancheck.no_model",
        ) from None
    return path


def _met(report: Report, required: tuple[tuple[str, float], ...]) -> bool:
    """Say whether every side that was named is right often enough, in each language."""
    return all(
        total.share >= least
        for side, least in required
        for total in report.totals()
        if total.side == side
    )


def _export(cases: list[Case], path: Path) -> None:
    lines = [
        json.dumps(
            {
                "id": case.id,
                "lang": case.lang,
                "side": case.side,
                "function": case.function,
                "family": case.family,
                "text": case.text,
            },
            ensure_ascii=False,
        )
        for case in cases
    ]
    try:
        path.write_text("\n".join(lines) + "\n", "utf-8")
    except OSError as error:
        raise MizanError(
            f"{path} cannot be written: {error.strerror}",
            hint="name another file",
            code="mizancheck.unwritable",
        ) from None
    click.echo(f"{len(cases)} cases in {path}")
