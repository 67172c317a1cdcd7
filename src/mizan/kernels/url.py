"""The key of a plain address, byte by byte; what is not plain is left to a whole parser.

Plain is what is in ASCII, begins with http:// or https://, and holds nothing that the URL Standard
would write in another way than the rules below: no user, no host that is a number or in
Punycode, no character that it escapes. For those the key is the one of `mizan.signals.url_key`.

Source: WHATWG URL Standard (special schemes), RFC 3986, 6.2.2 (escapes).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit, short
from mizan.kernels.spelled_host import DIGITS, spell_host
from mizan.kernels.strings import as_bytes, as_units, new_ascii, width_of

MOST_PAIRS = 64  # parameters that are sorted here
LONGEST = 8192  # code points of an address
LONGEST_FOREIGN = 1024  # of one whose host is spelled here
LABEL, NAME = 63, 253  # letters of a label and of a host

# What a byte is, as the bits of `classes`, uint8[256].
IN_HOST, IN_PATH, IN_QUERY, UNRESERVED = 1, 2, 4, 8

DOT, SLASH, PERCENT, HYPHEN, AND, EQUALS = 0x2E, 0x2F, 0x25, 0x2D, 0x26, 0x3D


@jit
def lower(code: np.uint8) -> np.uint8:
    """Return a byte with a capital of ASCII made small."""
    return np.uint8(code | 0x20) if 0x41 <= code <= 0x5A else code


@jit
def hex_value(code: np.uint8) -> int:
    """Return the value of a hexadecimal digit, or -1."""
    if 0x30 <= code <= 0x39:
        return int(code) - 0x30
    small = int(code) | 0x20
    return small - 0x57 if 0x61 <= small <= 0x66 else -1


@jit
def scheme_end(raw: NDArray[Any]) -> int:
    """Return where the host of an address that begins with http:// or https:// starts, or -1.

    raw  uint8[n] or uint16[n]: its characters
    """
    size = min(raw.shape[0], 8)
    state = np.uint64(0)
    for i in range(size):
        if raw[i] >= 0x80:
            return -1
        state = (state << np.uint64(8)) | np.uint64(lower(np.uint8(raw[i])))
    if size == 8 and state == np.uint64(0x68747470733A2F2F):
        return 8
    state >>= np.uint64(8)
    return 7 if size == 8 and state == np.uint64(0x687474703A2F2F) else -1


@jit
def read_host(
    raw: NDArray[np.uint8],
    start: int,
    classes: NDArray[np.uint8],
    out: NDArray[np.uint8],
    spelled: bool,  # noqa: FBT001 - a kernel
) -> tuple[int, int]:
    """Write the host in small letters without `www.`; return where it ends in both, or -1.

    spelled  whether the Punycode in it comes from here; any other has to be looked at
    """
    place, label, dots, size = start, start, 0, 0
    while place < raw.shape[0] and classes[raw[place]] & np.uint8(IN_HOST):
        code = raw[place]
        if code == DOT:
            if place == label or place - label > LABEL or raw[place - 1] == HYPHEN:
                return -1, -1
            label, dots = place + 1, dots + 1
        elif code == HYPHEN and (place == label or (raw[place - 1] == HYPHEN and not spelled)):
            return -1, -1
        out[size] = lower(code)
        size += 1
        place += 1
    if place == label or place - label > LABEL or raw[place - 1] == HYPHEN or not dots:
        return -1, -1
    if size > NAME or 0x30 <= raw[label] <= 0x39:  # a number, as a browser sees it
        return -1, -1
    first = 0
    while dots > 1 and is_www(out, first):
        first, dots = first + 4, dots - 1
    if first:
        for i in range(first, size):
            out[i - first] = out[i]
    return place, size - first


@jit
def is_www(host: NDArray[np.uint8], i: int) -> bool:
    """Say whether a host of three labels or more begins with `www.`, from `i` on."""
    if host[i] != 0x77 or host[i + 1] != 0x77:
        return False
    return bool(host[i + 2] == 0x77 and host[i + 3] == DOT)


@jit
def read_port(
    raw: NDArray[np.uint8], place: int, default: int, out: NDArray[np.uint8], size: int
) -> tuple[int, int]:
    """Write the port with its colon unless it is the default; return the ends, or -1."""
    if place == raw.shape[0] or raw[place] != 0x3A:
        return place, size
    port, first = 0, place + 1
    place = first
    while place < raw.shape[0] and 0x30 <= raw[place] <= 0x39 and place - first < 6:
        port = port * 10 + int(raw[place]) - 0x30
        place += 1
    if place == first or raw[first] == 0x30 or port > 65535:
        return -1, -1
    if port != default:
        for i in range(first - 1, place):
            out[size] = raw[i]
            size += 1
    return place, size


@jit
def read_escape(
    raw: NDArray[np.uint8],
    place: int,
    classes: NDArray[np.uint8],
    out: NDArray[np.uint8],
    size: int,
) -> int:
    """Write an escape, plain where it stands for an unreserved character; return the end, or -1."""
    if place + 2 >= raw.shape[0]:
        return -1
    high, low = hex_value(raw[place + 1]), hex_value(raw[place + 2])
    if high < 0 or low < 0:
        return -1
    code = np.uint8(high * 16 + low)
    if classes[code] & np.uint8(UNRESERVED):
        out[size] = code
        return size + 1
    out[size] = PERCENT
    out[size + 1] = high + (0x30 if high < 10 else 0x37)
    out[size + 2] = low + (0x30 if low < 10 else 0x37)
    return size + 3


@jit
def end_segment(out: NDArray[np.uint8], first: int, begin: int, size: int) -> int:
    """Return where the path ends behind a segment that begins with the slash at `begin`.

    `.` goes, and `..` with the segment before it. first: where the path begins.
    """
    length = size - begin - 1
    if length == 1 and out[begin + 1] == DOT:
        return begin
    if length == 2 and out[begin + 1] == DOT and out[begin + 2] == DOT:
        while begin > first:
            begin -= 1
            if out[begin] == SLASH:
                break
        return begin
    return size


@jit
def read_path(
    raw: NDArray[np.uint8],
    place: int,
    classes: NDArray[np.uint8],
    out: NDArray[np.uint8],
    size: int,
) -> tuple[int, int]:
    """Write the path without dot segments and needless slashes; return the ends, or -1."""
    first, begin, doubled = size, size, False
    while place < raw.shape[0] and classes[raw[place]] & np.uint8(IN_PATH):
        code = raw[place]
        if code == SLASH:
            if size > first:
                size = end_segment(out, first, begin, size)
                doubled |= size > first and out[size - 1] == SLASH
            begin = size
        if code == PERCENT:
            size = read_escape(raw, place, classes, out, size)
            if size < 0 or out[size - 1] == DOT:  # an escaped dot may be a dot segment
                return -1, -1
            place += 3
            continue
        out[size] = code
        size += 1
        place += 1
    if size > first:
        size = end_segment(out, first, begin, size)
    kept = first if doubled else size
    for i in range(kept, size):
        if out[i] != SLASH or kept == first or out[kept - 1] != SLASH:
            out[kept] = out[i]
            kept += 1
    while kept > first and out[kept - 1] == SLASH:
        kept -= 1
    return place, kept


@jit
def is_tracking(
    text: NDArray[np.uint8],
    begin: int,
    end: int,
    names: NDArray[np.uint8],
    starts: NDArray[np.int32],
) -> bool:
    """Say whether a parameter says where a visitor came from; see `mizan.signals.url_key`.

    names: sorted, each behind a line feed, in small letters; a star at the end stands for the
    rest. starts, int32[257]: where those begin that begin with each byte.
    """
    place, last = starts[lower(text[begin])], starts[np.int64(lower(text[begin])) + 1]
    while place < last:
        read = begin
        while names[place] != 0x0A and names[place] != 0x2A:
            mine = text[read] if read < end else np.uint8(EQUALS)
            if lower(mine) != names[place]:
                break
            read += 1
            place += 1
        if names[place] == 0x2A:
            return True
        if names[place] == 0x0A and (read == end or text[read] == EQUALS):
            return True
        while names[place] != 0x0A:
            place += 1
        place += 1
    return False


@jit
def comes_before(text: NDArray[np.uint8], begin: int, end: int, other: int, last: int) -> bool:
    """Say whether one parameter, from begin to end, is sorted before another."""
    while begin < end and other < last:
        if text[begin] != text[other]:
            return bool(text[begin] < text[other])
        begin, other = begin + 1, other + 1
    return begin == end and other < last


@jit
def sort_pairs(
    text: NDArray[np.uint8],
    length: int,
    names: NDArray[np.uint8],
    starts: NDArray[np.int32],
    bounds: NDArray[np.int64],
) -> int:
    """Write begin and end of the parameters that stay, in order; return how many, or -1."""
    count, begin = 0, 0
    for place in range(length + 1):
        if place < length and text[place] != AND:
            continue
        if place > begin and not is_tracking(text, begin, place, names, starts):
            if count == bounds.shape[1]:
                return -1
            mine = count
            while mine > 0 and comes_before(
                text, begin, place, bounds[0, mine - 1], bounds[1, mine - 1]
            ):
                bounds[0, mine], bounds[1, mine] = bounds[0, mine - 1], bounds[1, mine - 1]
                mine -= 1
            bounds[0, mine], bounds[1, mine] = begin, place
            count += 1
        begin = place + 1
    return count


@jit
def read_query(
    raw: NDArray[np.uint8],
    place: int,
    classes: NDArray[np.uint8],
    starts: NDArray[np.int32],
    out: NDArray[np.uint8],
    size: int,
) -> tuple[int, int]:
    """Write the parameters that stay, sorted; return the ends, or -1."""
    text, length = out[raw.shape[0] + 4 :], 0  # behind the room for the key
    while place < raw.shape[0] and classes[raw[place]] & np.uint8(IN_QUERY):
        if raw[place] == PERCENT:
            length = read_escape(raw, place, classes, text, length)
            if length < 0:
                return -1, -1
            place += 3
            continue
        text[length] = raw[place]
        length += 1
        place += 1
    bounds = np.empty((2, MOST_PAIRS), np.int64)
    count = sort_pairs(text, length, classes, starts, bounds)
    for i in range(count):
        out[size] = AND if i else 0x3F
        size += 1
        for k in range(bounds[0, i], bounds[1, i]):
            out[size] = text[k]
            size += 1
    return (place, size) if count >= 0 else (-1, -1)


@jit
def spelled_address(units: NDArray[np.uint16], start: int) -> NDArray[np.uint8]:
    """Return an address with its host as the network spells it; empty when it is not plain."""
    if start < 0 or units.shape[0] > LONGEST_FOREIGN:
        return np.empty(0, np.uint8)
    out = np.empty(DIGITS * units.shape[0], np.uint8)
    return out[: max(0, spell_host(units, start, out))]


@short
def read_plain(tables: NDArray[np.uint8], starts: NDArray[np.int32], url: str) -> Any:
    """Return the key of a plain address, or None for any other text.

    tables  uint8[256 + m]: `classes`, and behind them the tracking parameters
    starts  int32[257]: where in it they begin; see `is_tracking`
    """
    width, start = width_of(url), -1
    if len(url) > LONGEST or width > 2:
        return None
    if width == 1:
        raw = as_bytes(url)
        start = scheme_end(raw)
    else:
        units = as_units(url)
        start = scheme_end(units)
        raw = spelled_address(units, start)
    if start < 0:
        return None
    out = np.empty(2 * raw.shape[0] + 4, np.uint8)
    place, size = read_host(raw, start, tables, out, width == 2)
    if place >= 0:
        place, size = read_port(raw, place, 443 if start == 8 else 80, out, size)
    if place >= 0 and place < raw.shape[0] and raw[place] == SLASH:
        place, size = read_path(raw, place, tables, out, size)
    if place >= 0 and place < raw.shape[0] and raw[place] == 0x3F:
        place, size = read_query(raw, place + 1, tables, starts, out, size)
    if place < 0 or (place < raw.shape[0] and raw[place] != 0x23):
        return None
    key = new_ascii(size)
    as_bytes(key)[:] = out[:size]
    return key
