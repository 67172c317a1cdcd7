"""Recipes: which sets a model is made of, under which licences, read from a checked file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

import msgspec

from mizan.errors import MizanError

SHIPPED = ("base", "research")
PIECES = ("whole", "title", "lead", "first", "some")
EVERY = 1_000_000  # rows; as many as there are


class SetOf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One set of rows, in a file of JSON Lines or CSV, gzipped or not."""

    name: str
    file: str  # within the folder of data
    licence: str
    lang: str  # "mixed": by the letters of each text
    only: str = ""  # of a mixed set, the language that is taken
    support: Sequence[str] = ()  # labels; "*" is any
    other: Sequence[str] = ()
    group: str = ""  # field of the origin, as "extra.group"; the text itself where empty
    protected: str = "other"
    protected_if: Mapping[str, str] = {}  # field that is true: the kind it makes the row
    # one of PIECES: how many are taken
    pieces: Mapping[str, int] = msgspec.field(default_factory=lambda: {"whole": EVERY})
    weight: float = 1.0
    weak: bool = False
    held: bool = False  # nothing is learned from it; thresholds are chosen by it


class Recipe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a model is made of."""

    name: str
    licence: str  # of the model
    sets: Sequence[SetOf] = msgspec.field(name="set")
    templates: bool = True  # the shipped templates and packs besides
    seed: int = 5
    caution: float = 1.0  # as `mizan.train.run.train_rows` has it


def load_recipe(name: str) -> Recipe:
    """Return a shipped recipe by name, or that of a TOML file.

    MizanError `train.recipe` when it cannot be read or says something that means nothing.
    """
    shipped = resources.files("mizan.train") / "recipes" / f"{name}.toml"
    source = shipped if name in SHIPPED else Path(name)
    try:
        written = tomllib.loads(source.read_text(encoding="utf-8"))
        recipe = msgspec.convert(written, Recipe)
    except (OSError, ValueError) as error:
        said = str(error) if isinstance(error, msgspec.ValidationError) else type(error).__name__
        raise _fault(name, said) from error
    for one in recipe.sets:
        if strange := set(one.pieces) - set(PIECES):
            raise _fault(name, f"{one.name}: no such piece: {', '.join(sorted(strange))}")
    return recipe


def _fault(name: str, said: str) -> MizanError:
    hint = f"name one of {', '.join(SHIPPED)}, or a TOML file like theirs"
    return MizanError(f"the recipe {name}: {said}", hint=hint, code="train.recipe")
