"""Hits: what an index found for a batch of signals, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Hits:
    """Every pair of a signal and a row of the index that agree; k pairs, one a line.

    query        int32[k]: the row in the signal arrays that were looked up
    row          int64[k] or int32[k]: the row in the index
    distance     int32[k]: bits apart; 0 for equal values; -1 where the type has no distance
    coverage     float32[k]: 0..1, share of the banked text that is here; 1 for other types
    share        float32[k]: 0..1, share of this text that is banked text; 1 for other types
    span_bounds  int64[k + 1] or int32[k + 1]: where each hit's stretches begin and end in the two
                 arrays below
    span_starts, span_ends  int32[s]: stretches of the tight form of the query's text, end
                 exclusive; none for types without text
    """

    query: NDArray[np.int32]
    row: NDArray[np.int64] | NDArray[np.int32]
    distance: NDArray[np.int32]
    coverage: NDArray[np.float32]
    share: NDArray[np.float32]
    span_bounds: NDArray[np.int64] | NDArray[np.int32]
    span_starts: NDArray[np.int32]
    span_ends: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.query)


def whole_hits(
    query: NDArray[np.int32], row: NDArray[np.int64], distance: NDArray[np.int32]
) -> Hits:
    """Return hits of values that have no stretches: each covers the whole of both sides."""
    count = len(query)
    none = np.zeros(0, np.int32)
    ones = np.ones(count, np.float32)
    return Hits(query, row, distance, ones, ones, np.zeros(count + 1, np.int64), none, none)


@cache
def no_hits() -> Hits:
    """Return the hits of an index that found nothing."""
    return whole_hits(np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.int32))
