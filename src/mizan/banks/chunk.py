"""Chunk: entries of one signal type with their index, out of a segment or out of the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from mizan.banks.indexes import equal, hamming, overlap
from mizan.banks.indexes.hits import Hits
from mizan.banks.rows import Ranges, Rows, take
from mizan.banks.stops import Stops
from mizan.errors import SignalError
from mizan.signals.protocol import IndexKind
from mizan.signals.sketch import read_value


class Index(Protocol):
    """Finds values again: exactly, never by chance."""

    def search(self, signals: Any, *, radius: int, stops: Stops | None) -> Hits:
        """Return every pair of a signal and a row that agree."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is looked up in one go. Arrays run alongside the rows of the index.

    ids     int64[n], rising
    banks   int32[n]
    flags   uint8[n]: 1 = confirmed
    labels  int32[n]: places in `names`
    masked  bool[n]: rows that something newer stands for, or None where there are none
    rows    what it was built from, kept for small ones that will be joined; None for a segment
    """

    ids: NDArray[np.int64]
    banks: NDArray[np.int32]
    flags: NDArray[np.uint8]
    labels: NDArray[np.int32]
    names: Sequence[str]
    index: Index
    masked: NDArray[np.bool_] | None = None
    rows: Rows | None = None

    def without(self, ranges: Ranges) -> Chunk:
        """Return this chunk with the entries numbered in `ranges` masked."""
        first = np.searchsorted(self.ids, [first for first, _ in ranges], side="left")
        last = np.searchsorted(self.ids, [last for _, last in ranges], side="right")
        if (first == last).all():
            return self
        masked = np.zeros(len(self.ids), np.bool_) if self.masked is None else self.masked.copy()
        for start, end in zip(first, last, strict=True):
            masked[start:end] = True
        return replace(self, masked=masked)

    def in_force(self) -> Rows | None:
        """Return the rows that are not masked, or None for a segment."""
        if self.rows is None or self.masked is None:
            return self.rows
        return take(self.rows, np.flatnonzero(~self.masked))


def build(kind: IndexKind, values: Any) -> dict[str, NDArray[Any]]:
    """Return the arrays of an index of a kind over the values of rows."""
    if kind == "equal":
        return equal.build(values)
    return hamming.build(values) if kind == "hamming" else overlap.build(values)


def open_index(kind: IndexKind, arrays: Mapping[str, NDArray[Any]]) -> Index:
    """Return the index that reads such arrays."""
    if kind == "equal":
        return equal.EqualIndex(arrays)
    return hamming.HammingIndex(arrays) if kind == "hamming" else overlap.OverlapIndex(arrays)


def make_chunk(kind: IndexKind, rows: Rows) -> Chunk:
    """Return a chunk in memory."""
    index = open_index(kind, build(kind, rows.values))
    return Chunk(rows.ids, rows.banks, rows.flags, rows.labels, rows.names, index, rows=rows)


def readable(kind: IndexKind, rows: Rows) -> Rows:
    """Return the rows whose values this version can read; the others match nothing."""
    if kind != "overlap":
        return rows
    keep = np.array([_can_read(value) for value in rows.values], np.bool_)
    return rows if keep.all() else take(rows, np.flatnonzero(keep))


def _can_read(value: bytes) -> bool:
    try:
        read_value(value)
    except SignalError:
        return False
    return True
