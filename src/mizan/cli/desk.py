"""`mizan up`, `mizan web`, `mizan worker`: the service's processes."""

from __future__ import annotations

from pathlib import Path

import click

from mizan.cli.options import actor, data_option
from mizan.config import data_folder, make_data_folder

HOST, PORT = "127.0.0.1", 8650

host_option = click.option(
    "--host", default=HOST, show_default=True, metavar="H", help="The address to listen at."
)
port_option = click.option(
    "--port",
    default=PORT,
    show_default=True,
    type=click.IntRange(1, 65535),
    metavar="P",
    help="The port to listen at.",
)
follow_option = click.option(
    "--follow", is_flag=True, help="End when the process that started this one has ended."
)


@click.command()
@host_option
@port_option
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    metavar="N",
    help="How many worker processes to start.",
)
@data_option
def up(host: str, port: int, workers: int, data: Path | None) -> None:
    """Start the service: console, API and worker, as one process tree.

    Makes and updates the database, makes the first admin when there is none (its one-time link is
    printed), and runs until SIGTERM or Ctrl-C.
    """
    from mizan.service.run.start import begin, first_link
    from mizan.service.run.tree import Tree, members

    folder = make_data_folder(data_folder(data)).resolve()
    begin(folder)
    secret = first_link(actor=actor())
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    def ready() -> None:
        click.echo(f"Mizan is up: {address}")
        if secret:
            click.echo(f"First admin, works once within a day: {address}welcome/{secret}")

    Tree(members(folder, host, port, workers=workers), lambda text: click.echo(text, err=True)).run(
        host=host, port=port, ready=ready
    )


@click.command()
@host_option
@port_option
@click.option(
    "--processes",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    metavar="N",
    help="How many processes answer requests.",
)
@follow_option
@data_option
def web(host: str, port: int, processes: int, follow: bool, data: Path | None) -> None:  # noqa: FBT001
    """Serve console and API only; `mizan up` does this and more."""
    from mizan.service.ground.parent import follow_parent
    from mizan.service.run.web import serve

    if follow:
        follow_parent()
    folder = make_data_folder(data_folder(data)).resolve()
    serve(data=folder, host=host, port=port, processes=processes)


@click.command()
@click.option(
    "--threads",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    metavar="N",
    help="How many jobs are done at the same time.",
)
@follow_option
@data_option
def worker(threads: int, follow: bool, data: Path | None) -> None:  # noqa: FBT001
    """Do the service's jobs only: scanning, actions, deliveries, chores."""
    from mizan.service.ground.parent import follow_parent
    from mizan.service.run.worker import work

    if follow:
        follow_parent()
    work(data=make_data_folder(data_folder(data)).resolve(), threads=threads)
