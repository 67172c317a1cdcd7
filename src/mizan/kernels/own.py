"""What a text says itself: addresses, mentions and others' words made blanks in its normal form."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

ARABIC, LATIN = 1, 2  # what most letters of a text are
LEAST_LETTERS = 24  # some five words: fewer are a name, a greeting, a short headline

_BLANK = np.uint32(0x20)
_AT = 0x40
_SLASH, _DOT, _COLON = 0x2F, 0x2E, 0x3A
_H, _T, _P, _S, _W = 0x68, 0x74, 0x70, 0x73, 0x77
_CASE = np.uint32(0x20)  # sets small letters of ASCII


@jit
def blank_addresses(
    raw: NDArray[np.uint32],
    raw_bounds: NDArray[np.int64],
    source: NDArray[np.int32],
    bounds: NDArray[np.int64],
    codes: NDArray[np.uint32],
) -> None:
    """Make blanks of the letters of links (http:, https:, www.) and of @mentions in `codes`.

    raw     uint32[N]: the texts as they are read; raw_bounds int64[n + 1]
    source  int32[M]: the place in its row of each letter of `codes`; bounds int64[n + 1]
    codes   uint32[M]: normal forms, written to
    """
    for row in range(bounds.shape[0] - 1):
        text = raw[raw_bounds[row] : raw_bounds[row + 1]]
        letter, last = bounds[row], bounds[row + 1]
        at = 0
        while at < text.shape[0]:
            end = _address_end(text, at)
            if end == at:
                at += 1
                continue
            while letter < last and source[letter] < at:
                letter += 1
            while letter < last and source[letter] < end:
                codes[letter] = _BLANK
                letter += 1
            at = end


@jit
def blank_spans(
    rows: NDArray[np.int32],
    starts: NDArray[np.int32],
    ends: NDArray[np.int32],
    source: NDArray[np.int32],
    bounds: NDArray[np.int64],
    codes: NDArray[np.uint32],
) -> None:
    """Make blanks of the letters of some stretches of the texts.

    rows, starts, ends  int32[k]: the row and the places in its text, end exclusive
    """
    for span in range(rows.shape[0]):
        for letter in range(bounds[rows[span]], bounds[rows[span] + 1]):
            if starts[span] <= source[letter] < ends[span]:
                codes[letter] = _BLANK


@jit
def _address_end(text: NDArray[np.uint32], at: int) -> int:
    """Return where an address that begins at a place ends; the place itself where none begins."""
    code = text[at]
    if code == _AT:
        end = at + 1
        while end < text.shape[0] and _is_name(text[end]):
            end += 1
        return end if end > at + 1 else at
    low = code | _CASE
    if (low != _H and low != _W) or (at > 0 and _is_name(text[at - 1])) or not _is_link(text, at):
        return at
    end = at
    while end < text.shape[0] and text[end] > _BLANK and text[end] != 0xA0:
        end += 1
    return end


@jit
def _is_link(text: NDArray[np.uint32], at: int) -> bool:
    """Say whether http:/, https:/ or www. stands at a place."""
    left = text.shape[0] - at
    if left < 5:
        return False
    a, b, c, d = text[at + 1] | _CASE, text[at + 2] | _CASE, text[at + 3], text[at + 4]
    if text[at] | _CASE == _W:
        return bool(a == _W and b == _W and c == _DOT)
    if not (a == _T and b == _T and c | _CASE == _P):
        return False
    colon = at + 4 + int(d | _CASE == _S)
    return colon + 1 < text.shape[0] and bool(text[colon] == _COLON and text[colon + 1] == _SLASH)


@jit
def _is_name(code: np.uint32) -> bool:
    """Say whether a code point may be part of a user's name."""
    small = 0x30 <= code <= 0x39 or 0x41 <= code <= 0x5A or 0x61 <= code <= 0x7A or code == 0x5F
    return bool(small or 0x620 <= code <= 0x669)


@jit
def tell_letters(
    codes: NDArray[np.uint32], bounds: NDArray[np.int64], found: NDArray[np.uint8]
) -> None:
    """Write into `found`, uint8[n], ARABIC or LATIN for rows with more such letters, else 0.

    Of fewer than LEAST_LETTERS nothing can be told: 0, too.
    codes  normal forms, in which lookalikes are the letters that they imitate
    """
    for row in range(found.shape[0]):
        arabic, latin = 0, 0
        for code in codes[bounds[row] : bounds[row + 1]]:
            arabic += int(0x620 <= code <= 0x6D3)
            latin += int(0x61 <= code <= 0x7A)
        found[row] = 0
        if max(arabic, latin) >= LEAST_LETTERS:
            found[row] = ARABIC if arabic >= latin else LATIN
