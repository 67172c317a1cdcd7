"""A recipe is read whole or refused with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from mizan.errors import MizanError
from mizan.train.recipe import EVERY, SHIPPED, load_recipe

SET = '[[set]]\nname = "tea"\nfile = "tea.jsonl"\nlicence = "CC0"\nlang = "en"\n'
HEAD = 'name = "mine"\nlicence = "CC0"\n'


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_recipes_load_and_name_each_set_once(name: str) -> None:
    recipe = load_recipe(name)

    names = [one.name for one in recipe.sets]
    assert recipe.licence
    assert names
    assert len(set(names)) == len(names)


def test_a_recipe_of_ones_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(HEAD + SET, "utf-8")

    recipe = load_recipe(str(path))

    assert (recipe.name, recipe.sets[0].file, recipe.sets[0].pieces) == (
        "mine",
        "tea.jsonl",
        {"whole": EVERY},
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        HEAD,
        HEAD + SET + "surprise = 1\n",
        HEAD + "surprise = 1\n" + SET,
        HEAD + SET + 'pieces = ["whole", "half"]\n',
        HEAD + SET + 'most = "many"\n',
        "\udcff",
    ],
)
def test_a_recipe_that_means_nothing_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(MizanError, check=lambda error: error.code == "train.recipe"):
        load_recipe(str(path))


@pytest.mark.parametrize("name", ["nowhere.toml", ".", "../base", ""])
def test_a_recipe_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(MizanError, check=lambda error: error.code == "train.recipe"):
        load_recipe(name)
