"""`mizan scan`: the main job."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Literal

import click
import msgspec

from mizan.cli.inputs import FILES, Input, arrivals, chunked, open_input, walk
from mizan.cli.judge import Setting, judge
from mizan.cli.options import data_option, policy_option
from mizan.config import data_folder
from mizan.engine.report import Answer
from mizan.terms.verdict import LEVELS


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option(
    "--jsonl",
    metavar="FILE",
    help="Read one JSON object a line from FILE, or from standard input with '-': id, and one or"
    " more of text, url, file, sha256, sha1, md5, pdq, lang.",
)
@click.option("--json", "as_lines", is_flag=True, help="Print one JSON object a line, as it goes.")
@click.option("--quote", is_flag=True, help="Show the matched text, which is otherwise kept back.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    metavar="N",
    help="How many processes scan.",
)
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS[1:]),
    help="Exit with status 3 if any verdict reaches this level.",
)
@click.option(
    "--lang",
    type=click.Choice(["en", "ar"]),
    default="en",
    show_default=True,
    help="The language of the reasons.",
)
@policy_option
@data_option
def scan(
    paths: tuple[str, ...],
    jsonl: str | None,
    as_lines: bool,  # noqa: FBT001 - click hands flags over as arguments
    quote: bool,  # noqa: FBT001
    jobs: int,
    fail_on: str | None,
    lang: Literal["en", "ar"],
    policy_file: Path | None,
    data: Path | None,
) -> None:
    """Scan files, folders (with all that is in them), or standard input ("-").

    Each input gets a verdict: leave, review or act, with what was found and why. An input that
    cannot be read gives an error in its place; the others are still scanned.

    Exit status: 0; 1 when an input could not be read; 2 for wrong usage; 3 when --fail-on was
    reached (this outweighs 1).
    """
    if bool(paths) == bool(jsonl):
        raise click.UsageError("name either paths (or '-'), or --jsonl FILE")
    setting = Setting(data=data_folder(data), policy=policy_file, quote=quote, lang=lang)
    with ExitStack() as stack:
        groups = _lines_of(jsonl, stack) if jsonl else chunked(walk(paths), FILES)
        judged = stack.enter_context(closing(judge(groups, setting, jobs)))
        answers = (answer for some in judged for answer in some)
        if as_lines:
            sys.exit(_status(_printed(answers), fail_on))
        from mizan.cli.table import show

        sys.exit(_status(show(answers), fail_on))


def _lines_of(path: str, stack: ExitStack) -> Iterator[list[Input]]:
    if path == "-":
        return arrivals(sys.stdin.fileno())
    return arrivals(stack.enter_context(open_input(Path(path))).fileno())


def _printed(answers: Iterable[Answer]) -> Iterator[Answer]:
    for answer in answers:
        click.echo(encode(answer))
        sys.stdout.flush()
        yield answer


def encode(answer: Answer) -> str:
    """Return the answer as one line of JSON; lone surrogates come out as escapes."""
    try:
        return msgspec.json.encode(answer).decode()
    except (UnicodeEncodeError, ValueError):
        return json.dumps(answer, separators=(",", ":"))


def _status(answers: Iterable[Answer], fail_on: str | None) -> int:
    failed = reached = False
    for answer in answers:
        if "error" in answer:
            failed = True
        elif fail_on is not None:
            reached |= LEVELS.index(answer["verdict"]) >= LEVELS.index(fail_on)
    return 3 if reached else int(failed)
