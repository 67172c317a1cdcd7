"""Index of keys that match when they are equal: sorted once, searched by halving.

Arrays of a segment: `head` uint64[n] is the first 8 bytes of each key, rising; `key` uint8[n, 16]
and `row` int64[n] stand in the same order. Keys may repeat.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.banks.indexes.hits import Hits, no_hits, whole_hits
from mizan.signals.arrays import Digests


def build(rows: NDArray[np.uint8]) -> dict[str, NDArray[Any]]:
    """Return the arrays of an index over `rows`, uint8[n, 16]."""
    keys = np.ascontiguousarray(rows, np.uint8).reshape(-1, 16)
    head = _heads(keys)
    order = np.argsort(head, kind="stable")
    return {"head": head[order], "key": keys[order], "row": order.astype(np.int64)}


class EqualIndex:
    """Finds every row whose key equals a given one. Reads its arrays, never copies them."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._head: NDArray[np.uint64] = arrays["head"]
        self._key: NDArray[np.uint8] = arrays["key"]
        self._row: NDArray[np.int64] = arrays["row"]

    def search(self, signals: Digests, *, radius: int = 0, stops: object = None) -> Hits:  # noqa: ARG002 - one shape for all indexes
        """Return every pair of a key of `signals` and an equal row, by query, then by row."""
        if not len(signals.rows) or not len(self._head):
            return no_hits()
        wanted = _heads(signals.rows)
        first = self._head.searchsorted(wanted)
        near = (self._head.take(first, mode="clip") == wanted).nonzero()[0]
        if not len(near):  # the usual case
            return no_hits()
        wanted, first = wanted[near], first[near]
        counts = self._head.searchsorted(wanted, "right") - first
        query = np.repeat(near, counts)
        before = np.repeat(np.cumsum(counts) - counts, counts)
        place = np.repeat(first, counts) + np.arange(len(query)) - before
        same = (self._key[place] == signals.rows[query]).all(axis=1)
        query, place = query[same].astype(np.int32), place[same]
        return whole_hits(query, self._row[place], np.zeros(len(query), np.int32))

    def values(self) -> NDArray[np.uint8]:
        """Return the keys by row, uint8[n, 16]."""
        keys = np.empty_like(self._key)
        keys[self._row] = self._key
        return keys


def check(arrays: Mapping[str, NDArray[Any]], rows: int) -> None:
    """Raise ValueError unless the arrays are an index of `rows` keys that can be searched."""
    head, key, row = (arrays[name] for name in ("head", "key", "row"))
    if [one.dtype.str for one in (head, key, row)] != ["<u8", "|u1", "<i8"]:
        raise ValueError("other types of numbers")
    if head.shape != (rows,) or key.shape != (rows, 16) or row.shape != (rows,):
        raise ValueError("other shapes")
    if rows and not (row.min() >= 0 and row.max() < rows and (head[1:] >= head[:-1]).all()):
        raise ValueError("not rising, or a row that is not there")


def _heads(keys: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return the first 8 bytes of each key as a little-endian number."""
    return np.ascontiguousarray(keys[:, :8]).view("<u8").reshape(-1)
