"""Marks: rows of a chunk that something newer stands for, cheap to add to and never altered.

Every row has room for the version at which it was marked. All versions share this room, and each
looks only at what is not newer than itself: marking a row writes one number, however many rows
there are, and whoever holds an older version sees nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ONE = np.uint32(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Which rows do not count. Threads may read it; one at a time makes the next."""

    at: NDArray[np.uint32]  # [rows]: the version at which each was marked, 0 for never; shared
    newest: list[int]  # the last version that shares the room
    version: int
    count: int  # rows marked

    def adding(self, stretches: Iterable[tuple[int, int]]) -> Marks:
        """Return marks that have the rows of `stretches` (end exclusive), too."""
        at, newest, count = self.at, self.newest, self.count
        if newest[0] != self.version:  # somebody else went on from here: part ways
            at, newest = np.where(at <= self.version, at, np.uint32(0)), [self.version]
        newest[0] = version = self.version + 1
        for start, end in stretches:
            part = at[start:end]
            unmarked = part == 0
            part[unmarked] = version
            count += int(np.count_nonzero(unmarked))
        return Marks(at=at, newest=newest, version=version, count=count)

    def has(self, rows: NDArray[np.signedinteger]) -> NDArray[np.bool_]:
        """Say of each of these rows whether it is marked."""
        marked: NDArray[np.bool_] = self.at[rows] - _ONE < self.version  # 0 - 1 is the largest
        return marked

    def rest(self) -> NDArray[np.intp]:
        """Return the rows that are not marked, rising."""
        return np.flatnonzero(self.at - _ONE >= self.version)


def no_marks(rows: int) -> Marks:
    """Return the marks of so many rows of which all count.

    The system gives out memory for the zeros only where they are written to.
    """
    return Marks(at=np.zeros(rows, np.uint32), newest=[0], version=0, count=0)
