"""The kernels for overridden directions against plain Python."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.kernels.overrides import reading_order, widest
from mizan.text.compiled import load_table

LTR, RTL, POP = "\u202d", "\u202e", "\u202c"


def arrays(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    raw = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
    return raw, np.cumsum([0, *map(len, texts)]).astype(np.int64)


def read(text: str) -> str:
    """Return a text in the order of reading; it stands between two others."""
    raw, bounds = arrays([RTL + "before", text, "after"])
    known, order = load_table(), np.empty(len(raw), np.int32)
    reading_order(raw, bounds, known.packed, order)
    mine = order[bounds[1] : bounds[2]].tolist()
    assert sorted(mine) == list(range(len(text)))
    assert order[bounds[2] :].tolist() == [0, 1, 2, 3, 4]
    return "".join(text[place] for place in mine)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ""),
        ("plain, نص", "plain, نص"),
        (RTL + "olleh", RTL + "hello"),
        (RTL + "ereht ,olleh" + POP + " you", RTL + "hello, there" + POP + " you"),
        (LTR + "hello", LTR + "hello"),
        (RTL + "مرحبا", RTL + "مرحبا"),
        (LTR + "مرحبا"[::-1], LTR + "مرحبا"),
        (LTR + "مَرْحبًا"[::-1], LTR + "مَرْحبًا"),
        (RTL + "قال olleh هنا", RTL + "قال hello هنا"),
        (LTR + "say " + "مرحبا"[::-1] + " now", LTR + "say مرحبا now"),
        (RTL + "olleh\nhello", RTL + "hello\nhello"),
        (RTL + "olleh\n" + RTL + "uoy", RTL + "hello\n" + RTL + "you"),
        (RTL + "ba" + LTR + "cd" + POP + "fe", RTL + "ab" + LTR + "cd" + POP + "ef"),
        (RTL + "ba\u202a\u202cdc", RTL + "cd\u202c\u202aab"),
        (RTL + "\u202afe" + POP + "ba", RTL + "\u202afe" + POP + "ab"),
        (RTL + "ba\u2066cd\u2069fe", RTL + "ab\u2066cd\u2069ef"),
        (RTL + "\u2067ba" + POP + "c\u2069fe", RTL + "\u2067ba" + POP + "c\u2069ef"),
        (RTL + "ba\u2068\u2069\u2069dc", RTL + "cd\u2069\u2069\u2068ab"),
        (POP + POP + RTL + "ba", POP + POP + RTL + "ab"),
        (RTL * 200 + "ba" + POP * 300 + "cd", RTL * 200 + "ab" + POP * 300 + "cd"),
        (RTL + "12", RTL + "12"),
        (RTL + "ba\ud800", RTL + "\ud800ab"),
    ],
)
def test_the_order_is_that_in_which_a_reader_reads(text: str, wanted: str) -> None:
    assert read(text) == wanted


def test_a_stretch_as_read_lies_within_one_as_stored() -> None:
    order = np.array([0, 1, 4, 3, 2, 0, 2, 1], np.int32)
    bounds = np.array([0, 5, 8], np.int64)
    rows = np.array([0, 0, 1, 1], np.int32)
    starts, ends = np.array([1, 3, 1, 2], np.int32), np.array([3, 5, 2, 2], np.int32)

    widest(order, bounds, rows, starts, ends)

    assert starts.tolist() == [1, 2, 2, 2]
    assert ends.tolist() == [5, 4, 3, 2]
