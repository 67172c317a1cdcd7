"""`mizan bank import` and `mizan bank export`: lists in and out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Literal

import click

from mizan.cli.options import actor, data_option, why_option
from mizan.config import data_folder, make_data_folder

list_file = click.Path(path_type=Path, dir_okay=False)


@click.command("import")
@click.argument("name")
@click.argument("file", type=list_file)
@click.option(
    "--because",
    default="",
    metavar="TEXT",
    help="A reason to add texts although they hit what must stay up.",
)
@why_option
@data_option
def import_(name: str, file: Path, because: str, why: str, data: Path | None) -> None:
    """Import a list into bank NAME: CSV, JSON Lines, or `TYPE VALUE` a line.

    It may hold a million rows. What was read is in force while the rest is read; after a kill the
    same command goes on where it stood. Bad lines are counted and written, with their number and
    the reason, to a rejects file in the data folder; they never stop the rest, and give exit
    status 1. Texts for a harm bank are tried on the shipped stay-up pack as with `mizan bank add`;
    those that hit it are bad lines too, unless --because gives a reason. Imported entries begin
    unconfirmed (see `mizan bank confirm`); what a person removed or disabled stays so.
    """
    from mizan.banks import queries
    from mizan.banks.importer import import_file
    from mizan.engine.build import open_engine
    from mizan.engine.trial import refusals

    folder = make_data_folder(data_folder(data))
    with open_engine(folder) as engine, click.progressbar(length=1, label="Importing") as bar:
        harm = queries.bank(engine.store, name).purpose == "harm"

        def progress(done: int, total: int, records: int) -> None:
            bar.length = total
            bar.label = f"Importing ({records:,} records)"
            bar.update(done - bar.pos)

        done = import_file(
            engine.store,
            bank=name,
            file=file,
            folder=folder,
            types=engine.signals,
            actor=actor(),
            why=why or because,
            check=partial(refusals, engine) if harm and not because else None,
            progress=progress,
        )
    if done.resumed:
        click.echo("Went on where an earlier run was ended.")
    click.echo(
        f"{done.new} new, {done.already} there already, {done.duplicate} twice in the file,"
        f" {done.kept} left removed or disabled, {done.bad} bad"
    )
    if done.bad:
        click.echo(f"The bad lines, with reasons: {done.rejects}", err=True)
        raise SystemExit(1)


@click.command()
@click.argument("name")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["csv", "jsonl"]),
    required=True,
    help="CSV with a header, or one JSON object a line.",
)
@data_option
def export(name: str, kind: Literal["csv", "jsonl"], data: Path | None) -> None:
    """Print the entries of bank NAME that are in force, oldest first; `import` reads them again."""
    from mizan.banks.exporter import export as lines_of
    from mizan.cli.bank import open_for_change
    from mizan.engine.build import signal_types

    with open_for_change(data) as store:
        for line in lines_of(store, bank=name, form=kind, types=signal_types()):
            click.echo(line, nl=False)
