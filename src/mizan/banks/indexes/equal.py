"""Index of keys that match when they are equal: buckets of 16-byte cells, searched by a kernel.

Keys count as two little-endian words of 64 bits. With b bits for a row, there are 2**b buckets and
a key lies in the one that its top b bits name. Arrays of a segment, for n keys:

    cells   uint64[n, 2]: the words of each key, by bucket, then by row; in place of the top b bits,
            which the bucket says, stands the row. So nothing of a key is lost, and equal is equal.
    marks   uint64[(n + 2**b) / 64, rounded up]: bits; for every bucket a one for each of its cells,
            then a zero; the lowest bit first, ones at the end
    starts  uint32[2**b / 32]: cells before each 32nd bucket

A key takes 16 bytes and, for 2**b near n, 3 bits. Keys may repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.banks.indexes.hits import Hits, no_hits, whole_hits
from mizan.kernels.compile import direct
from mizan.kernels.keys import GROUP, find_keys
from mizan.signals.arrays import Digests

LEAST = 5  # bits: one group of buckets
_WORD = 64


def build(rows: NDArray[np.uint8]) -> dict[str, NDArray[Any]]:
    """Return the arrays of an index over `rows`, uint8[n, 16]."""
    words = np.ascontiguousarray(rows, np.uint8).reshape(-1, 16).view("<u8")
    bits = bits_for(len(words))
    left = np.uint64(_WORD - bits)
    bucket = (words[:, 0] >> left).astype(np.int64)
    order = np.argsort(bucket, kind="stable")
    cells = words[order]
    cells[:, 0] &= (np.uint64(1) << left) - np.uint64(1)
    cells[:, 0] |= order.astype(np.uint64) << left
    ends = np.cumsum(np.bincount(bucket, minlength=1 << bits))
    marks = np.full(-(-(len(words) + len(ends)) // _WORD) * _WORD, 1, np.uint8)
    marks[ends + np.arange(len(ends))] = 0
    return {
        "cells": cells,
        "marks": np.packbits(marks, bitorder="little").view("<u8"),
        "starts": np.append(0, ends[GROUP - 1 : -1 : GROUP]).astype(np.uint32),
    }


class EqualIndex:
    """Finds every row whose key equals a given one. Reads its arrays, never copies them."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._cells: NDArray[np.uint64] = arrays["cells"]
        self._marks: NDArray[np.uint64] = arrays["marks"]
        self._starts: NDArray[np.uint32] = arrays["starts"]
        self._bits = bits_for(len(self._cells))

    def search(self, signals: Digests, *, radius: int = 0, stops: object = None) -> Hits:  # noqa: ARG002 - one shape for all indexes
        """Return every pair of a key of `signals` and an equal row, by query, then by row."""
        rows = np.ascontiguousarray(signals.rows, np.uint8)
        found = _find()(rows, self._bits, self._starts, self._marks, self._cells)
        if found is None:  # the usual case
            return no_hits()
        query, row = found
        return whole_hits(query.astype(np.int32), row, np.zeros(len(query), np.int32))

    def values(self) -> NDArray[np.uint8]:
        """Return the keys by row, uint8[n, 16]."""
        left = np.uint64(_WORD - self._bits)
        ones = np.flatnonzero(_bits_of(self._marks, len(self._cells), self._bits))
        bucket = (ones - np.arange(len(ones))).astype(np.uint64)
        keys = np.zeros_like(self._cells)
        kept = self._cells[:, 0] & ((np.uint64(1) << left) - np.uint64(1))
        rows = self._cells[:, 0] >> left
        keys[rows, 0] = kept | bucket << left
        keys[rows, 1] = self._cells[:, 1]
        return keys.view(np.uint8)


def check(arrays: Mapping[str, NDArray[Any]], rows: int) -> None:
    """Raise ValueError unless the arrays are an index of `rows` keys that can be searched."""
    cells, marks, starts = (arrays[name] for name in ("cells", "marks", "starts"))
    bits = bits_for(rows)
    if [one.dtype.str for one in (cells, marks, starts)] != ["<u8", "<u8", "<u4"]:
        raise ValueError("other types of numbers")
    shapes = (rows, 2), (-(-(rows + (1 << bits)) // _WORD),), ((1 << bits) // GROUP,)
    if (cells.shape, marks.shape, starts.shape) != shapes:
        raise ValueError("other shapes")
    if rows and (cells[:, 0] >> np.uint64(_WORD - bits)).max() >= rows:
        raise ValueError("a row that is not there")
    zeros = np.flatnonzero(_bits_of(marks, rows, bits) == 0)
    if len(zeros) != 1 << bits or zeros[-1] != rows + len(zeros) - 1:
        raise ValueError("other buckets")
    before = (zeros - np.arange(len(zeros)))[GROUP - 1 : -1 : GROUP]
    if starts[0] or (starts[1:] != before).any():
        raise ValueError("buckets that begin elsewhere")


def bits_for(rows: int) -> int:
    """Return how many bits a row takes, and the number of a bucket."""
    return max(LEAST, (rows - 1).bit_length())


def _bits_of(marks: NDArray[np.uint64], rows: int, bits: int) -> NDArray[np.uint8]:
    """Return the bits of all buckets, uint8[rows + 2**bits]."""
    return np.unpackbits(marks.view(np.uint8), bitorder="little", count=rows + (1 << bits))


@cache
def _find() -> Callable[..., Any]:
    words = "uint64[::1]"
    return direct(find_keys, f"uint8[:, ::1], int64, uint32[::1], {words}, uint64[:, ::1]")
