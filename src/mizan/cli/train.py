"""`mizan train`: train a model."""

from __future__ import annotations

from pathlib import Path

import click

from mizan.cli.options import data_option, why_option


@click.command()
@click.argument("source", metavar="[DATA]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--recipe",
    default="base",
    show_default=True,
    metavar="NAME|FILE",
    help="What a model on a folder of data is made of: base, research, or a TOML file like theirs.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="SET",
    help="Leave a set of the recipe out; 'templates' too.",
)
@click.option("--seed", type=int, help="Another seed than the recipe's.")
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
    help="Where the model goes, its card beside it. [default: own.mizan in the data folder]",
)
@why_option
@data_option
def train(
    *,
    source: Path | None,
    recipe: str,
    without: tuple[str, ...],
    seed: int | None,
    from_decisions: bool,
    texts: Path | None,
    out: Path | None,
    why: str,
    data: Path | None,
) -> None:
    """Train a model, and show how it does; nothing is switched.

    DATA is a folder that holds the sets of the recipe, or a file of labelled texts: JSON Lines with
    text, support (true or false), lang (ar, en), and, where there is one, group (texts of one
    origin). The same data and seed give the same file on the same kind of machine.

    With --from-decisions on what people removed as terrorist content and what they left up, where
    the text is still held. A part is kept from training and tried on, near-copies together, and so
    is the shipped pack of texts that must stay up. Put the model in force with `mizan model use
    FILE`, and go back with `mizan model back`. It holds no text.
    """
    if from_decisions == (source is not None):
        raise click.UsageError("name DATA, or say --from-decisions")
    if source is not None:
        from mizan.cli.train_recipe import train_recipe
        from mizan.config import data_folder, make_data_folder

        path = out or make_data_folder(data_folder(data)) / "own.mizan"
        train_recipe(source, name=recipe, out=path, without=frozenset(without), seed=seed)
        return
    from mizan.cli.train_decisions import train_from_decisions

    train_from_decisions(data, texts=texts, out=out, why=why)
