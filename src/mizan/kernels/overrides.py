"""Bidi overrides: in which order a reader reads letters whose direction was overridden.

A right-to-left override (U+202E) shows what follows from right to left, so Latin letters that
are stored backwards are read rightly; a left-to-right one (U+202D) does so to Arabic letters.
Letters that an override shows in their own direction are read as they are stored.

Source: Unicode Standard Annex 9 (explicit overrides and isolates), simplified.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit
from mizan.kernels.fold import BLANK, DROP, MARK, value_of

NO_SIDE, LEFT_TO_RIGHT, RIGHT_TO_LEFT = 0, 1, 2
ISOLATED = 3  # beside the sides: nothing is turned, and only the end of the isolate leads out
DEEPEST = 125  # embeddings within embeddings; UAX 9, BD2

EMBED_LEFT, POP, OVERRIDE_LEFT, OVERRIDE_RIGHT = 0x202A, 0x202C, 0x202D, 0x202E
ISOLATE_LEFT, POP_ISOLATE = 0x2066, 0x2069


@jit
def ends_paragraph(code: np.uint32) -> bool:
    """Say whether a code point ends a paragraph, and with it every override."""
    return bool(
        code in (np.uint32(0x0A), np.uint32(0x0D), np.uint32(0x85), np.uint32(0x2029))
        or np.uint32(0x1C) <= code <= np.uint32(0x1E)
    )


@jit
def side_of(code: np.uint32, value: np.uint32) -> int:
    """Return the side of a letter, given what it folds to; digits, marks, signs have none."""
    if value in (np.uint32(MARK), np.uint32(DROP), np.uint32(BLANK)):
        return NO_SIDE
    if np.uint32(0x30) <= value <= np.uint32(0x39):
        return NO_SIDE
    right = (
        np.uint32(0x590) <= code <= np.uint32(0x8FF)
        or np.uint32(0xFB1D) <= code <= np.uint32(0xFDFF)
        or np.uint32(0xFE70) <= code <= np.uint32(0xFEFF)
        or np.uint32(0x10800) <= code <= np.uint32(0x10FFF)
        or np.uint32(0x1E800) <= code <= np.uint32(0x1EFFF)
    )
    return RIGHT_TO_LEFT if right else LEFT_TO_RIGHT


@jit
def is_control(code: np.uint32) -> bool:
    """Say whether a code point begins or ends an embedding, an override or an isolate."""
    return bool(
        np.uint32(EMBED_LEFT) <= code <= np.uint32(OVERRIDE_RIGHT)
        or np.uint32(ISOLATE_LEFT) <= code <= np.uint32(POP_ISOLATE)
    )


@jit
def depth_after(code: np.uint32, sides: NDArray[np.uint8], deep: int) -> int:
    """Return the depth after a control; `sides`, by depth, tells which letters are backwards."""
    if code == np.uint32(POP):
        return deep - 1 if deep > 0 and sides[deep] != ISOLATED else deep
    if code == np.uint32(POP_ISOLATE):
        outer = deep
        while outer > 0 and sides[outer] != ISOLATED:
            outer -= 1
        return outer - 1 if outer > 0 else deep
    deep = min(DEEPEST, deep + 1)
    sides[deep] = ISOLATED if code >= np.uint32(ISOLATE_LEFT) else NO_SIDE
    if code == np.uint32(OVERRIDE_RIGHT):
        sides[deep] = LEFT_TO_RIGHT
    elif code == np.uint32(OVERRIDE_LEFT):
        sides[deep] = RIGHT_TO_LEFT
    return deep


@jit
def turn(order: NDArray[np.int32], start: int, end: int) -> None:
    """Reverse the stretch [start, end) in place."""
    while start < end - 1:
        end -= 1
        order[start], order[end] = order[end], order[start]
        start += 1


@jit
def reading_order(
    raw: NDArray[np.uint32],
    raw_bounds: NDArray[np.int64],
    table: NDArray[np.uint32],
    order: NDArray[np.int32],
) -> None:
    """Write into `order` the place, in its row, of each code point in the order of reading.

    table: that of the fold. In an override, each stretch between letters of the side that it does
    not turn is reversed, where it holds a letter that it does turn. Blanks beside a letter that is
    not turned stay there, so that words stay apart.
    """
    sides = np.zeros(DEEPEST + 1, np.uint8)  # that are shown backwards, by depth
    for row in range(raw_bounds.shape[0] - 1):
        text = raw[raw_bounds[row] : raw_bounds[row + 1]]
        mine = order[raw_bounds[row] : raw_bounds[row + 1]]
        deep, turned = 0, NO_SIDE  # `turned`: the side of the stretch so far
        start, end, ink = 0, 0, 0  # of the stretch; `ink` is its end without blanks
        holds, beside = False, False  # a letter that it turns; it began at one it does not turn
        for place in range(text.shape[0]):
            mine[place] = np.int32(place)
            code = text[place]
            if is_control(code):
                deep = depth_after(code, sides, deep)
                continue
            value = value_of(code, table)
            if value == np.uint32(DROP):
                continue
            deep = 0 if ends_paragraph(code) else deep
            side, wanted = side_of(code, value), int(sides[deep])
            wanted = NO_SIDE if wanted == ISOLATED else wanted
            stays = bool(side != NO_SIDE and side != wanted)
            if stays or wanted != turned:
                if holds:
                    turn(mine, start, end if wanted != turned else ink)
                start, holds, turned, beside = place + stays, False, wanted, stays
            blank = value == np.uint32(BLANK)
            if blank and beside and start == place:
                start += 1
            end = place + 1
            ink = ink if blank else end
            holds = bool(holds or (wanted != NO_SIDE and side == wanted))
        if holds:
            turn(mine, start, end)


@jit
def widest(
    order: NDArray[np.int32],
    bounds: NDArray[np.int64],
    rows: NDArray[np.int32],
    starts: NDArray[np.int32],
    ends: NDArray[np.int32],
) -> None:
    """Make each stretch of a text in the order of reading the least one that holds it as stored."""
    for i in range(rows.shape[0]):
        places = order[bounds[rows[i]] + starts[i] : bounds[rows[i]] + ends[i]]
        if places.shape[0]:
            starts[i], ends[i] = places.min(), places.max() + np.int32(1)
