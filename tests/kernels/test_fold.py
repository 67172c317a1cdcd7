"""The folding kernels against plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mizan.kernels.block import bounds_of, letters_of, source_of
from mizan.kernels.fold import (
    OVERRIDDEN,
    TOO_SMALL,
    fold_text,
    fold_to_text,
    past_marks,
    trace_text,
)
from mizan.text.compiled import packed_table
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


def folded(texts: list[str], room: int, *, strict: bool = False) -> tuple[int, Any]:
    """Return what the kernel says, and letters, source and bounds out of the block."""
    joined, plan = "".join(texts), (len(texts), 0, room)
    block = np.zeros(4 * (len(texts) + 1) + 2 * room, np.int32)
    bounds = bounds_of(block, plan)
    bounds[0] = np.cumsum([0, *map(len, texts)])
    size = fold_text(joined, packed_table(), block, plan, int(strict))
    if size >= 0:
        assert trace_text(joined, packed_table(), block, plan) == size
    return size, (letters_of(block, plan), source_of(block, plan), bounds[1])


WIDTHS = [["", " ", "a  b", "  end"], TEXTS, [*TEXTS, "\U0001d41a\U0001f1f8 x"]]


@pytest.mark.parametrize("texts", WIDTHS)
def test_folding_gives_the_letters_and_places_of_plain_python(texts: list[str]) -> None:
    size, (codes, source, bounds) = folded(texts, 200)

    for row, text in enumerate(texts):
        part = slice(bounds[row], bounds[row + 1])
        pairs = zip(map(chr, codes[part]), source[part].tolist(), strict=True)
        assert list(pairs) == plainly(text)
    assert size == bounds[-1]


@pytest.mark.parametrize("texts", WIDTHS)
def test_one_text_folds_to_a_text(texts: list[str]) -> None:
    for text in texts:
        wanted = "".join(letter for letter, _ in plainly(text))
        assert fold_to_text(text, packed_table()) == wanted


def test_a_buffer_that_is_too_small_is_not_overrun() -> None:
    size, (codes, *_) = folded(["ﷺﷺ"], 30)

    assert size == TOO_SMALL
    assert not codes[18:].any()


def test_an_override_is_told_before_it_is_folded() -> None:
    text = "a\u202eb"

    assert folded([text], 50, strict=True)[0] == OVERRIDDEN
    assert fold_to_text(text, packed_table()) is None
    assert folded([text], 50)[0] == 2


def test_ends_move_past_marks_and_stop_at_the_row() -> None:
    raw, bounds = arrays(["e\u0301\u0301x", "a\u0301", "\u0301b"])
    ends = np.array([1, 4, 1], np.int32)

    past_marks(
        np.frombuffer(raw.tobytes(), np.uint32),
        bounds,
        packed_table(),
        np.array([0, 0, 1], np.int32),
        ends,
    )

    assert ends.tolist() == [3, 4, 2]
