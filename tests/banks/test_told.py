"""What a search tells in one go is what its parts tell one after another."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.banks.indexes.hits import TextHits
from mizan.banks.indexes.overlap import OverlapIndex, build
from mizan.signals.sketch import make_value, sketch_many
from mizan.text.fold import fold_many

ENGLISH = "the lantern on the quay is lit at dusk and the keeper writes the names of boats"
ARABIC = "يضاء الفانوس على الرصيف عند الغروب ويكتب الحارس أسماء القوارب في الدفتر الكبير"
HOSTILE = ["", " ", "\u0651\u0651", "ab" * 3000, "a b " * 500, "\ud800", "7" * 4000]
TEXTS = [
    ENGLISH,
    ARABIC,
    "".join(char + "\u064b\u0651" * (char == "ي") for char in ARABIC) + " ﷺ\u0651",
    "before it all: \u202e" + ENGLISH[:40][::-1] + "\u202c" + ENGLISH[40:],
    (ENGLISH + " ") * 60,
    "\U0001f600 " + ARABIC + " and " + ENGLISH.upper(),
    *HOSTILE,
]


@pytest.fixture(scope="module")
def bank() -> OverlapIndex:
    known = fold_many([ENGLISH, ARABIC, ENGLISH + " " + ARABIC, ENGLISH, *[ARABIC] * 200])
    return OverlapIndex(build([make_value(known, row) for row in range(len(known))]))


def search(bank: OverlapIndex, texts: list[str], *, made: bool = False) -> TextHits:
    sketches = sketch_many(fold_many(texts), np.arange(len(texts), dtype=np.int32))
    if made:
        assert sketches.hashes.dtype == np.uint64  # who asks for them has them made
    return bank.search(sketches)


def test_spans_that_are_told_are_those_of_the_tight_form(bank: OverlapIndex) -> None:
    tight = fold_many(TEXTS).tight

    hits = search(bank, TEXTS)

    rows = np.repeat(hits.query, np.diff(hits.span_bounds))
    spans = tight.spans(rows, hits.span_starts, hits.span_ends)
    told = [span for *_, mine in hits.told() for span in mine]
    assert told == list(zip(*(each.tolist() for each in spans), strict=True))
    assert {3, 4, 5} < set(hits.query.tolist())


def test_columns_and_what_is_told_agree(bank: OverlapIndex) -> None:
    hits = search(bank, TEXTS)

    told = [line[:3] for line in hits.told()]

    columns = (hits.row.tolist(), hits.coverage.tolist(), hits.share.tolist())
    assert told == list(zip(*columns, strict=True))


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_alone_is_told_as_among_others(bank: OverlapIndex, text: str) -> None:
    together = search(bank, TEXTS)
    mine = together.query == TEXTS.index(text)

    alone = search(bank, [text]).told()

    assert alone == [line for line, here in zip(together.told(), mine, strict=True) if here]


def test_sketches_made_before_the_search_find_the_same(bank: OverlapIndex) -> None:
    assert search(bank, TEXTS, made=True).told() == search(bank, TEXTS).told()


def test_hits_stay_as_they_are_when_the_room_is_used_again(bank: OverlapIndex) -> None:
    hits = search(bank, [ENGLISH])
    before = hits.told()

    search(bank, [ARABIC] * 5)

    assert hits.told() == before
