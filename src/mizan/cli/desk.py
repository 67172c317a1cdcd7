"""`mizan up`, `mizan web`, `mizan worker`: the service's processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
    "--follow",
    type=click.IntRange(1),
    metavar="PID",
    help="End when this process, which started this one, has ended.",
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
    from mizan.service.run.lock import only_one
    from mizan.service.run.start import PATIENCE, begin, check_port, first_link

    folder = make_data_folder(data_folder(data)).resolve()
    with only_one(folder):
        check_port(host, port)
        begin(folder, patience=PATIENCE, say=_say)
        secret = first_link(actor=actor())
        links = {"First admin": secret} if secret else {}
        keep_up(folder, host=host, port=port, workers=workers, links=links)


def keep_up(folder: Path, *, host: str, port: int, workers: int, links: dict[str, str]) -> None:
    """Run the process tree until a signal ends it; tell the address and the one-time links."""
    from django.db import connections

    from mizan.service.run.tree import Tree, members

    connections.close_all()  # nothing of the database is held here
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    def ready() -> None:
        click.echo(f"Mizan is up: {address}")
        for who, secret in links.items():
            click.echo(f"{who}, works once within a day: {address}welcome/{secret}")

    tree = Tree(members(folder, host, port, workers=workers), _say)
    tree.run(host=host, port=port, ready=ready)


def _say(text: str) -> None:
    click.echo(f"mizan: {text}", err=True)


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
def web(host: str, port: int, processes: int, follow: int | None, data: Path | None) -> None:
    """Serve console and API only; `mizan up` does this and more."""
    from mizan.service.run.start import check_port
    from mizan.service.run.web import serve

    check_port(host, port)
    with _part(data, follow=follow) as folder:
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
def worker(threads: int, follow: int | None, data: Path | None) -> None:
    """Do the service's jobs only: scanning, actions, deliveries, chores."""
    from mizan.service.run.worker import work

    with _part(data, follow=follow) as folder:
        work(data=folder, threads=threads)


@contextmanager
def _part(data: Path | None, *, follow: int | None) -> Iterator[Path]:
    """Be a process of the service: of `mizan up`, which has prepared all, or on one's own."""
    from mizan.service.run.lock import running
    from mizan.service.run.start import PATIENCE, begin

    folder = make_data_folder(data_folder(data)).resolve()
    if follow:
        from mizan.service.ground.parent import follow_parent

        follow_parent(follow)
    with running(folder):
        if not follow:
            begin(folder, patience=PATIENCE, say=_say)
        yield folder
