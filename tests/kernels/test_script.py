"""Scripts, languages and known words of rows against numpy and plain Python."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.kernels.script import (
    ARABIC,
    CLASSES,
    OTHER_TEXT,
    PERSIAN_TEXT,
    URDU_TEXT,
    tell_arabic,
    tell_scripts,
)

LETTERS = np.zeros(0x110000, np.uint8)  # a code point below 7 is of the class of its number
LETTERS[:7] = range(7)


def rows(*texts: list[int]) -> tuple[np.ndarray, np.ndarray]:
    joined = np.array([code for text in texts for code in text], np.uint32)
    bounds = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    return np.frombuffer(joined.tobytes(), np.uint32), bounds


def test_the_commonest_class_wins_as_in_numpy() -> None:
    random = np.random.default_rng(5)
    raw = np.frombuffer(random.integers(0, 0x110000, 1000).astype(np.uint32).tobytes(), np.uint32)
    bounds = np.array([0, 0, 400, 1000], np.int64)
    classes = random.integers(0, 7, 0x110000).astype(np.uint8)
    found = np.empty(3, np.uint8)

    tell_scripts(raw, bounds, classes, found)

    for row in range(3):
        counts = np.bincount(classes[raw[bounds[row] : bounds[row + 1]]], minlength=CLASSES)
        counts[0] = 0
        assert found[row] == counts.argmax()


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 7), max_size=60), min_size=1, max_size=5))
def test_a_row_in_arabic_script_is_told_as_in_plain_python(texts: list[list[int]]) -> None:
    found = np.empty(len(texts), np.uint8)

    tell_arabic(*rows(*texts), LETTERS, 0.02, found)

    assert found.tolist() == [plainly(text) for text in texts]


def plainly(text: list[int]) -> int:
    own, persian, urdu, pashto, kurdish = (text.count(one) for one in range(2, 7))
    letters = sum(1 <= code < 7 for code in text)
    foreign = persian + urdu + pashto + kurdish
    if foreign <= own or foreign < 0.02 * letters:
        return ARABIC
    if urdu >= pashto + kurdish and urdu > 0.02 * letters:
        return URDU_TEXT
    return OTHER_TEXT if pashto + kurdish > 0.02 * letters else PERSIAN_TEXT
