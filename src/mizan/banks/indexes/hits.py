"""Hits: what an index found for a batch of signals, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Told = tuple[int, float, float, list[tuple[int, int]]]


class Hits(Protocol):
    """Every pair of a signal and a row of the index that agree; k pairs, one a line."""

    @property
    def query(self) -> NDArray[np.int32]:
        """The row in the signal arrays that were looked up, int32[k]."""

    @property
    def row(self) -> NDArray[np.int64] | NDArray[np.int32]:
        """The row in the index, int64[k] or int32[k]."""

    @property
    def distance(self) -> NDArray[np.int32]:
        """Bits apart, int32[k]; 0 for equal values; -1 where the type has no distance."""

    def __len__(self) -> int:
        """Return how many there are."""


@dataclass(frozen=True, slots=True)
class WholeHits:
    """Hits of values that have no stretches: each covers the whole of both sides."""

    query: NDArray[np.int32]
    row: NDArray[np.int64]
    distance: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.query)


class TextHits:
    """Hits of texts, each with the stretches of the tight text that it shares.

    lines  as `mizan.kernels.lines` has them
    found  how many of them are hits, with the first, which is none
    ended  how many stretches there are
    """

    __slots__ = ("ended", "found", "lines")

    def __init__(self, lines: NDArray[Any], found: int, ended: int) -> None:
        self.lines, self.found, self.ended = lines, found, ended

    @property
    def query(self) -> NDArray[np.int32]:
        """The row in the signal arrays that were looked up, int32[k]."""
        return self._of_hits("text")

    @property
    def row(self) -> NDArray[np.int32]:
        """The row in the index, int32[k]."""
        return self._of_hits("row")

    @property
    def distance(self) -> NDArray[np.int32]:
        """0 where the whole texts are equal, else -1, int32[k]."""
        return self._of_hits("distance")

    @property
    def coverage(self) -> NDArray[np.float32]:
        """Share of the banked text that is here, 0..1, float32[k]."""
        return self._of_hits("coverage")

    @property
    def share(self) -> NDArray[np.float32]:
        """Share of this text that is banked text, 0..1, float32[k]."""
        return self._of_hits("share")

    @property
    def span_bounds(self) -> NDArray[np.int32]:
        """Where each hit's stretches begin and end in the two arrays below, int32[k + 1]."""
        return self.lines["ended"][: self.found]

    @property
    def span_starts(self) -> NDArray[np.int32]:
        """Where stretches of the tight form of the query's text begin, int32[s]."""
        return self.lines["begin"][: self.ended]

    @property
    def span_ends(self) -> NDArray[np.int32]:
        """Where they end, exclusive, int32[s]."""
        return self.lines["stop"][: self.ended]

    def told(self) -> list[Told]:
        """Return each hit: row, coverage, share, and its stretches in the text as it came."""
        lines = self.lines[: max(self.found, self.ended)].tolist()
        told, first = [], 0
        for line in lines[1 : self.found]:
            spans = [each[8:] for each in lines[first : line[3]]]
            told.append((line[1], line[4], line[5], spans))
            first = line[3]
        return told

    def _of_hits(self, name: str) -> NDArray[Any]:
        return self.lines[name][1 : self.found]

    def __len__(self) -> int:
        return self.found - 1


def whole_hits(
    query: NDArray[np.int32], row: NDArray[np.int64], distance: NDArray[np.int32]
) -> WholeHits:
    """Return hits of values that have no stretches."""
    return WholeHits(query, row, distance)


@cache
def no_hits() -> WholeHits:
    """Return the hits of an index that found nothing."""
    return WholeHits(np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.int32))
