"""Rows become a model: the same each time, with readers for posts and for acts."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from mizan.classify.file import save_model
from mizan.classify.readings import PLAIN, TIGHT
from mizan.errors import MizanError
from mizan.text.fold import fold_many
from mizan.train.recipe import load_recipe
from mizan.train.report import card, curves, measures, recall_at, shares
from mizan.train.rows import Row
from mizan.train.run import ACTS, POSTS, Trained, train_rows

WORDS = {
    "en": ("harbour ferry timetable market tea rain", "lantern banner march oath torch dawn"),
    "ar": ("ميناء عبارة جدول سوق شاي مطر", "فانوس راية مسيرة قسم مشعل فجر"),
}


def rows(lang: str, count: int, *, written: bool = False) -> list[Row]:
    dice = random.Random(f"{lang} {written}")
    lists = [words.split() for words in WORDS[lang]]
    made = []
    for number in range(count):
        support = number % 3 == 0
        some = [dice.choice(lists[support ^ (dice.random() < 0.15)]) for _ in range(9)]
        kind = "written: call" if written and support else "support" if support else "everyday"
        made.append(
            Row(
                text=" ".join(some),
                support=support,
                lang=lang,
                group=f"{lang} {written} {number}",
                kind=kind,
                source="test",
            )
        )
    return made


@pytest.fixture(scope="module")
def trained() -> Trained:
    return train_rows(rows("en", 300) + rows("ar", 300))


def certainty(made: Trained, lang: str, text: str, reading: str = PLAIN) -> float:
    folded = fold_many([text])
    row = np.zeros(1, np.int32)
    return float(made.model.certainty(lang, reading, folded.codes, folded.bounds, row)[0])


@pytest.mark.parametrize("lang", WORDS)
def test_support_is_surer_than_other_texts_under_every_reading(trained: Trained, lang: str) -> None:
    other, support = WORDS[lang]

    for reading in trained.model.languages[lang]:
        assert certainty(trained, lang, support, reading) > certainty(trained, lang, other, reading)


def test_the_same_rows_and_seed_give_the_same_bytes(trained: Trained, tmp_path: Path) -> None:
    again = train_rows(rows("en", 300) + rows("ar", 300))

    save_model(trained.model, tmp_path / "one")
    save_model(again.model, tmp_path / "other")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_what_is_measured_was_never_seen(trained: Trained) -> None:
    seen = trained.measured["en", PLAIN, POSTS]

    assert sorted(seen.places.tolist()) == list(range(len(seen.places)))
    assert trained.measured["en", TIGHT, POSTS].places.size < seen.places.size


def test_written_support_goes_to_the_reader_of_acts_alone() -> None:
    made = train_rows(rows("en", 300) + rows("en", 300, written=True))

    names = [reader.name for reader in made.model.languages["en"][PLAIN]]
    assert names == [POSTS, ACTS]
    posts = made.measured["en", PLAIN, POSTS]
    assert not any(kind.startswith("written") for kind in posts.kinds[posts.labels])


def test_too_few_rows_make_no_model() -> None:
    with pytest.raises(MizanError) as caught:
        train_rows(rows("en", 30))

    assert caught.value.code == "train.few"


def test_languages_that_no_reading_knows_are_left_out() -> None:
    with pytest.raises(MizanError):
        train_rows([Row(**{**_plain(row), "lang": "fr"}) for row in rows("en", 300)])


def _plain(row: Row) -> dict[str, object]:
    return {name: getattr(row, name) for name in Row.__dataclass_fields__}


def test_the_card_names_sets_and_kinds_and_no_text(trained: Trained) -> None:
    recipe = load_recipe("base")

    told = card(trained, recipe, "00" * 32, frozenset({"davidson"}))

    assert "hadith" in told
    assert "| davidson |" not in told
    assert "everyday" in told
    assert "lantern banner" not in told


def test_figures_are_shares_with_their_intervals(trained: Trained) -> None:
    made = measures(trained)

    assert 0 <= made["recall.en.low"] <= made["recall.en"] <= made["recall.en.high"] <= 1
    assert made["flagged.en.everyday"] == round(shares(trained)["en", "everyday"].value, 4)
    assert all(left[1] >= right[1] for left, right in _steps(curves(trained)["en"]))


def test_recall_rises_with_the_rate_of_false_cases_that_is_borne(trained: Trained) -> None:
    found = [recall_at(trained, "en", rate) for rate in (0.0, 0.01, 0.1, 1.0)]

    assert None not in found
    assert found == sorted(found, key=lambda one: one or 0.0)
    assert found[-1] == 1.0
    assert recall_at(trained, "fr", 0.01) is None


def _steps(points: list[tuple[float, float]]) -> list[tuple[tuple[float, float], ...]]:
    return list(pairwise(points))
