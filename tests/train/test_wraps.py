"""Wrappers hold the post as it stands."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from mizan.errors import MizanError
from mizan.text.fold import fold
from mizan.train.wraps import load_wraps

PACKS = Path(__file__).parents[2] / "src" / "mizan" / "train" / "packs"


def test_there_are_enough_of_each_kind() -> None:
    kinds = Counter(wrap.kind for wrap in load_wraps("en"))

    assert kinds["stuff"] >= 25
    assert kinds["report"] + kinds["condemn"] + kinds["research"] >= 60


def test_the_post_stands_once_and_unchanged_in_every_wrapper() -> None:
    post = "{We} (pledge|swear) [it] \\ to you"

    texts = [wrap.around(post, Random(seed)) for wrap in load_wraps("en") for seed in range(5)]

    assert [text for text in texts if text.count(post) != 1] == []
    assert [text for text in texts if set("{}|\\") & set(text.replace(post, ""))] == []


def test_the_same_random_gives_the_same_text() -> None:
    wrap = load_wraps("en")[0]

    assert wrap.around("post", Random(3)) == wrap.around("post", Random(3))


@pytest.mark.parametrize(
    ("wrap", "told"),
    [
        ('id = "w"\nkind = "report"\ntext = "no place"', "no place for the post"),
        ('id = "w"\nkind = "other"\ntext = "{post}"', "the kind is none of"),
        ('id = "w"\nkind = "report"\ntext = "{post} {x}"', "there is no slot x"),
        ('id = "w"\nkind = "report"\ntext = 3', "the text is none"),
        ('id = "w"\nkind = "report"', "lacks text"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, wrap: str, told: str) -> None:
    (tmp_path / "wraps_en.toml").write_text(f'version = "1"\nlang = "en"\n[[wrap]]\n{wrap}\n')

    with pytest.raises(MizanError, match=told) as caught:
        load_wraps("en", folder=tmp_path)

    assert caught.value.code == "train.template"


def test_the_pack_has_condolences_and_prayers_in_two_halves_and_none_twice() -> None:
    lines = (PACKS / "condolences_en.jsonl").read_text("utf-8").splitlines()

    rows = [json.loads(line) for line in lines]

    assert {tuple(row) for row in rows} == {("id", "kind", "family", "half", "text")}
    assert Counter(row["kind"] for row in rows) == {"condolence": 150, "prayer": 150}
    assert Counter(row["half"] for row in rows) == {"train": 150, "test": 150}
    assert len({row["id"] for row in rows}) == len({fold(row["text"]) for row in rows}) == 300
