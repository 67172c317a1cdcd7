"""Folding texts through the two-level table, with the place each letter came from.

A text is read where Python keeps it, whatever the width of its characters: nothing is encoded
first. `table` is all of the definition in one array (see `mizan.text.compiled.FoldTable.packed`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.block import Plan, bounds_of, letters_of, source_of
from mizan.kernels.compile import jit
from mizan.kernels.strings import as_bytes, as_units, as_words, new_text, width_of

# Values of the table beside plain code points. U+0000 to U+0002 are no letters, so they are free.
SELF = 0  # stays as it is
MARK = 1  # dropped; drawn on the letter before it
DROP = 2  # dropped
SPILL = 1 << 31  # becomes several: the other bits are start << SPILL_BITS | length
SPILL_BITS = 6

PAGE_BITS = 8  # a page is 256 code points
BLANK = 0x20

OVERRIDE = SPILL  # in the packed table: U+202D and U+202E, which become nothing

OVERRIDDEN = -2  # instead of a size: the letters have to be put in the order of reading first
TOO_SMALL = -1  # instead of a size: the texts spill into more letters than there is room for


@jit
def value_of(code: np.uint32, table: NDArray[np.uint32]) -> np.uint32:
    """Return what the table says of a code point; the code point itself where it stays."""
    page = table[code >> np.uint32(PAGE_BITS)]
    value = table[page + (code & np.uint32(255))]
    return code if value == np.uint32(SELF) else value


@jit
def fold_row(  # noqa: C901 - one loop over the letters
    text: NDArray[Any],
    table: NDArray[np.uint32],
    codes: NDArray[np.uint32] | None,
    source: NDArray[np.int32] | None,
    room: tuple[int, int, int],
) -> int:
    """Fold one text into `codes`, and the place of each letter into `source`; or into one of them.

    room: where to begin to write; how many letters more than there are in `text` up to any place
    may have been written there; whether to give up at an override of the direction.
    Returns where the row ends, TOO_SMALL or OVERRIDDEN.

    Runs of blanks become one blank, at the place of the first; none stands at the ends.
    """
    first, limit, strict = room
    size = np.uint64(first)  # unsigned, so that no place is taken for one from the end
    before = np.uint32(BLANK)
    for place in range(text.shape[0]):
        value = value_of(np.uint32(text[place]), table)
        if value >= np.uint32(SPILL):
            if strict and value == np.uint32(OVERRIDE):
                return OVERRIDDEN
            start = (value ^ np.uint32(SPILL)) >> np.uint32(SPILL_BITS)
            parts = np.int64(value & np.uint32((1 << SPILL_BITS) - 1))
            if np.int64(size) + parts - place > limit:
                return TOO_SMALL
            for i in range(parts):
                part = table[start + np.uint32(i)]
                if part != np.uint32(BLANK) or before != np.uint32(BLANK):
                    if codes is not None:
                        codes[size] = part
                    if source is not None:
                        source[size] = place
                    size += np.uint64(1)
                    before = part
            continue
        # Without branches: blanks and marks come too irregularly to be foreseen.
        dropped = value <= np.uint32(DROP)
        value = before if dropped else value
        again = value == np.uint32(BLANK) and before == np.uint32(BLANK)
        if codes is not None:
            codes[size] = value
        if source is not None:
            source[size] = place
        size += np.uint64(0) if dropped or again else np.uint64(1)
        before = value
    if size > np.uint64(first) and before == np.uint32(BLANK):
        size -= np.uint64(1)
    return int(size)


@jit
def fold_rows(
    raw: NDArray[Any],
    bounds: NDArray[np.int64],
    table: NDArray[np.uint32],
    codes: NDArray[np.uint32] | None,
    source: NDArray[np.int32] | None,
    strict: int,
) -> int:
    """Fold every row of `raw`, of any width; see `fold_text`."""
    room = 0
    if codes is not None:
        room = codes.shape[0]
    if source is not None:
        room = source.shape[0]
    size = 0
    bounds[1, 0] = 0
    for row in range(bounds.shape[1] - 1):
        text = raw[bounds[0, row] : bounds[0, row + 1]]
        limit = room - raw.shape[0] + bounds[0, row]
        size = fold_row(text, table, codes, source, (size, limit, strict))
        if size < 0:
            return size
        bounds[1, row + 1] = size
    return size


@jit
def fold_text(
    text: str, table: NDArray[np.uint32], block: NDArray[np.int32], plan: Plan, strict: int
) -> int:
    """Fold the rows of a text; return how many letters there are, TOO_SMALL or OVERRIDDEN.

    block   where the rows begin and end in `text` has been written, unless there is one row; there
            must be room for as many letters as the text has and one, and for those of ligatures
    strict  whether to return OVERRIDDEN where the direction of letters is overridden
    """
    bounds, letters = bounds_of(block, plan), letters_of(block, plan)
    if plan[0] == 1:
        bounds[0, 0], bounds[0, 1] = 0, len(text)
    width = width_of(text)
    if width == 1:
        return int(fold_rows(as_bytes(text), bounds, table, letters, None, strict))
    if width == 2:
        return int(fold_rows(as_units(text), bounds, table, letters, None, strict))
    return int(fold_rows(as_words(text), bounds, table, letters, None, strict))


@jit
def trace_text(text: str, table: NDArray[np.uint32], block: NDArray[np.int32], plan: Plan) -> int:
    """Write the place in its row of every letter that `fold_text` gave."""
    bounds, source = bounds_of(block, plan), source_of(block, plan)
    width = width_of(text)
    if width == 1:
        return int(fold_rows(as_bytes(text), bounds, table, None, source, 0))
    if width == 2:
        return int(fold_rows(as_units(text), bounds, table, None, source, 0))
    return int(fold_rows(as_words(text), bounds, table, None, source, 0))


@jit
def fold_one(raw: NDArray[Any], table: NDArray[np.uint32]) -> str | None:
    """Fold one text, of any width; see `fold_to_text`."""
    spare, size = 32, TOO_SMALL
    while size == TOO_SMALL:
        spare = spare * 2 + raw.shape[0] * (spare > 32)
        codes = np.empty(raw.shape[0] + spare, np.uint32)
        size = fold_row(raw, table, codes, None, (0, spare, 1))
    if size == OVERRIDDEN:
        return None
    folded = new_text(size)
    as_words(folded)[:] = codes[:size]
    return folded


@jit
def fold_to_text(text: str, table: NDArray[np.uint32]) -> str | None:
    """Return the normal form of one text, or None where it overrides the direction of letters."""
    width = width_of(text)
    if width == 1:
        return fold_one(as_bytes(text), table)
    if width == 2:
        return fold_one(as_units(text), table)
    return fold_one(as_words(text), table)


@jit
def past_marks(
    raw: NDArray[np.uint32],
    raw_bounds: NDArray[np.int64],
    table: NDArray[np.uint32],
    rows: NDArray[np.int32],
    ends: NDArray[np.int32],
) -> None:
    """Move every end, exclusive and relative to its row, past the marks that follow it."""
    for i in range(rows.shape[0]):
        text = raw[raw_bounds[rows[i]] : raw_bounds[rows[i] + 1]]
        end = ends[i]
        while end < text.shape[0]:
            if value_of(text[end], table) != np.uint32(MARK):
                break
            end += np.int32(1)
        ends[i] = end
