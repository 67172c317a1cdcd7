"""Chunk: entries of one signal type with their index, out of a segment or out of the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from mizan.banks.indexes import equal, hamming, overlap
from mizan.banks.indexes.hits import Hits
from mizan.banks.marks import Marks, no_marks
from mizan.banks.rows import Ranges, Rows, Values, stretches, take
from mizan.banks.stops import Stops
from mizan.banks.unread import Unread, none_unread, put_together, unread_outside
from mizan.signals.protocol import IndexKind
from mizan.signals.sketch import can_read


class Index(Protocol):
    """Finds values again: exactly, never by chance."""

    def search(self, signals: Any, *, radius: int, stops: Stops | None) -> Hits:
        """Return every pair of a signal and a row that agree."""

    def values(self) -> Values | None:
        """Return what the index was built from, by row, or None where it cannot be had back."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is looked up in one go. Arrays run alongside the rows of the index.

    ids     int64[n], rising
    banks   int32[n]
    flags   uint8[n]: 1 = confirmed
    labels  int32[n]: places in `names`
    marked  rows that something newer stands for, or None where there are none
    rows    what it was built from, kept for small ones that will be joined; None for a segment
    unread  int64[u, 2]: entries in force that are not in it (see `mizan.banks.unread`)
    """

    ids: NDArray[np.int64]
    banks: NDArray[np.int32]
    flags: NDArray[np.uint8]
    labels: NDArray[np.int32]
    names: Sequence[str]
    index: Index
    marked: Marks | None = None
    rows: Rows | None = None
    unread: Unread = field(default_factory=none_unread)

    def without(self, ranges: Ranges) -> Chunk | None:
        """Return this chunk with the entries numbered in `ranges` marked, None when none is left.

        It costs some steps of halving for each range, and a number for each entry marked.
        """
        met = [one for one in stretches(self.ids, ranges) if one[0] < one[1]]
        unread = unread_outside(self.unread, ranges)
        if not met and len(unread) == len(self.unread):
            return self
        marked = (self.marked or no_marks(len(self.ids))).adding(met)
        left = len(self.ids) - marked.count + len(unread)
        return replace(self, marked=marked, unread=unread) if left else None

    def in_force(self) -> Rows:
        """Return the rows that are not marked, those of a segment as far as its index has them.

        TypeError for a segment whose index cannot give its values back.
        """
        rows = self._out_of_index() if self.rows is None else self.rows
        left = rows if self.marked is None else take(rows, self.marked.rest())
        return replace(left, unread=self.unread)

    def _out_of_index(self) -> Rows:
        values = self.index.values()
        if values is None:
            raise TypeError("an index of this kind does not hold its values")
        return Rows(self.ids, self.banks, self.flags, self.labels, tuple(self.names), values)


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


def check_index(kind: IndexKind, arrays: Mapping[str, NDArray[Any]], rows: int) -> None:
    """Raise ValueError, KeyError or TypeError for arrays that could lead a search astray."""
    checks = {"equal": equal.check, "hamming": hamming.check, "overlap": overlap.check}
    checks[kind](arrays, rows)


def make_chunk(kind: IndexKind, rows: Rows) -> Chunk:
    """Return a chunk in memory."""
    index = open_index(kind, build(kind, rows.values))
    columns = (rows.ids, rows.banks, rows.flags, rows.labels, rows.names)
    return Chunk(*columns, index, rows=rows, unread=rows.unread)


def readable(kind: IndexKind, rows: Rows) -> Rows:
    """Return the rows whose values this version can read, with the others as their `unread`."""
    if kind != "overlap":
        return rows
    keep = np.array([can_read(value) for value in rows.values], np.bool_)
    if keep.all():
        return rows
    left_out = np.stack([rows.ids[~keep], rows.banks[~keep].astype(np.int64)], axis=1)
    unread = put_together([rows.unread, left_out])
    return replace(take(rows, np.flatnonzero(keep)), unread=unread)
