"""Folding a batch of texts through the two-level table, with the place each letter came from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

# Values of the table beside plain code points. U+0000 to U+0002 are no letters, so they are free.
SELF = 0  # stays as it is
MARK = 1  # dropped; drawn on the letter before it
DROP = 2  # dropped
SPILL = 1 << 31  # becomes several: the other bits are start << SPILL_BITS | length
SPILL_BITS = 6

PAGE_BITS = 8  # a page is 256 code points
BLANK = 0x20


@jit
def value_of(code: np.uint32, index: NDArray[np.uint16], pages: NDArray[np.uint32]) -> np.uint32:
    """Return what the table says of a code point; the code point itself where it stays."""
    page = np.uint32(index[code >> np.uint32(PAGE_BITS)]) << np.uint32(PAGE_BITS)
    value = pages[page | (code & np.uint32(255))]
    return code if value == np.uint32(SELF) else value


@jit
def fold_rows(
    raw: NDArray[np.uint32],
    raw_bounds: NDArray[np.int64],
    index: NDArray[np.uint16],
    pages: NDArray[np.uint32],
    spilled: NDArray[np.uint32],
    codes: NDArray[np.uint32],
    source: NDArray[np.int32],
    bounds: NDArray[np.int64],
) -> int:
    """Fold every row of `raw` into `codes`, `source` and `bounds`; return how many codes it takes.

    index, pages, spilled: the table (see `mizan.text.compiled.FoldTable`).
    Runs of blanks become one blank, at the place of the first; none stands at the ends. Nothing
    is written past the end of `codes`: when more is returned than it holds, the caller calls
    again with room enough.
    """
    size, room = 0, codes.shape[0]
    bounds[0] = 0
    for row in range(raw_bounds.shape[0] - 1):
        text = raw[raw_bounds[row] : raw_bounds[row + 1]]
        first = size
        blank = -1  # place of a blank that is due before the next letter
        for place in range(text.shape[0]):
            value = value_of(text[place], index, pages)
            if value == np.uint32(MARK) or value == np.uint32(DROP):
                continue
            start, left = np.uint32(0), np.uint32(1)
            if value >= np.uint32(SPILL):
                start = (value ^ np.uint32(SPILL)) >> np.uint32(SPILL_BITS)
                left = value & np.uint32((1 << SPILL_BITS) - 1)
                value = spilled[start]
            while left:
                if value == np.uint32(BLANK):
                    blank = place if blank < 0 else blank
                else:
                    if blank >= 0 and size > first:
                        if size < room:
                            codes[size], source[size] = np.uint32(BLANK), np.int32(blank)
                        size += 1
                    blank = -1
                    if size < room:
                        codes[size], source[size] = value, np.int32(place)
                    size += 1
                left -= np.uint32(1)
                start += np.uint32(1)
                value = spilled[start]
        bounds[row + 1] = size
    return size


@jit
def tighten_rows(
    codes: NDArray[np.uint32],
    source: NDArray[np.int32],
    bounds: NDArray[np.int64],
    tight_codes: NDArray[np.uint32],
    tight_source: NDArray[np.int32],
    tight_last: NDArray[np.int32],
    tight_bounds: NDArray[np.int64],
) -> int:
    """Leave out blanks and all but the first of a run of one letter; return how many are left.

    `tight_source` is the place of the first of the run, `tight_last` that of the last. ASCII
    digits are never taken for a run: 10 and 1000 are different numbers.
    """
    size = 0
    tight_bounds[0] = 0
    for row in range(bounds.shape[0] - 1):
        first = size
        for place in range(bounds[row], bounds[row + 1]):
            code = codes[place]
            if code == np.uint32(BLANK):
                continue
            digit = np.uint32(0x30) <= code <= np.uint32(0x39)
            if size > first and tight_codes[size - 1] == code and not digit:
                tight_last[size - 1] = source[place]
                continue
            tight_codes[size] = code
            tight_source[size] = source[place]
            tight_last[size] = source[place]
            size += 1
        tight_bounds[row + 1] = size
    return size


@jit
def past_marks(
    raw: NDArray[np.uint32],
    raw_bounds: NDArray[np.int64],
    index: NDArray[np.uint16],
    pages: NDArray[np.uint32],
    rows: NDArray[np.int32],
    ends: NDArray[np.int32],
) -> None:
    """Move every end, exclusive and relative to its row, past the marks that follow it."""
    for i in range(rows.shape[0]):
        text = raw[raw_bounds[rows[i]] : raw_bounds[rows[i] + 1]]
        end = ends[i]
        while end < text.shape[0]:
            if value_of(text[end], index, pages) != np.uint32(MARK):
                break
            end += np.int32(1)
        ends[i] = end
