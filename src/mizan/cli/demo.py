"""`mizan demo`: a desk with sample content; or the main job on samples, told as a story."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mizan.cli.desk import HOST, PORT, keep_up
from mizan.cli.options import data_option
from mizan.cli.plain import plain
from mizan.cli.table import COLOURS
from mizan.engine.scan import Engine
from mizan.errors import ContentError, DeskError
from mizan.terms.content import Content
from mizan.terms.label import LABELS
from mizan.terms.match import Match
from mizan.terms.verdict import Verdict

WIDTH = 110  # columns, where the output is no terminal
ELSEWHERE = (  # settings of a real service that a demo must not follow
    "MIZAN_DATABASE_URL",
    "MIZAN_SERVICE_KEY",
    "MIZAN_ANCHOR",
)
SHOWN = 60  # characters of a long matched stretch that are shown at each of its ends


@dataclass(frozen=True, slots=True)
class Scene:
    """One row of the story."""

    file: str  # in the folder of examples
    given: str  # what it is


STORY = (
    Scene("repost_ar.txt", "A known statement, reposted in disguise"),
    Scene("image_recompressed.jpg", "A banked image, smaller and compressed again"),
    Scene("post_with_link.txt", "A link to a banked address, behind tracking parameters"),
    Scene("article_ar.txt", "A newspaper article that names the group in every paragraph"),
    Scene("article_ar_quoting.txt", "The same article, quoting the statement"),
    Scene("verse_ar.txt", "A verse that the banked statement quotes too"),
)

BANKED = ("statement_ar.txt", "statement_en.txt", "image_original.png")
ADDRESS = "https://lantern.example/calls"


@click.command()
@click.option("--scan-only", is_flag=True, help="Print the story of a few samples and end.")
@click.option("--host", default=HOST, show_default=True, metavar="H", help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="P",
    help=f"The port to listen at. [default: {PORT}, or a free one]",
)
@data_option
def demo(scan_only: bool, host: str, port: int | None, data: Path | None) -> None:  # noqa: ARG001, FBT001 - see --help
    """Start the service in a temporary folder, with a sample bank and sixty sample items.

    Runs until Ctrl-C or SIGTERM, and then deletes it all. All of it is invented, about a group
    that does not exist. Your own data folder and database are not touched.
    """
    samples = sample_folder()
    with tempfile.TemporaryDirectory(prefix="mizan-demo-") as folder:
        if scan_only:
            _scan(Path(folder), samples)
        else:
            _serve(Path(folder).resolve(), samples, host=host, port=port)


def _scan(folder: Path, samples: Path) -> None:
    """Scan some samples in the order of a story, and tell what happened."""
    from mizan.engine.build import open_engine

    with open_engine(folder) as engine:
        fill(engine, samples)
        contents = [
            Content(id=scene.file, name=scene.file, data=(samples / scene.file).read_bytes())
            for scene in STORY
        ]
        verdicts = engine.scan_many(contents, quote=True)
    _tell(verdicts)


def _serve(folder: Path, samples: Path, *, host: str, port: int | None) -> None:
    """Fill a desk and keep it up."""
    from mizan.service.run.demo import ACTOR, fill_desk
    from mizan.service.run.lock import only_one
    from mizan.service.run.start import begin, check_port, first_link, free_port

    for one in (signal.SIGTERM, signal.SIGINT):  # so that the folder goes, whenever it is
        signal.signal(one, lambda *_: sys.exit(0))
    for name in ELSEWHERE:
        os.environ.pop(name, None)
    try:
        check_port(host, port or PORT)
    except DeskError:
        if port:
            raise
        port = free_port(host)
    with only_one(folder):
        click.echo("Filling a desk with the sample content", err=True)
        begin(folder)
        admin = first_link(actor=ACTOR)
        links = fill_desk(samples, fill)
        named = {f"Sign in as {name}": secret for name, secret in links.items()}
        named |= {"Sign in as admin": admin} if admin else {}
        keep_up(folder, host=host, port=port or PORT, workers=1, links=named)
    click.echo("The demo has ended; its folder is deleted.", err=True)


def sample_folder() -> Path:
    """Return where the examples are: in the installed package, or in the checkout."""
    package = Path(__file__).parents[1]
    for folder in (package / "examples", package.parents[1] / "examples"):
        if folder.is_dir():
            return folder
    raise ContentError(
        "the sample content is not here", hint="reinstall Mizan", code="content.missing"
    )


def fill(engine: Engine, samples: Path) -> None:
    """Make the sample bank and put the known statement, image and address into it."""
    from mizan.banks import changes
    from mizan.engine.admit import values_of

    actor, why = "demo", "sample content"
    changes.create_bank(
        engine.store, name="lantern", purpose="harm", owner="Demo", actor=actor, why=why
    )
    known = [Content(id=name, name=name, data=(samples / name).read_bytes()) for name in BANKED]
    for content in [*known, Content(id=ADDRESS, url=ADDRESS)]:
        rows = [
            changes.NewEntry(signal=signal, value=value, label=content.id)
            for signal, value in values_of(content, engine.signals, "harm")
        ]
        changes.add_entries(engine.store, bank="lantern", rows=rows, actor=actor, why=why)


def _tell(verdicts: list[Verdict | ContentError]) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH)
    table = Table(title="Mizan ميزان: what goes, what stays", show_lines=True, expand=True)
    table.add_column("Given", ratio=3)
    table.add_column("Verdict", ratio=1, no_wrap=True)
    table.add_column("Found, and why", ratio=6)
    for scene, verdict in zip(STORY, verdicts, strict=True):
        if isinstance(verdict, ContentError):
            raise verdict
        level = Text(verdict.verdict, style=f"bold {COLOURS[verdict.verdict]}")
        given = Text(f"{scene.given}\n") + Text(f"examples/{scene.file}", style="dim")
        table.add_row(given, level, _why(verdict))
    console.print(table)
    console.print("Verdicts are advice; people decide. All samples are invented.", style="dim")


def _why(verdict: Verdict) -> Text:
    """Return what was found, in figures, then the policy's reasons, then the matched stretch."""
    known = [finding for finding in verdict.findings if finding.match is not None]
    best = max(known, key=lambda finding: finding.weight, default=None)
    lines = [Text(_figures(best.match), style="bold")] if best and best.match else []
    names = sum(len(one.spans) for one in verdict.findings if one.label.startswith("named_"))
    if names:
        lines.append(Text(f"names the group {names} times"))
    contexts = [label for label in verdict.labels if LABELS[label].kind == "context"]
    if contexts:
        lines.append(Text(f"read as: {', '.join(contexts)}"))
    lines += [Text(f"{step.said}: {step.because}", style="italic") for step in verdict.trail]
    if best and best.text:
        lines.append(_underlined(best.text))
    return Text("\n").join(lines)


def _figures(match: Match) -> str:
    """Return how near a match is, and how much of each side it covers."""
    where = f"bank {match.bank.name}, entry {match.entry} ({match.label})"
    if match.coverage is not None and match.share is not None:
        return f"{match.coverage:.0%} of {where}; {match.share:.0%} of this text"
    if match.signal == "pdq":
        return f"{match.distance} of 256 bits away from {where}"
    return f"the same as {where}"


def _underlined(text: str) -> Text:
    """Return the matched stretch underlined, and in brackets for where there is no underline."""
    flat = plain(" ".join(text.split()))
    if len(flat) > 2 * SHOWN:
        flat = f"{flat[:SHOWN]} … {flat[-SHOWN:]}"
    return Text("⟦") + Text(flat, style="underline") + Text("⟧")
