"""Training on a recipe, or on a file of labelled texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mizan.errors import MizanError, ModelError

if TYPE_CHECKING:
    from mizan.classify.model import Model
    from mizan.train.recipe import Recipe
    from mizan.train.rows import Row


def train_recipe(
    data: Path, *, name: str, out: Path, without: frozenset[str], seed: int | None
) -> None:
    """Train by a recipe on a folder of data, write the model and its card, and print figures."""
    import mizan
    from mizan.train.recipe import load_recipe
    from mizan.train.report import card, curves, measures, shares
    from mizan.train.run import train_rows

    recipe = load_recipe(name)
    if seed is not None:
        recipe = _with_seed(recipe, seed)
    about = {
        "name": recipe.name,
        "kind": recipe.name if recipe.name in ("base", "research") else "own",
        "version": mizan.__version__,
        "licence": recipe.licence,
        "limits": "ISIS-era short posts",
    }
    rows = list(_rows(recipe, data, without))
    click.echo(f"Training on {len(rows)} texts ...", err=True)
    trained = train_rows(
        rows,
        seed=recipe.seed,
        caution=recipe.caution,
        about=about,
        progress=lambda step: click.echo(step, err=True),
    )
    model = replace(trained.model, measures=measures(trained), curve=curves(trained))
    sha256 = save(model, out)
    out.with_suffix(".md").write_text(card(trained, recipe, sha256, without), encoding="utf-8")
    for (lang, kind), share in shares(trained).items():
        low, high = share.interval
        click.echo(f"{lang}  {kind:<40}{share.total:>7}{share.value:>9.2%}  {low:.2%}-{high:.2%}")
    click.echo(f"{out} holds the model, {out.with_suffix('.md')} its card. sha256 {sha256}")
    click.echo(f"`mizan model use {out}` puts it in force.")


def _rows(recipe: Recipe, data: Path, without: frozenset[str]) -> Iterator[Row]:
    from mizan.train.run import READINGS
    from mizan.train.sources import read_sets
    from mizan.train.wrapped import wrapped_rows
    from mizan.train.written import written_rows

    rows = list(_labelled(data) if data.is_file() else read_sets(recipe, data, without=without))
    written = recipe.templates and "templates" not in without
    if written:
        for lang in READINGS:
            rows += written_rows(lang, seed=recipe.seed)
    yield from rows
    if written:
        yield from wrapped_rows(rows, seed=recipe.seed)


def _labelled(path: Path) -> Iterator[Row]:
    """Yield the rows of a file of JSON Lines: text, support (true or false), and lang, group."""
    from mizan.train.rows import Row

    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                one = json.loads(line)
                yield Row(
                    text=str(one["text"]),
                    support=bool(one["support"]),
                    lang=str(one["lang"]),
                    group=str(one.get("group", number)),
                    kind="support" if one["support"] else str(one.get("kind", "own")),
                    source=path.name,
                )
            except (ValueError, KeyError, TypeError) as error:
                raise MizanError(
                    f"line {number} of {path.name} is no labelled text: {type(error).__name__}",
                    hint="give JSON objects with text, support (true or false) and lang",
                    code="train.data",
                ) from error


def save(model: Model, path: Path) -> str:
    """Write a model, and return its sha256; ModelError where it cannot be written."""
    from mizan.classify.file import save_model

    try:
        return save_model(model, path)
    except OSError as error:
        raise ModelError(
            f"the model cannot be written to {path}: {error.strerror}",
            hint="name another place with --out",
            code="model.unwritable",
        ) from None


def _with_seed(recipe: Recipe, seed: int) -> Recipe:
    import msgspec

    return msgspec.structs.replace(recipe, seed=seed)
