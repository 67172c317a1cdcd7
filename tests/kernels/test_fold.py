"""The folding kernels against plain Python."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.kernels.fold import fold_rows, past_marks, tighten_rows
from mizan.text.compiled import load_table
from mizan.text.fold import table

TEXTS = [
    "",
    " ",
    "a  b",
    "مُحَمَّد ﷺ.",
    "ﷺﷺ",
    "\ud800x\ud800",
    "xxé\u0301\u0301 ٣٣33",
    "\u0640",
    "  end",
]


def arrays(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    raw = np.array([ord(char) for text in texts for char in text], np.uint32)
    return raw, np.cumsum([0, *map(len, texts)]).astype(np.int64)


def plainly(text: str) -> list[tuple[str, int]]:
    """Return the letters of the normal form, each with its place."""
    found: list[tuple[str, int]] = []
    blank: int | None = None
    for place, char in enumerate(text):
        for letter in table().get(ord(char), char):
            if letter == " ":
                blank = place if blank is None else blank
                continue
            if blank is not None and found:
                found.append((" ", blank))
            blank = None
            found.append((letter, place))
    return found


def folded(texts: list[str], room: int) -> tuple[int, np.ndarray, np.ndarray, np.ndarray]:
    raw, raw_bounds = arrays(texts)
    known, bounds = load_table(), np.empty(len(texts) + 1, np.int64)
    codes, source = np.zeros(room, np.uint32), np.zeros(room, np.int32)
    read_only = np.frombuffer(raw.tobytes(), np.uint32)
    size = fold_rows(
        read_only, raw_bounds, known.index, known.pages, known.spilled, codes, source, bounds
    )
    return size, codes, source, bounds


def test_folding_gives_the_letters_and_places_of_plain_python() -> None:
    size, codes, source, bounds = folded(TEXTS, 200)

    for row, text in enumerate(TEXTS):
        part = slice(bounds[row], bounds[row + 1])
        pairs = zip(map(chr, codes[part]), source[part].tolist(), strict=True)
        assert list(pairs) == plainly(text)
    assert size == bounds[-1]


@pytest.mark.parametrize("room", [0, 1, 7, 40])
def test_a_small_buffer_is_not_overrun_and_the_need_is_told(room: int) -> None:
    size, codes, source, _ = folded(TEXTS, 200)

    told, few_codes, few_source, _ = folded(TEXTS, room)

    assert told == size
    assert np.array_equal(few_codes, codes[:room])
    assert np.array_equal(few_source, source[:room])


def test_tightening_keeps_the_first_and_last_place_of_each_run() -> None:
    codes = np.array([ord(char) for char in "aab b 1100a"], np.uint32)
    source = np.arange(10, 21, dtype=np.int32)
    bounds = np.array([0, 5, 11], np.int64)
    out, first, last = np.empty_like(codes), np.empty_like(source), np.empty_like(source)
    out_bounds = np.empty_like(bounds)

    size = tighten_rows(codes, source, bounds, out, first, last, out_bounds)

    assert "".join(map(chr, out[:size])) == "ab1100a"
    assert first[:size].tolist() == [10, 12, 16, 17, 18, 19, 20]
    assert last[:size].tolist() == [11, 14, 16, 17, 18, 19, 20]
    assert out_bounds.tolist() == [0, 2, 7]


def test_ends_move_past_marks_and_stop_at_the_row() -> None:
    raw, bounds = arrays(["e\u0301\u0301x", "a\u0301", "\u0301b"])
    known = load_table()
    ends = np.array([1, 4, 1], np.int32)

    past_marks(
        np.frombuffer(raw.tobytes(), np.uint32),
        bounds,
        known.index,
        known.pages,
        np.array([0, 0, 1], np.int32),
        ends,
    )

    assert ends.tolist() == [3, 4, 2]
