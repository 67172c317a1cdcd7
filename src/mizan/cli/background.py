"""`mizan background`: learn what is ordinary on the operator's own service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from mizan.cli.options import actor, data_option, why_option
from mizan.config import data_folder, make_data_folder


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def background() -> None:
    """Learn what is ordinary on your service, so that it never counts as evidence."""


@background.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@why_option
@data_option
def build(file: Path, why: str, data: Path | None) -> None:
    """Build the frozen counters from the ordinary posts in FILE.

    FILE is JSON Lines with `text`, or holds a text a line. Take a sample that is older than your
    bank entries. What two posts share is taken for ordinary.
    """
    from mizan.banks.background import build_background, put_in_place, write_beside
    from mizan.banks.reader import BACKGROUND
    from mizan.cli.bank import open_for_change
    from mizan.cli.posts import read_posts
    from mizan.ledger.chain import append

    folder = make_data_folder(data_folder(data))
    with click.progressbar(
        length=file.stat().st_size if file.exists() else 0, label="Reading"
    ) as bar:

        def seen() -> Iterator[str]:
            for text in read_posts(file):
                bar.update(len(text.encode("utf-8", "replace")) + 1)
                yield text

        counted = build_background(seen())
    with open_for_change(data) as store, store.writing():
        beside = write_beside(counted, folder / BACKGROUND)
        append(
            store,
            actor=actor(),
            act="background.build",
            subject="background",
            why=why,
            detail={"posts": counted.posts, "sha256": counted.digest},
        )
        put_in_place(beside, folder / BACKGROUND)  # last: none is in force without its line
    click.echo(f"The background holds {counted.posts} posts.")
