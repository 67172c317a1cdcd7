"""Sketches of a batch in one array, out of its folded block: the tight form, then winnowing.

int64[n + 1, 3]    about: where the fingerprints of each text end, its letters, its digest
uint64[2 room]     hashes
int32[2 room]      starts
int64[2, n + 1]    where each text begins and ends in the fold and in its tight form, and
uint32[room + 2]   the letters of that: used on the way only

`room` is how many letters the fold has. What is read later stands in front.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.block import Plan
from mizan.kernels.compile import jit
from mizan.kernels.handle import (
    address_of,
    int32_from,
    int64_from,
    rows_from,
    uint32_from,
    uint64_from,
)
from mizan.kernels.tight import tighten_rows
from mizan.kernels.winnow import winnow


@jit
def about_of(sketches: NDArray[np.uint64], texts: int) -> NDArray[np.int64]:
    """Return what is known of each text, int64[n + 1, 3]."""
    return rows_from(address_of(sketches), texts + 1, 3)


@jit
def hashes_of(sketches: NDArray[np.uint64], texts: int, room: int) -> NDArray[np.uint64]:
    """Return the fingerprints, uint64[2 room]."""
    return uint64_from(address_of(sketches) + 24 * (texts + 1), 2 * room)


@jit
def starts_of(sketches: NDArray[np.uint64], texts: int, room: int) -> NDArray[np.int32]:
    """Return where the letters of each begin in the tight form, int32[2 room]."""
    return int32_from(address_of(sketches) + 24 * (texts + 1) + 16 * room, 2 * room)


@jit
def bounds_of(block: NDArray[np.int32], plan: Plan) -> NDArray[np.int64]:
    """Return the bounds of a block, int64[2, n + 1]."""
    return rows_from(address_of(block), 2, plan[0] + 1)


@jit
def room_of(block: NDArray[np.int32], plan: Plan) -> int:
    """Return how many letters a fold has."""
    return int(bounds_of(block, plan)[1, plan[0]])


@jit
def sketch(block: NDArray[np.int32], plan: Plan, brief: int, sketches: NDArray[np.uint64]) -> int:
    """Fingerprint the texts of a block as `winnow` does; return how many fingerprints there are."""
    texts, room = plan[0], room_of(block, plan)
    folded, spare = bounds_of(block, plan), address_of(sketches) + 24 * (texts + 1 + room)
    bounds = rows_from(spare, 2, texts + 1)
    tight = uint32_from(spare + 16 * (texts + 1), room + 2)
    for i in range(texts + 1):
        bounds[0, i] = folded[1, i]
    tighten_rows(uint32_from(address_of(block) + 16 * (texts + 1), room), bounds, tight)
    hashes, starts = hashes_of(sketches, texts, room), starts_of(sketches, texts, room)
    tops = int64_from(spare + 8 * (texts + 1), texts + 1)
    return int(winnow(tight, tops, brief, 0, hashes, starts, about_of(sketches, texts)))
