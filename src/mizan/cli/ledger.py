"""`mizan ledger`: the record of every change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mizan.cli.options import data_option
from mizan.config import anchor_file as default_anchor
from mizan.config import data_folder

if TYPE_CHECKING:
    from mizan.banks.store import Store

anchor_file = click.Path(path_type=Path, dir_okay=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def ledger() -> None:
    """Verify the record of every change of banks and policy.

    Each line holds the hash of the line before it, so that a line that was altered, dropped,
    reordered or inserted shows.
    """


def _open_existing(data: Path | None) -> Store:
    """Open a store that is there: a mistyped folder must not pass for one whose chain holds."""
    from mizan.banks.store import open_store

    return open_store(data_folder(data), make=False)


@ledger.command()
@click.option(
    "--anchor",
    type=anchor_file,
    metavar="FILE",
    help="Anchors to hold the chain against, written by `mizan ledger anchor`. [default: those that"
    " the service writes, where there are any]",
)
@data_option
def verify(data: Path | None, anchor: Path | None) -> None:
    """Read the whole chain and name the first line that does not hold.

    Exit status 1 when it does not. Without an anchor it cannot be shown that the
    chain was not written anew, or cut off together with the count of its lines.
    """
    from mizan.ledger.verify import verify as verify_chain

    mine = default_anchor(data_folder(data))
    with _open_existing(data) as store:
        report = verify_chain(store, anchor or (mine if mine.exists() else None))
    for broken in report.breaks:
        click.echo(f"line {broken.line}: {broken.kind}: {broken.said}")
    if report.whole:
        held = f", held against {report.anchors} anchors" if report.anchors else ""
        click.echo(f"{report.lines} lines, the chain holds{held}. Head {report.head}")
    for blind in report.cannot_show:
        click.echo(f"note: {blind}", err=True)
    if not report.whole:
        raise SystemExit(1)


@ledger.command()
@click.argument("file", type=anchor_file)
@data_option
def anchor(file: Path, data: Path | None) -> None:
    """Append the chain's head, signed, to FILE, which you keep outside the data folder."""
    from mizan.ledger.anchor import write_anchor

    with _open_existing(data) as store:
        written = write_anchor(store, file)
    click.echo(f"Line {written.seq} is anchored in {file}.")
