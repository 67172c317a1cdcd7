"""The tight form and the places of its letters, against plain Python."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from mizan.kernels.tight import tighten_rows
from mizan.text.fold import Folded, fold_many

TEXTS = [
    "a  b",
    "so i s iii s\u0301\u0301 x",
    "\u0651\u0651aab b 1100a 1 1",
    "مُحَمَّد ﷺ\u064b\u0651. ﷺ",
    "\ud800xx\ud800 \U0001f600\u0301",
    "ﷲ\u0651ه",
    "a\u200d\u0301 b\u0301",
    "قال: \u202dابج\u202c \u202eolleh\u202c هنا",
]


def plainly(folded: Folded, row: int) -> list[tuple[int, int]]:
    """Return the first and the last place of the run that each letter of the tight form is."""
    runs: list[tuple[int, int]] = []
    before = " "
    first = int(folded.bounds[row])
    for i, char in enumerate(folded.text(row)):
        place = int(folded.source[first + i])
        if char == " ":
            continue
        if char != before or char in "0123456789":
            runs.append((place, place))
        runs[-1] = (runs[-1][0], place)
        before = char
    return runs


def spans_plainly(folded: Folded, row: int) -> list[tuple[int, int]]:
    """Return the stretch of the original of every stretch of the tight form."""
    runs = plainly(folded, row)
    pairs = combinations(range(len(runs) + 1), 2)
    read = [(runs[start][0], runs[end - 1][1] + 1) for start, end in pairs]
    starts, ends = (np.array(each, np.int32) for each in zip(*read, strict=True))
    rows = np.full(len(starts), row, np.int32)
    found = folded.original.spans(rows, starts, ends)
    return list(zip(*(each.tolist() for each in found), strict=True))


def test_tightening_leaves_out_blanks_and_repeats_but_of_digits() -> None:
    codes = np.array([ord(char) for char in "aab b 1100a"], np.uint32)
    bounds = np.array([[0, 5, 11], [0, 0, 0]], np.int64)
    out = np.zeros(12, np.uint32)

    size = tighten_rows(codes, bounds, out)

    assert "".join(map(chr, out[:size])) == "ab1100a"
    assert bounds[1].tolist() == [0, 2, 7]


@pytest.mark.parametrize("row", range(len(TEXTS)))
def test_every_stretch_lies_where_it_does_by_the_definition(row: int) -> None:
    folded = fold_many(TEXTS)
    wanted = spans_plainly(folded, row)
    pairs = np.array(list(combinations(range(len(plainly(folded, row)) + 1), 2)), np.int32)

    starts, ends = folded.tight.spans(np.full(len(pairs), row, np.int32), *pairs.T)

    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == wanted


def test_a_text_may_be_asked_for_alone_and_in_any_order() -> None:
    together, rows = fold_many(TEXTS[:7]), np.array([4, 1, 4, 0], np.int32)

    starts, ends = together.tight.spans(rows, np.zeros(4, np.int32), np.ones(4, np.int32))

    alone = [fold_many([TEXTS[row]]).tight.span(0, 0, 1) for row in rows.tolist()]
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == alone
