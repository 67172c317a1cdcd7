"""A model: the surest of its readers counts, under the readings that it knows."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.classify.linear import LinearTable
from mizan.classify.model import Model, Reader
from mizan.classify.readings import PLAIN, SKELETON
from mizan.classify.scale import Scale
from mizan.kernels.linear import SLOTS
from mizan.text.fold import fold_many

TEXTS = fold_many(["the ferry leaves at nine", "rain on the harbour", "tea"])
ALL = np.arange(3, dtype=np.int32)
RANDOM = np.random.default_rng(5)


def reader(name: str, bias: float = 0.0) -> Reader:
    table = np.column_stack([RANDOM.normal(0, 1, SLOTS), np.ones(SLOTS)]).astype(np.float32)
    scale = Scale(slope=1.0, offset=0.0, review=0.5)
    return Reader(name=name, table=LinearTable(table, PLAIN), bias=bias, scale=scale)


POSTS, ACTS = reader("posts"), reader("acts")


def alone(one: Reader) -> list[float]:
    return one.scale.certainty(one.scores(TEXTS.codes, TEXTS.bounds, ALL)).tolist()


def test_the_surest_reader_counts() -> None:
    model = Model({"en": {PLAIN: (POSTS, ACTS)}})

    found = model.certainty("en", PLAIN, TEXTS.codes, TEXTS.bounds, ALL)

    assert found.tolist() == [max(pair) for pair in zip(alone(POSTS), alone(ACTS), strict=True)]
    assert found.tolist() != alone(POSTS)


@pytest.mark.parametrize(("lang", "reading"), [("fr", PLAIN), ("en", SKELETON)])
def test_of_what_a_model_does_not_know_it_is_not_sure(lang: str, reading: str) -> None:
    model = Model({"en": {PLAIN: (POSTS,)}})

    found = model.certainty(lang, reading, TEXTS.codes, TEXTS.bounds, ALL)

    assert not model.knows(lang, reading)
    assert found.tolist() == [0.0, 0.0, 0.0]


def test_words_are_explained_by_the_reader_that_is_surest() -> None:
    sure, unsure = reader("posts", bias=9.0), reader("acts", bias=-9.0)
    folded = fold_many(["the ferry leaves at nine"])

    told = Model({"en": {PLAIN: (unsure, sure)}}).explain("en", folded.codes)

    assert told == sure.table.explain(folded.codes)
    assert Model({"en": {PLAIN: (sure,)}}).explain("ar", folded.codes) == []


def test_a_model_without_the_plain_reading_is_none() -> None:
    with pytest.raises(ValueError, match="plain"):
        Model({"en": {SKELETON: (POSTS,)}})
    with pytest.raises(ValueError, match="plain"):
        Model({})
