"""Exact search of PDQ hashes within a radius, as a segment with what was added since."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mizan.banks.indexes import hamming
from mizan.banks.indexes.growing import Found, Growing

__all__ = ["Index", "build"]

BESIDE = 17  # bytes that a chunk keeps for a row beside its index: id, bank, flags and label


class Index:
    """Known hashes; ids are positions in the list."""

    def __init__(self, hashes: Sequence[bytes]) -> None:
        self._arrays = hamming.build(np.frombuffer(b"".join(hashes), np.uint64))
        self._rows = Growing(hamming.HammingIndex(self._arrays))
        self._first = len(hashes)
        self._ids: list[int] = []  # of rows that were added
        self._row_of: dict[int, int] = {}

    def query(self, value: bytes, radius: int) -> Found:
        found = self._rows.find(value, radius)
        return self._named(found) if self._ids else found

    def query_many(self, values: Sequence[bytes], radius: int) -> list[Found]:
        many = self._rows.find_many(values, radius)
        return [self._named(found) for found in many] if self._ids else many

    def add(self, number: int, value: bytes) -> None:
        self._row_of[number] = self._rows.add(value)
        self._ids.append(number)

    def remove(self, number: int) -> None:
        self._rows.remove(self._row_of.get(number, number))

    def nbytes(self) -> int:
        arrays = sum(array.nbytes for array in self._arrays.values())
        return arrays + self._rows.nbytes() + BESIDE * len(self._rows)

    def _named(self, found: Found) -> Found:
        first = self._first
        return [(row if row < first else self._ids[row - first], far) for row, far in found]


build = Index
