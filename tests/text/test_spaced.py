"""Letters spelled out one by one are joined, whatever marks they bear."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.text.spaced import join_spelled

alphabet = st.text("ab\u0628\u0645\u064b\u0651\u0301 .-_\n", max_size=40)


@pytest.mark.parametrize("mark", ["\u064b", "\u0651", "\u0301"])
def test_a_word_whose_letters_all_bear_marks_is_not_spelled_out(mark: str) -> None:
    word = mark.join("abcdefg")

    assert join_spelled(word) == (word, list(range(len(word))), False)


def test_letters_with_marks_are_joined_when_blanks_part_them() -> None:
    joined, places, _ = join_spelled("a\u0301 b c d e")

    assert joined == "a\u0301bcde"
    assert places == [0, 1, 3, 5, 7, 9]


@settings(deadline=None, max_examples=200)
@given(text=alphabet)
def test_every_letter_has_the_place_it_came_from(text: str) -> None:
    joined, places, _ = join_spelled(text)

    assert len(places) == len(joined)
    for letter, place in zip(joined, places, strict=True):
        assert letter in (" ", text[place])
