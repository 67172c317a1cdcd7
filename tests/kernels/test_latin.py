"""What the letters of a word in Latin script look like."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.kernels.latin import BARE, CODED, ENDING, PLAIN, WITH_ARTICLE, shape_of


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("m3ak", CODED),
        ("7abibi", CODED),
        ("almdrsh", CODED),
        ("walktab", CODED),
        ("alsw8", CODED),
        ("ra7", ENDING),
        ("3al", ENDING),
        ("mp3", ENDING),
        ("almadina", WITH_ARTICLE),
        ("elbet", WITH_ARTICLE),
        ("alphabet", WITH_ARTICLE),
        ("allons", WITH_ARTICLE),
        ("also", PLAIN),
        ("mktb", BARE),
        ("harbour", PLAIN),
        ("b4", PLAIN),
        ("j01n", PLAIN),
        ("a1b2c3", PLAIN),
        ("2024", PLAIN),
        ("3", PLAIN),
        ("x", PLAIN),
        ("مكتبة", PLAIN),
    ],
)
def test_the_shape_of_a_word_is_told(word: str, shape: int) -> None:
    codes = np.array([ord(letter) for letter in word], np.uint32)

    assert shape_of(codes) == shape
