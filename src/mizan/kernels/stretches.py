"""Stretches: where in a text the fingerprints lie that it shares with an entry.

Shared fingerprints count only where several of them lie close together: a copy is in one piece or
in a few, while what is shared by chance lies anywhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit
from mizan.kernels.winnow import GRAM, WINDOW

STRETCH = 3  # distinct fingerprints that a stretch needs, lest chance hits add up
GAP = (32, 100)  # letters, by scale: stretches no further apart are one
# Letters, by scale: as much as one changed word of `GRAM` letters leaves without a fingerprint.
RUN = (GRAM[0] + 2 * WINDOW[0], GRAM[1] + 2 * WINDOW[1])


@jit
def stretches(
    mine: NDArray[np.int32],
    number: NDArray[np.int32],
    starts: NDArray[np.int32],
    scale: int,
    name: int,
    seen: NDArray[np.int32],
    lines: NDArray[Any],
) -> tuple[int, int, int]:
    """Join one entry's places into stretches and keep those that hold enough, as `search` does.

    seen   int32 by number: the last entry that counted it, so that nothing counts twice
    Returns how many distinct fingerprints the kept stretches hold, how many were kept, and the
    most that one of them adds.
    """
    shared = kept = first = most = 0
    for i in range(mine.shape[0]):
        end = starts[mine[i]] + GRAM[scale]
        if i + 1 < mine.shape[0] and starts[mine[i + 1]] - end <= GAP[scale]:
            continue
        if _varied(mine[first : i + 1], number):
            begin, stop = _firm(mine[first : i + 1], number, starts, scale)
            begin, stop = first + begin, first + stop
            lines[kept].begin = starts[mine[begin]]
            lines[kept].stop = starts[mine[stop - 1]] + GRAM[scale]
            kept += 1
            before = shared
            for j in range(begin, stop):
                if seen[number[mine[j]]] != name:
                    seen[number[mine[j]]] = name
                    shared += 1
            most = max(most, shared - before)
        first = i + 1
    return shared, kept, most


@jit
def _firm(
    places: NDArray[np.int32], number: NDArray[np.int32], starts: NDArray[np.int32], scale: int
) -> tuple[int, int]:
    """Return where the first run of a stretch that is varied begins and where the last one ends.

    A stretch bridges gaps, so a chance hit near a copy would join it and carry the span into words
    that are not copied. Places no further apart than `RUN` are one run. Between varied runs a
    lesser one is a copy with changes; before and after all of them it may as well be chance, and
    is left out. Without any varied run the whole stretch stays.
    """
    begin, stop, first = -1, places.shape[0], 0
    for i in range(places.shape[0]):
        end = starts[places[i]] + GRAM[scale]
        if i + 1 < places.shape[0] and starts[places[i + 1]] - end <= RUN[scale]:
            continue
        if _varied(places[first : i + 1], number):
            begin, stop = first if begin < 0 else begin, i + 1
        first = i + 1
    return max(begin, 0), stop


@jit
def _varied(places: NDArray[np.int32], number: NDArray[np.int32]) -> bool:
    """Say whether a stretch holds at least `STRETCH` = 3 distinct fingerprints."""
    one = other = -1
    for i in range(places.shape[0]):
        this = number[places[i]]
        if one < 0 or this == one:
            one = this
        elif other < 0 or this == other:
            other = this
        else:
            return True
    return False
