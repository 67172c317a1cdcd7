"""`mizan backup` and `mizan restore`: one archive of the service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from mizan.cli.options import actor, data_option
from mizan.config import data_folder, make_data_folder

file_argument = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@file_argument
@click.option(
    "--with-keys",
    is_flag=True,
    help="Put the keys in, too: whoever has the archive then reads every sealed secret.",
)
@data_option
def backup(file: Path, with_keys: bool, data: Path | None) -> None:  # noqa: FBT001
    """Write FILE: one consistent archive of the service, made while it runs.

    It holds the database, the chosen policy and the background; index files are made anew after a
    restore. Keys are left out unless you ask: keep them elsewhere.
    """
    from mizan.service.run.backup import back_up

    folder = data_folder(data).resolve()
    with _bar("Saving") as progress:
        told = back_up(folder, file.resolve(), with_keys=with_keys, progress=progress)
    size = file.stat().st_size
    click.echo(f"{file}: {size:,} bytes, {told.ledger[0]} ledger lines, read back and whole.")
    if with_keys:
        click.echo(
            "WARNING: this archive holds the keys of the service. Whoever has it can read every"
            " sealed secret and sign in its name. Keep it encrypted.",
            err=True,
        )
    else:
        click.echo("The keys are not in it; keep service.key and ledger.key elsewhere.", err=True)


@click.command()
@file_argument
@click.option("--replace", is_flag=True, help="Replace the database that is there.")
@click.option("--yes", is_flag=True, help="Do not ask before it is replaced.")
@data_option
def restore(file: Path, replace: bool, yes: bool, data: Path | None) -> None:  # noqa: FBT001
    """Load FILE, an archive of `mizan backup`, into an empty place. The service must not run.

    Actions that were on their way at the backup are held for a person, never sent by themselves;
    what was erased since is erased again; everybody is signed out; the ledger begins a new epoch.
    """
    from mizan.service.run.restore import describe
    from mizan.service.run.restore import restore as load

    told = describe(file)
    click.echo(f"{file}: of {told['at']}, Mizan {told['version']}, {told['lines']} ledger lines.")
    if replace and not yes:
        click.confirm("Replace the database that is there?", abort=True)
    folder = make_data_folder(data_folder(data)).resolve()
    with _bar("Checking") as progress:
        figures = load(folder, file, actor=actor(), replace=replace, progress=progress)
    click.echo(
        f"Restored. {figures['held']} deliveries are held as dead letters,"
        f" {figures['taken_back']} decisions are open again, {figures['erased']} items were"
        f" erased again, {figures['forgotten']} forgotten. Everybody is signed out."
    )


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far it has come, in a terminal."""
    with click.progressbar(length=1000, label=label) as bar:

        def progress(done: int, total: int) -> None:
            bar.update(max(0, 1000 * done // max(total, 1) - bar.pos))

        yield progress
