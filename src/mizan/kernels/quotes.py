"""Finding what stands between quotation marks, over a whole batch of original texts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

STRAIGHT = 1  # the kind of marks that look the same on both sides
SINGLE = 2  # the kind of ‘ ’ which is also an apostrophe
DEEPEST = 16  # quotations within quotations; those still deeper are not looked at

LINE_FEED = 0x0A
BLANK = 0x20
HARD_BLANK = 0xA0
GREATER = 0x3E


@jit
def is_letter(text: NDArray[np.uint32], place: int, letters: NDArray[np.uint8]) -> bool:
    """Say whether there is a letter at a place; there is none before and after the text."""
    inside = 0 <= place < text.shape[0]
    return bool(inside and letters[text[place]])


@jit
def is_ink(text: NDArray[np.uint32], place: int) -> bool:
    """Say whether a place, which may lie outside the text, holds more than a blank or control."""
    if place < 0 or place >= text.shape[0]:
        return False
    return bool(text[place] > np.uint32(BLANK) and text[place] != np.uint32(HARD_BLANK))


@jit
def may_open(text: NDArray[np.uint32], place: int, kind: int, letters: NDArray[np.uint8]) -> bool:
    """Say whether a mark that can open a quotation does so here.

    A straight mark does not after a digit (inches) or at the end of a word; a single one does
    not inside a word.
    """
    if kind == STRAIGHT:
        digit = place > 0 and np.uint32(0x30) <= text[place - 1] <= np.uint32(0x39)
        return not digit and (is_ink(text, place + 1) or not is_ink(text, place - 1))
    return kind != SINGLE or not is_letter(text, place - 1, letters)


@jit
def may_close(text: NDArray[np.uint32], place: int, kind: int, letters: NDArray[np.uint8]) -> bool:
    """Say whether a mark that can close a quotation does so here; an apostrophe does not."""
    if kind == STRAIGHT:
        return is_ink(text, place - 1) or not is_ink(text, place + 1)
    return kind != SINGLE or not is_letter(text, place + 1, letters)


@jit
def partner(open_kinds: NDArray[np.uint8], deep: int, closes: np.uint16) -> int:
    """Return the depth of the innermost open mark that `closes`, a set of bits, closes; or -1."""
    while deep > 0:
        deep -= 1
        if (closes >> np.uint16(open_kinds[deep])) & np.uint16(1):
            return deep
    return -1


@jit
def quoted_marks(
    raw: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    opens: NDArray[np.uint8],
    closes: NDArray[np.uint16],
    letters: NDArray[np.uint8],
    spans: NDArray[np.int32],
) -> int:
    """Write what stands between each mark that opens and the one that closes it.

    opens    uint8[0x3100]: the kind of quotation that a code point opens, or 0
    closes   uint16[0x3100]: the kinds that it closes, one bit each
    letters  uint8[0x110000]: not 0 for letters
    spans    int32[room, 3]: row, start, end; the caller calls again when more are returned

    Marks without a partner give nothing. Straight marks do not reach over an empty line.
    """
    size = 0
    kinds, places = np.empty(DEEPEST, np.uint8), np.empty(DEEPEST, np.int64)
    for row in range(bounds.shape[0] - 1):
        text = raw[bounds[row] : bounds[row + 1]]
        deep, gap, inked = 0, -1, False
        for place in range(text.shape[0]):
            code = text[place]
            if code == np.uint32(LINE_FEED):
                gap = gap if inked else place
                inked = False
            inked = inked or is_ink(text, place)
            if code >= opens.shape[0] or not (opens[code] or closes[code]):
                continue
            depth = partner(kinds, deep, closes[code])
            if depth >= 0 and kinds[depth] == STRAIGHT and places[depth] < gap:
                deep, depth = depth, -1
            if depth >= 0 and may_close(text, place, kinds[depth], letters):
                if size < spans.shape[0]:
                    spans[size] = (row, places[depth] + 1, place)
                size += 1
                deep = depth
            elif opens[code] and may_open(text, place, opens[code], letters):
                deep = min(deep, DEEPEST - 1)
                kinds[deep], places[deep] = opens[code], place
                deep += 1
    return size


@jit
def quoted_lines(
    raw: NDArray[np.uint32], bounds: NDArray[np.int64], spans: NDArray[np.int32]
) -> int:
    """Write what stands behind the signs of lines that begin with ">"; `spans` as above."""
    size = 0
    for row in range(bounds.shape[0] - 1):
        text = raw[bounds[row] : bounds[row + 1]]
        signs, start = 0, -1  # of the line so far, and where its own words start
        for place in range(text.shape[0] + 1):
            if place == text.shape[0] or text[place] == np.uint32(LINE_FEED):
                if signs and start >= 0:
                    if size < spans.shape[0]:
                        spans[size] = (row, start, place)
                    size += 1
                signs, start = 0, -1
            elif start < 0 and text[place] == np.uint32(GREATER):
                signs += 1
            elif start < 0 and is_ink(text, place):
                start = place
    return size
