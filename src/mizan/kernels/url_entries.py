"""The keys of all entries that would match a URL, in one pass over the URL's own key.

The rules are those of `mizan.signals.url_key.lookups`, which is also what a key with other letters
than those of ASCII is left to.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.blake import LANES, ROOM, digests
from mizan.kernels.compile import jit
from mizan.kernels.strings import as_bytes, width_of

MAX_HOSTS = 8  # host suffixes that are looked up
MAX_PATHS = 16  # path prefixes that are looked up

_MOST = 2 * MAX_HOSTS * (MAX_PATHS + 2)  # with and without the port, and two forms of the whole
_ROOM_TO_CUT = 2 * _MOST + MAX_HOSTS + MAX_PATHS + 2
_DOT, _SLASH, _COLON, _QUESTION, _OPEN, _SHUT = 0x2E, 0x2F, 0x3A, 0x3F, 0x5B, 0x5D


@jit
def first_of(text: NDArray[np.uint8], code: int, end: int) -> int:
    """Return the first place of a byte before `end`, or `end`."""
    for i in range(end):
        if text[i] == code:
            return i
    return end


@jit
def has_scheme(text: NDArray[np.uint8]) -> bool:
    """Say whether a key begins with a scheme: a letter, letters, digits, + or -, and a colon."""
    for i in range(text.shape[0]):
        code, small = text[i], text[i] | 0x20
        if not 0x61 <= small <= 0x7A:
            if i and code == _COLON:
                return True
            if not i or not (0x30 <= code <= 0x39 or code in (0x2B, 0x2D)):
                return False
    return False


@jit
def port_begin(text: NDArray[np.uint8], end: int) -> int:
    """Return where the port begins, at its colon, of a host that ends at `end`, or `end`."""
    if end and text[end - 1] == _SHUT:
        return end
    for i in range(end - 1, -1, -1):
        if text[i] == _COLON:
            return i
    return end


@jit
def is_address(name: NDArray[np.uint8]) -> bool:
    """Say whether the name of a host is an IP address."""
    size = name.shape[0]
    if size > 1 and name[0] == _OPEN and name[size - 1] == _SHUT:
        return True
    for i in range(size):
        if not (name[i] == _DOT or 0x30 <= name[i] <= 0x39):
            return False
    return bool(size > 0)


@jit
def host_begins(name: NDArray[np.uint8], begins: NDArray[np.int64]) -> int:
    """Write where the host and its suffixes of two labels or more begin; return how many.

    begins  int64[MAX_HOSTS]: the whole host, then the shortest suffixes, the longest of them first
    """
    begins[0] = 0
    if is_address(name):
        return 1
    labels = 1
    for i in range(name.shape[0]):
        labels += name[i] == _DOT
    label, count = 0, 1
    for i in range(name.shape[0]):
        if name[i] == _DOT:
            label += 1
            if max(1, labels - MAX_HOSTS) <= label < labels - 1:
                begins[count] = i + 1
                count += 1
    return count


@jit
def path_ends(text: NDArray[np.uint8], host: int, question: int, ends: NDArray[np.int64]) -> int:
    """Write where the path and its prefixes of whole segments end; return how many.

    ends  int64[MAX_PATHS + 2]: with the query if there is one, the path, then from short to long
    """
    ends[0], count = text.shape[0], 1
    if question < text.shape[0]:
        ends[1], count = question, 2
    most = count + MAX_PATHS
    for i in range(host, question):
        if text[i] == _SLASH and count < most:
            ends[count] = i
            count += 1
    return count


@jit
def cut(text: NDArray[np.uint8], host: int, room: NDArray[np.int64]) -> tuple[int, int]:
    """Write where the entries in a key begin and end; return how many and where the port begins.

    The second half are those without the port; they lie in a text in which it does not stand,
    behind this one. host: where the host ends. room: int64[_ROOM_TO_CUT]; entries begin at its
    front, and end from _MOST on.
    """
    question = first_of(text, _QUESTION, text.shape[0])
    port = port_begin(text, host)
    names, paths = room[2 * _MOST :], room[2 * _MOST + MAX_HOSTS :]
    hosts = host_begins(text[:port], names)
    depths = path_ends(text, host, question, paths)
    count = 0
    for bare in range(2 if port < host else 1):
        for i in range(hosts):
            for k in range(depths):
                room[count] = names[i] + bare * text.shape[0]
                room[_MOST + count] = paths[k] + bare * (text.shape[0] - (host - port))
                count += 1
    return count, port


@jit
def is_plain(text: NDArray[np.uint8]) -> bool:
    """Say whether a text is in ASCII and has no control character but DEL."""
    others = 0
    for i in range(text.shape[0]):
        others += text[i] < 0x20 or text[i] >= 0x80
    return others == 0


@jit
def entry_digests(key: str) -> Any:
    """Return the keys of all entries that would match a URL's key, uint8[n, 16], or None.

    None for a key with letters beyond ASCII, or with a control character.
    """
    if width_of(key) != 1 or not is_plain(as_bytes(key)):
        return None
    text, size = as_bytes(key), len(key)
    room = np.empty(_ROOM_TO_CUT + ROOM * LANES, np.int64)
    room[0], room[_MOST], count, both = 0, size, 1, text
    if not has_scheme(text):
        host = first_of(text, _SLASH, first_of(text, _QUESTION, size))
        count, port = cut(text, host, room)
        if port < host:
            both = np.empty(2 * size, np.uint8)
            both[:size] = text
            both[size : size + port] = text[:port]
            both[size + port : 2 * size - (host - port)] = text[host:]
    out = np.empty((count, 16), np.uint8)
    work = room[_ROOM_TO_CUT:].view(np.uint64).reshape(ROOM, LANES)
    digests(both, room[:count], room[_MOST : _MOST + count], work, out.view(np.uint64))
    return out
