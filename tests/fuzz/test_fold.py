"""Whatever the text: the fold equals its table, the way back holds, and twice is once."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.text.fold import Folded, fold, fold_many, table

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)
ARABIC = st.text(
    st.sampled_from("اأإآٱبتةهھہيىیككک وَُِّ ـ\u200d\u200f،.٣3ﻻﷺ\ufefb\u0301aAаА ßſ\n"), max_size=80
)
TEXT = (ANY | ARABIC).map(lambda text: text.replace("\u202d", "").replace("\u202e", ""))
OVERRIDDEN = st.text(
    st.sampled_from("\u202d\u202e\u202e\u202c\u202a\u2067\u2069اَبت ab e\u0301,1\n\u200f🇸ﷺ\ud800"),
    max_size=60,
)
BATCH = st.lists(TEXT, max_size=6)
quick = settings(max_examples=150, deadline=None)


def by_table(text: str) -> str:
    return " ".join(text.translate(table()).split())


def row_of(folded: Folded, row: int) -> tuple[np.ndarray, np.ndarray]:
    part = slice(folded.bounds[row], folded.bounds[row + 1])
    return folded.codes[part], folded.source[part]


@quick
@given(TEXT)
def test_the_fold_equals_translating_by_its_table(text: str) -> None:
    assert fold(text) == by_table(text)


@quick
@given(TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)

    assert fold(once) == once


@quick
@given(BATCH)
def test_a_batch_folds_as_its_texts_do_alone(texts: list[str]) -> None:
    folded = fold_many(texts)

    assert [folded.text(row) for row in range(len(texts))] == [fold(text) for text in texts]


@quick
@given(BATCH)
def test_every_place_is_in_its_text_and_never_falls(texts: list[str]) -> None:
    folded = fold_many(texts)

    for row, text in enumerate(texts):
        _, source = row_of(folded, row)
        assert np.all(np.diff(source) >= 0)
        assert np.all((source >= 0) & (source < len(text)))


@quick
@given(BATCH)
def test_every_letter_comes_from_the_place_that_is_named(texts: list[str]) -> None:
    folded = fold_many(texts)

    for row, text in enumerate(texts):
        for code, place in zip(*row_of(folded, row), strict=True):
            assert chr(code) in table().get(ord(text[place]), text[place])


@quick
@given(BATCH, st.data())
def test_the_original_of_a_span_folds_to_the_span(texts: list[str], data: st.DataObject) -> None:
    folded = fold_many(texts)

    for row, text in enumerate(texts):
        words = folded.text(row).split()
        if not words:
            continue
        word = data.draw(st.sampled_from(words))
        start = folded.text(row).index(word)
        begin, end = folded.span(row, start, start + len(word))
        assert word in fold(text[begin:end])


@quick
@given(BATCH)
def test_the_tight_form_is_the_normal_one_without_blanks_and_repeats(texts: list[str]) -> None:
    folded = fold_many(texts)
    tight = folded.tight

    for row in range(len(texts)):
        wanted = ""
        for char in folded.text(row):
            if char != " " and (char in "0123456789" or not wanted.endswith(char)):
                wanted += char
        part = slice(tight.bounds[row], tight.bounds[row + 1])
        assert tight.codes[part].tolist() == [ord(char) for char in wanted]


@quick
@given(st.lists(OVERRIDDEN | TEXT, max_size=6), st.data())
def test_spans_of_overridden_texts_lie_within_them(texts: list[str], data: st.DataObject) -> None:
    folded = fold_many(texts)

    for row, text in enumerate(texts):
        for form in (folded, folded.tight):
            size = int(form.bounds[row + 1] - form.bounds[row])
            if not size:
                continue
            first = data.draw(st.integers(0, size - 1))
            last = data.draw(st.integers(first, size - 1))
            start, end = form.span(row, first, last + 1)
            assert 0 <= start < end <= len(text)


@quick
@given(st.lists(OVERRIDDEN | TEXT, max_size=6))
def test_overridden_texts_are_read_alike_alone_and_in_a_batch(texts: list[str]) -> None:
    folded = fold_many(texts)

    for row, text in enumerate(texts):
        assert folded.text(row) == fold(text)
        assert fold(folded.text(row)) == folded.text(row)
        assert sorted(fold(text).replace(" ", "")) == sorted(by_table(text).replace(" ", ""))
