"""The tight form of texts: no blanks, no runs of one letter; and the way back to the original."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.block import Plan
from mizan.kernels.compile import jit
from mizan.kernels.fold import BLANK, DROP, MARK, OVERRIDE, SPILL, SPILL_BITS, value_of
from mizan.kernels.handle import address_of, rows_from
from mizan.kernels.strings import as_bytes, as_units, as_words, width_of

_DIGIT, _DIGITS = 0x30, 10


@jit
def tighten_rows(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    tight: NDArray[np.uint32],
) -> int:
    """Leave out blanks and all but the first of a run of one letter; return how many are left.

    bounds  int64[2, n + 1]: of the rows of `codes`, and, written here, of `tight`
    tight   must have room for one letter more than `codes`

    ASCII digits are never taken for a run: 10 and 1000 are different numbers.
    """
    size = 0
    bounds[1, 0] = 0
    for row in range(bounds.shape[1] - 1):
        text = codes[bounds[0, row] : bounds[0, row + 1]]
        before = np.uint32(BLANK)
        for place in range(text.shape[0]):
            code = text[place]
            digit = code - np.uint32(_DIGIT) < np.uint32(_DIGITS)
            tight[size] = code
            again = code == before and not digit
            size += 0 if again or code == np.uint32(BLANK) else 1
            before = before if code == np.uint32(BLANK) else code
        bounds[1, row + 1] = size
    return size


@jit
def place_stretches(
    text: str,
    table: NDArray[np.uint32],
    block: NDArray[np.int32],
    plan: Plan,
    found: int,
    lines: NDArray[Any],
) -> None:
    """Write where stretches of the tight form lie in the texts, with the marks on the last letter.

    text    the texts as they are read
    block   of their fold, with its plan
    lines   hits, `found` with the first, as `mizan.kernels.lines` has them, by text; none of their
            stretches is empty
    """
    bounds, width = rows_from(address_of(block), 2, plan[0] + 1), width_of(text)
    if width == 1:
        _place(as_bytes(text), table, bounds, found, lines)
    elif width == 2:
        _place(as_units(text), table, bounds, found, lines)
    else:
        _place(as_words(text), table, bounds, found, lines)


@jit
def _place(
    raw: NDArray[Any],
    table: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    found: int,
    lines: NDArray[Any],
) -> None:
    """Do as `place_stretches` says, each text once."""
    longest, before = 0, -1
    for i in range(1, found):
        row = lines[i].text
        longest = max(longest, bounds[1, row + 1] - bounds[1, row])
    places = np.empty((longest, 2), np.int32)
    for i in range(1, found):
        row = lines[i].text
        if row != before:
            _trace(raw[bounds[0, row] : bounds[0, row + 1]], table, places)
            before = row
        for each in range(lines[i - 1].ended, lines[i].ended):
            lines[each].start = places[lines[each].begin, 0]
            lines[each].end = places[lines[each].stop - 1, 1]


@jit
def _trace(text: NDArray[Any], table: NDArray[np.uint32], places: NDArray[np.int32]) -> None:
    """Write where the run of letters begins that each letter of the tight form is, and its end."""
    size, before = 0, np.uint32(BLANK)
    for place in range(text.shape[0]):
        value = value_of(np.uint32(text[place]), table)
        if value == np.uint32(MARK):
            last = size - 1  # of the letters that it is drawn on; a ligature is several
            while last >= 0 and places[last, 1] == place:
                places[last, 1] = place + 1
                last -= 1
            continue
        if value == np.uint32(DROP) or value == np.uint32(OVERRIDE):
            continue
        start, parts = np.uint32(0), np.int64(1)
        if value >= np.uint32(SPILL):
            start = (value ^ np.uint32(SPILL)) >> np.uint32(SPILL_BITS)
            parts = np.int64(value & np.uint32((1 << SPILL_BITS) - 1))
        for i in range(parts):
            code = table[start + np.uint32(i)] if value >= np.uint32(SPILL) else value
            if code == np.uint32(BLANK):
                continue
            if code != before or code - np.uint32(_DIGIT) < np.uint32(_DIGITS):
                places[size, 0] = place
                size += 1
            places[size - 1, 1] = place + 1
            before = code
