"""Exact search of 256-bit values within a Hamming distance: a flat scan in two passes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit, popcount

BLOCK = 1024  # rows that are scanned for all queries before the next; half a block stays in L1


@jit
def scan(
    columns: NDArray[np.uint64],
    queries: NDArray[np.uint64],
    radius: int,
    hit_query: NDArray[np.int32],
    hit_row: NDArray[np.int64],
    hit_distance: NDArray[np.int32],
) -> int:
    """Write every pair within `radius` into the three arrays and return how many there are.

    columns  uint64[4, n]: the stored values, one word of each in each row of the array
    queries  uint64[q, 4]
    radius   int64: the largest distance that counts, 0..256
    hit_*    int32[k], int64[k], int32[k]: filled from 0 on; pairs that find no room are only
             counted, so the caller grows the arrays and calls again

    Pairs come by block of rows, then by query, then by row. Two words of four are compared first:
    that alone refuses nearly all rows at the radii in use, so the other half is seldom read.
    """
    room = hit_query.shape[0]
    size = columns.shape[1]
    found = 0
    for start in range(0, size, BLOCK):
        end = min(start + BLOCK, size)
        first = columns[0, start:end]
        second = columns[1, start:end]
        third = columns[2, start:end]
        fourth = columns[3, start:end]
        for query in range(queries.shape[0]):
            a = queries[query, 0]
            b = queries[query, 1]
            near = 0
            for i in range(first.shape[0]):
                half = np.int64(popcount(first[i] ^ a) + popcount(second[i] ^ b))
                near += int(half <= radius)
            if near == 0:
                continue
            c = queries[query, 2]
            d = queries[query, 3]
            for i in range(first.shape[0]):
                half = np.int64(popcount(first[i] ^ a) + popcount(second[i] ^ b))
                if half > radius:
                    continue
                whole = half + np.int64(popcount(third[i] ^ c) + popcount(fourth[i] ^ d))
                if whole <= radius:
                    if found < room:
                        hit_query[found] = query
                        hit_row[found] = start + i
                        hit_distance[found] = whole
                    found += 1
    return found
