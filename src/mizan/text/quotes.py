"""Quotations: what stands between matching marks, or on lines that begin with ">".

Only marks are looked at. A mark without a partner quotes nothing, and an apostrophe is no mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.quotes import SINGLE, STRAIGHT, quoted_lines, quoted_marks
from mizan.text.fold import Folded
from mizan.text.script import letter_scripts

_HIGHEST = 0x3100  # one past the highest mark, rounded up
_LOW, _DOUBLE = 3, 4
_PAIRS = (  # kind, marks that open it, marks that close it
    (STRAIGHT, '"', '"'),
    (SINGLE, "‘", "’"),
    (_LOW, "„", "“”"),
    (_DOUBLE, "“", "”"),
    (5, "«", "»"),
    (6, "‹", "›"),
    (7, "「", "」"),
    (8, "『", "』"),
    (9, "《", "》"),
)
_LINE_SIGN = ">"
_MAY_QUOTE = re.compile("[" + "".join(opening for _, opening, _ in _PAIRS) + _LINE_SIGN + "]")
_OPENS, _CLOSES = np.zeros(_HIGHEST, np.uint8), np.zeros(_HIGHEST, np.uint16)
for _kind, _opening, _closing in _PAIRS:
    _OPENS[[ord(mark) for mark in _opening]] = _kind
    _CLOSES[[ord(mark) for mark in _closing]] |= 1 << _kind


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotations of a batch, by row and then by place; inner ones come after outer ones.

    row    int32[k]: the row of the batch
    start  int32[k], end int32[k]: where in that row's original text, without the marks
    """

    row: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]


_NO_QUOTES = Quotes(*(np.zeros(0, np.int32) for _ in range(3)))


def quoted_many(folded: Folded) -> Quotes:
    """Return the quotations in the original texts of a batch. None of them is empty."""
    original, letters = folded.original, letter_scripts()
    if not _MAY_QUOTE.search(original.text):
        return _NO_QUOTES  # as nearly always, where one text is looked at
    marks = _filled(
        lambda spans: quoted_marks(original.raw, original.bounds, _OPENS, _CLOSES, letters, spans)
    )
    lines = _filled(lambda spans: quoted_lines(original.raw, original.bounds, spans))
    spans = np.concatenate([marks, lines])
    spans = spans[spans[:, 1] < spans[:, 2]]
    row, start, end = spans[np.lexsort((-spans[:, 2], spans[:, 1], spans[:, 0]))].T.copy()
    return Quotes(row, start, end)


def _filled(fill: Callable[[NDArray[np.int32]], int]) -> NDArray[np.int32]:
    """Call a kernel with room for its spans, again when there were more, and return them."""
    spans = np.empty((1024, 3), np.int32)
    while (size := fill(spans)) > len(spans):
        spans = np.empty((size, 3), np.int32)
    return spans[:size]
