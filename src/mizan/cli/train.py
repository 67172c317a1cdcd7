"""`mizan train`: train a model."""

from __future__ import annotations

from pathlib import Path

import click

from mizan.cli.options import data_option, why_option


@click.command()
@click.option(
    "--from-decisions", is_flag=True, help="Train on what people decided at your own desk."
)
@click.option(
    "--texts",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Copies of your own posts, JSON Lines with `text`: for decided posts of which the desk let"
    " the text go. What was not decided about is passed over.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where the model goes. [default: own.mizan in the data folder]",
)
@why_option
@data_option
def train(
    *, from_decisions: bool, texts: Path | None, out: Path | None, why: str, data: Path | None
) -> None:
    """Train a model, and show how it does beside the one in force; nothing is switched.

    With --from-decisions on what people removed as terrorist content and what they left up, where
    the text is still held. A part is kept from training and tried on, near-copies together, and so
    is the shipped pack of texts that must stay up. Put the model in force with `mizan model use
    FILE`, and go back with `mizan model back`. It holds no text.
    """
    if not from_decisions:
        raise click.UsageError("say --from-decisions")
    from mizan.cli.train_decisions import train_from_decisions

    train_from_decisions(data, texts=texts, out=out, why=why)
