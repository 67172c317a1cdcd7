"""`mizan evaluate`: how often Mizan is right, group by group, and whether that got worse."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import click

import mizan

if TYPE_CHECKING:
    from mizan.evaluate.derived import Wrap
    from mizan.evaluate.slices import Slice
    from mizan.evaluate.summary import Summary

FILE = click.Path(path_type=Path, dir_okay=False)
DATABASE = "MIZAN_DATABASE_URL"


@click.command()
@click.option("--slices", "every", is_flag=True, help="Print every group, not the sums alone.")
@click.option(
    "--model",
    metavar="base|research|FILE",
    help="Read texts with this model. [default: the shipped one]",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Development data to cut more groups from. It is no part of Mizan. [default: none]",
)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    metavar="N",
    help="Rows of a group of that data, always the same ones. [default: 2000]",
)
@click.option(
    "--json", "out", type=FILE, metavar="FILE", help="Write the figures into FILE, by model."
)
@click.option(
    "--against", type=FILE, metavar="FILE", help="Compare with FILE. [default: the last release]"
)
@click.option("--gates", is_flag=True, help="Exit with status 3 when a gate breaks.")
def evaluate(*, every: bool, gates: bool, **given: Any) -> None:
    """Say how often Mizan is right, group by group, and whether that got worse.

    Texts that must stay up, in English and Arabic, and texts that must be found are scanned in an
    empty folder of their own, so that what is counted is what a service gets on its first day. Each
    share is told with its 95 % interval. No text is ever printed.

    A gate breaks when more than 1 % of a group of 380 texts or more is flagged (2 % of a disguised
    one; by `research`, which falls short, 3 %); when a group is flagged more often than in the last
    release, by over half a point; when an article that must stay up is flagged in any form; when
    anything that must stay up is to be acted on.

    Exit status: 0; 1 for an error; 2 for wrong usage; 3 when a gate broke, with --gates.
    """
    from mizan.cli.evaluate_table import show
    from mizan.evaluate.release import breaches, keep, last_release, load_release

    release = load_release(given["against"]) if given["against"] else last_release()
    summary = evaluated(given["model"], data=given["data"], most=given["most"])
    before = release.models.get(summary.model)
    broken = list(breaches(summary, before))
    show(summary, before, broken, every=every)
    if given["out"]:
        keep(given["out"], summary)
    if broken and gates:
        sys.exit(3)


def evaluated(model: str | None, *, data: Path | None = None, most: int | None = None) -> Summary:
    """Return the summary of a model on all slices, with a bar on standard error meanwhile.

    model  base, research or a file; None = the shipped default, or none where none is shipped
    data   a folder of development data
    most   rows of a group of that data

    ModelError, ContentError; MizanError of `evaluate.` for the data.
    """
    from mizan.cli.mizancheck import model_file
    from mizan.engine.build import open_engine
    from mizan.evaluate.development import MOST
    from mizan.evaluate.figures import run_slices
    from mizan.evaluate.plan import planned
    from mizan.evaluate.summary import summed

    with empty_folder() as folder, open_engine(folder, model=model_file(model)) as engine:
        slices = list(planned(wrapper(), data=data, most=most or MOST))
        length = sum(len(one.items) for one in slices)
        with click.progressbar(length=length, label="Scanning", file=sys.stderr) as bar:
            rows = run_slices(engine, _let_go(slices), bar.update)
        chosen = engine.models.now()
    name = "none" if chosen is None else chosen.name
    return summed(
        rows,
        model=model if model in ("base", "research") else name,
        sha256=chosen.sha256 if chosen else "",
        version=mizan.__version__,
    )


def wrapper() -> Wrap:
    """Return what wraps a post into a report, a condemnation or a study, as templates have it."""
    from mizan.evaluate.cases import LANGS
    from mizan.train.wraps import Wrap as Wrapping
    from mizan.train.wraps import load_wraps

    held: dict[str, tuple[Wrapping, ...]] = {lang: load_wraps(lang) for lang in LANGS}

    def wrap(kind: str, lang: str, post: str, random: Random) -> str:
        chosen = random.choice([one for one in held[lang] if one.kind == kind])
        return chosen.around(post, random)

    return wrap


@contextmanager
def empty_folder() -> Iterator[Path]:
    """Give a data folder of its own for a while, whatever database the service has."""
    url = os.environ.pop(DATABASE, None)
    try:
        with tempfile.TemporaryDirectory(prefix="mizan-evaluate-") as folder:
            yield Path(folder)
    finally:
        if url is not None:
            os.environ[DATABASE] = url


def _let_go(slices: list[Slice]) -> Iterator[Slice]:
    """Yield slices, letting go of each before the next one."""
    slices.reverse()
    while slices:
        yield slices.pop()
