"""Growing: an index that values are added to, one at a time, and taken out of again.

What is added stands in columns beside the index and is scanned; what is removed is masked. Both are
in force with the next search, in microseconds however large the index is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mizan.banks.indexes.hamming import HammingIndex, frozen, make_columns, pairs
from mizan.kernels.hamming import scan

_FIRST = 1024  # values that there is room for at first

Found = list[tuple[int, int]]


class Growing:
    """256-bit values by row: those of an index first, then those added, as they came.

    One thread may add and remove while others search: they see a value whole or not at all.
    """

    def __init__(self, index: HammingIndex) -> None:
        self._index = index
        self._added = 0
        self._room = make_columns(0)
        self._columns = frozen(self._room)
        self._masked: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        return self._index.size + self._added

    def add(self, value: bytes) -> int:
        """Add 32 bytes and return the number of their row."""
        row = self._added
        if row == self._room.shape[1]:
            room = make_columns(max(_FIRST, 2 * row))
            room[:, :row] = self._room
            self._room, self._columns = room, frozen(room)
        self._room[:, row] = np.frombuffer(value, np.uint64)
        self._added = row + 1  # last: who searches meanwhile does not look there before
        return self._index.size + row

    def remove(self, row: int) -> None:
        """Take a row out: it is not found again."""
        masked = self._masked
        if masked is None or row >= len(masked):
            grown = np.zeros(self._index.size + self._room.shape[1], np.bool_)
            if masked is not None:
                grown[: len(masked)] = masked
            self._masked = masked = grown
        masked[row] = True

    def find(self, value: bytes, radius: int) -> Found:
        """Return (row, distance) of all that is within `radius` bits of 32 bytes, in any order."""
        query = np.ndarray((1, 4), np.uint64, value)
        _, rows, distances = self._pairs(query, radius).tolist()
        return list(zip(rows, distances, strict=True))

    def find_many(self, values: Sequence[bytes], radius: int) -> list[Found]:
        """Return for each value what `find` returns."""
        queries = np.frombuffer(b"".join(values), np.uint64).reshape(-1, 4)
        query, rows, distances = self._pairs(queries, radius)
        order = np.argsort(query, kind="stable")
        found = list(zip(rows[order].tolist(), distances[order].tolist(), strict=True))
        ends = np.cumsum(np.bincount(query, minlength=len(values))).tolist()
        return [found[a:b] for a, b in zip([0, *ends], ends, strict=False)]

    def _pairs(self, queries: NDArray[np.uint64], radius: int) -> NDArray[np.int64]:
        found = pairs(queries, radius, self._write)
        masked = self._masked
        if masked is None:
            return found
        rows = found[1]
        gone = rows < len(masked)  # rows above were added after the last removal
        gone[gone] = masked[rows[gone]]
        return found[:, ~gone]

    def _write(self, queries: NDArray[np.uint64], radius: int, hits: NDArray[np.int64]) -> int:
        found = self._index.write(queries, radius, hits)
        if self._added:
            added, columns = self._added, self._columns  # in this order: there is room for all
            found = scan(columns, added, queries, radius, hits, found, 0, self._index.size)
        return found

    def nbytes(self) -> int:
        """Return the bytes that are held beside the index."""
        masked = 0 if self._masked is None else self._masked.nbytes
        return self._room.nbytes + masked
