"""An address whose host is in Arabic letters, with the host as the network spells it.

Only labels that UTS 46 leaves as they are: all in ASCII, or all in Arabic letters that it neither
maps nor joins with others. Whatever else there is has to be looked at by a whole parser.

Source: RFC 3492 (Punycode), UTS 46, RFC 5893 (in a host with Arabic a label begins with a letter).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

DIGITS = 8  # bytes that a letter takes at most

_BASE, _T_MIN, _T_MAX, _SKEW, _DAMP, _BIAS, _FIRST = 36, 1, 26, 38, 700, 72, 0x80
_DOT, _HYPHEN, _BEYOND = 0x2E, 0x2D, 0x10000


@jit
def is_letter(code: int) -> bool:
    """Say whether a code point is an Arabic or Persian letter that stays as it is."""
    if 0x621 <= code <= 0x63A or 0x641 <= code <= 0x64A:
        return True
    return code in (0x67E, 0x686, 0x698, 0x6A9, 0x6AF, 0x6CC)


@jit
def ends_host(code: int) -> bool:
    """Say whether a code point stands behind a host: a colon, a slash, ? or #."""
    return code in (0x3A, 0x2F, 0x3F, 0x23)


@jit
def adapted(delta: int, count: int, first: bool) -> int:  # noqa: FBT001 - a kernel
    """Return the bias after a number was written; `adapt` of RFC 3492, 6.1."""
    delta = delta // _DAMP if first else delta // 2
    delta += delta // count
    bias = 0
    while delta > (_BASE - _T_MIN) * _T_MAX // 2:
        delta //= _BASE - _T_MIN
        bias += _BASE
    return bias + (_BASE - _T_MIN + 1) * delta // (delta + _SKEW)


@jit
def write_number(number: int, bias: int, out: NDArray[np.uint8], size: int) -> int:
    """Write a number of varying length; return where it ends."""
    step = _BASE
    while True:
        least = min(max(step - bias, _T_MIN), _T_MAX)
        digit = number
        if number >= least:
            digit = least + (number - least) % (_BASE - least)
        out[size] = digit + 0x61 if digit < 26 else digit + 0x16
        size += 1
        if number < least:
            return size
        number = (number - least) // (_BASE - least)
        step += _BASE


@jit
def write_label(
    units: NDArray[np.uint16], begin: int, end: int, out: NDArray[np.uint8], size: int
) -> int:
    """Write a label without letters of ASCII in Punycode; return where it ends."""
    for code in (0x78, 0x6E, _HYPHEN, _HYPHEN):
        out[size] = code
        size += 1
    low, delta, bias, done = _FIRST, 0, _BIAS, 0
    while done < end - begin:
        code = _BEYOND
        for i in range(begin, end):
            if low <= units[i] < code:
                code = int(units[i])
        delta += (code - low) * (done + 1)
        for i in range(begin, end):
            if units[i] < code:
                delta += 1
            elif units[i] == code:
                size = write_number(delta, bias, out, size)
                bias = adapted(delta, done + 1, done == 0)
                delta, done = 0, done + 1
        delta, low = delta + 1, code + 1
    return size


@jit
def spell_label(
    units: NDArray[np.uint16], begin: int, end: int, out: NDArray[np.uint8], size: int
) -> int:
    """Write a label of a host; return where it ends, or -1 for one to be looked at elsewhere."""
    letters = 0
    for i in range(begin, end):
        letters += is_letter(units[i])
    if letters:
        return write_label(units, begin, end, out, size) if letters == end - begin else -1
    if begin == end or not 0x61 <= (units[begin] | 0x20) <= 0x7A:
        return -1
    for i in range(begin, end):
        if units[i] >= 0x80 or (units[i] == _HYPHEN and units[i - 1] == _HYPHEN):
            return -1
        out[size] = units[i]
        size += 1
    return size


@jit
def spell_host(units: NDArray[np.uint16], start: int, out: NDArray[np.uint8]) -> int:
    """Write an address whose host begins at `start`; return its length, or -1.

    out  uint8[k]: k is DIGITS times the length of the address
    """
    for i in range(start):
        out[i] = units[i]
    place, size, label = start, start, start
    while place < units.shape[0] and not ends_host(units[place]):
        if units[place] == _DOT:
            size = spell_label(units, label, place, out, size)
            if size < 0:
                return -1
            out[size] = _DOT
            label, size = place + 1, size + 1
        place += 1
    size = spell_label(units, label, place, out, size)
    while size >= 0 and place < units.shape[0]:
        if units[place] >= 0x80:
            return -1
        out[size] = units[place]
        place, size = place + 1, size + 1
    return size
