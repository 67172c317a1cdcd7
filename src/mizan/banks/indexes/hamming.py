"""Index of 256-bit values that match within a Hamming distance: exact, always.

Array of a segment: `columns` uint64[4, n], the first words of all values, then the second ones,
and so on. Building is a transpose; searching is a flat scan (matching.md, 1.6).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.banks.indexes.hits import Hits, no_hits, whole_hits
from mizan.kernels.hamming import scan
from mizan.signals.arrays import Bits

_ROOM = 1024  # pairs that there is room for at first


def build(rows: NDArray[np.uint64]) -> dict[str, NDArray[Any]]:
    """Return the arrays of an index over `rows`, uint64[n, 4]."""
    return {"columns": np.ascontiguousarray(np.asarray(rows, "<u8").reshape(-1, 4).T)}


class HammingIndex:
    """Finds every row within a distance of a given value. Reads its array, never copies it."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        columns = arrays["columns"].view(np.uint64).view()
        columns.flags.writeable = False  # one kind of array, one compiled kernel
        self._columns: NDArray[np.uint64] = columns

    def search(self, signals: Bits, *, radius: int, stops: object = None) -> Hits:  # noqa: ARG002 - one shape for all indexes
        """Return every pair of a value of `signals` and a row within `radius` bits (0..256)."""
        if not len(signals.rows) or not self._columns.shape[1]:
            return no_hits()
        queries = np.ascontiguousarray(signals.rows, np.uint64).view()
        queries.flags.writeable = False
        room = _ROOM
        while True:
            query, row = np.empty(room, np.int32), np.empty(room, np.int64)
            distance = np.empty(room, np.int32)
            found = scan(self._columns, queries, int(radius), query, row, distance)
            if found <= room:
                return whole_hits(query[:found], row[:found], distance[:found])
            room = found

    def values(self) -> NDArray[np.uint64]:
        """Return the values by row, uint64[n, 4]."""
        return self._columns.T


def check(arrays: Mapping[str, NDArray[Any]], rows: int) -> None:
    """Raise ValueError unless the arrays are an index of `rows` values that can be searched."""
    columns = arrays["columns"]
    if columns.dtype != np.uint64 or columns.shape != (4, rows):
        raise ValueError("other numbers, or another shape")
