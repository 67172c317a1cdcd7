"""MizanCheck and the training templates have nothing in common: no family, no group, no phrase."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mizan.text.fold import fold

PACKAGE = Path(__file__).parents[2] / "src" / "mizan"
CHECK = [PACKAGE / "evaluate" / "mizancheck" / f"{name}.toml" for name in
         ("harm_en", "stay_en", "harm_ar", "stay_ar")]  # fmt: skip
TEMPLATES = sorted((PACKAGE / "train" / "templates").rglob("*.toml"))
RUN = 5  # words in a row that two texts may not share
COMMON = ("scripture", "prayer")  # functions whose texts are the same for all who quote them
SLOT = re.compile(r"\{\w+\}")
WORD = re.compile(r"\w+")


@cache
def read(path: Path) -> Any:
    return tomllib.loads(path.read_text("utf-8"))


def values(held: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string of a file with the keys that it stands under, as in "slots.group"."""
    if isinstance(held, str):
        yield key, held
    elif isinstance(held, dict):
        for name, inner in held.items():
            yield from values(inner, f"{key}.{name}")
    elif isinstance(held, list):
        for inner in held:
            yield from values(inner, key)


def ids(path: Path) -> set[str]:
    return {value for key, value in values(read(path)) if key.endswith(".id")}


def groups(path: Path) -> set[str]:
    """Return the folded names of groups, without their article."""
    found = {fold(value) for key, value in values(read(path)) if "group" in key}
    bare = (re.sub(r"^the ", "", name) for name in found)
    return {name for name in bare if len(name.split()) > 1}


@cache
def runs(path: Path) -> frozenset[tuple[str, ...]]:
    """Return every run of words of a file's texts; a slot ends a run."""
    held = read(path)
    if path in CHECK:
        held = [one["texts"] for one in held["family"] if one["function"] not in COMMON]
    found = set()
    for key, value in values(held):
        for stretch in SLOT.split(value):
            words = WORD.findall(fold(stretch)) if not key.endswith(".id") else []
            found |= {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    return frozenset(found)


@cache
def written(path: Path) -> str:
    return "\n".join(" ".join(WORD.findall(fold(value))) for _, value in values(read(path)))


each_file = pytest.mark.parametrize("ours", CHECK, ids=lambda path: path.stem)


def test_there_are_templates_to_compare_with() -> None:
    assert len(TEMPLATES) >= 4


# What is compared is a number, so that a failure shows the words of neither side.


@each_file
def test_no_family_has_the_name_of_a_template(ours: Path) -> None:
    shared = {theirs.stem: len(ids(ours) & ids(theirs)) for theirs in TEMPLATES}

    assert sum(shared.values()) == 0, shared


@each_file
def test_no_group_of_one_is_named_in_the_other(ours: Path) -> None:
    shared = {
        theirs.stem: sum(name in written(theirs) for name in groups(ours))
        + sum(name in written(ours) for name in groups(theirs))
        for theirs in TEMPLATES
    }

    assert sum(shared.values()) == 0, shared


@each_file
def test_no_five_words_in_a_row_stand_in_both(ours: Path) -> None:
    shared = {theirs.stem: len(runs(ours) & runs(theirs)) for theirs in TEMPLATES}

    assert sum(shared.values()) == 0, shared


@pytest.mark.parametrize("path", CHECK, ids=lambda path: path.stem)
def test_there_is_something_to_compare(path: Path) -> None:
    assert len(ids(path)) > 50
    assert len(groups(path)) >= 8
    assert len(runs(path)) > 500
