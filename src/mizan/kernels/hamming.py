"""Exact search of 256-bit values within a Hamming distance: a flat scan of columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit, popcount
from mizan.kernels.lanes import LANES, near

BLOCK = 1024  # rows that are scanned for all queries before the next; half a block stays in L1
ROUGH = (44, 74)  # radii up to which two, three words of four refuse nearly all rows


@jit
def scan(
    columns: NDArray[np.uint64],
    size: int,
    queries: NDArray[np.uint64],
    radius: int,
    hits: NDArray[np.int64],
    found: int,
    first_query: int,
    first_row: int,
) -> int:
    """Write every pair within `radius` into `hits` and return how many there are.

    columns  uint64[4, n]: the stored values, one word of each in each row of the array
    size     int64: rows that count, 0..n; the rest is room
    queries  uint64[q, 4]
    radius   int64: the largest distance that counts, 0..256
    hits     int64[3, k]: queries, rows and distances, filled from `found` on; pairs that find no
             room are only counted, so the caller grows the array and calls again
    first_*  int64: the numbers that the first query and the first row go by

    Pairs come by block of rows, then by query, then by row. As few words as refuse nearly all rows
    at the radius are compared first, 16 rows at a time, so the others are seldom read.
    """
    room = hits.shape[1]
    most = np.uint64(radius)
    one = np.uint64(1)
    for start in range(0, size, BLOCK):
        end = min(start + BLOCK, size)
        for query in range(queries.shape[0]):
            a, b = queries[query, 0], queries[query, 1]
            c, d = queries[query, 2], queries[query, 3]
            for at in range(start, end, LANES):
                left = end - at
                if left < LANES:
                    passed = (one << np.uint64(left)) - one
                elif radius <= ROUGH[0]:
                    passed = near(columns, at, (a, b), most)
                elif radius <= ROUGH[1]:
                    passed = near(columns, at, (a, b, c), most)
                else:
                    passed = near(columns, at, (a, b, c, d), most)
                while passed:
                    row = at + np.int64(popcount(passed ^ (passed - one))) - 1
                    passed &= passed - one
                    far = popcount(columns[0, row] ^ a) + popcount(columns[1, row] ^ b)
                    far += popcount(columns[2, row] ^ c) + popcount(columns[3, row] ^ d)
                    if far <= most:
                        if found < room:
                            hits[0, found] = first_query + query
                            hits[1, found] = first_row + row
                            hits[2, found] = np.int64(far)
                        found += 1
    return found
