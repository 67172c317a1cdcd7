"""Search of equal keys of 16 bytes in buckets that take little more room than the keys.

Cells lie by the top b bits of their key, so those need not be kept; the row stands in their place.
How many cells each of the 2**b buckets has is written in bits: for every bucket a one for each of
its cells, then a zero. Where each 32nd bucket begins is kept, the others are counted from there.

Source: quotienting, Knuth, The Art of Computer Programming, vol. 3, 6.4, exercise 13; the bits are
those of Elias and Fano.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit, popcount
from mizan.kernels.lanes import prefetch

GROUP = 32  # buckets

_ONE = np.uint64(1)


@jit
def after_zeros(marks: NDArray[np.uint64], place: np.int64, count: np.int64) -> np.int64:
    """Return the place behind the next `count` zeros of the bits, from a place on."""
    word = place >> np.int64(6)
    zeros = ~marks[word] & (~np.uint64(0) << np.uint64(place & 63))
    left = count
    if not left:
        return place
    here = np.int64(popcount(zeros))
    while here < left:
        left -= here
        word += 1
        zeros = ~marks[word]
        here = np.int64(popcount(zeros))
    for _ in range(left - 1):
        zeros &= zeros - _ONE
    return (word << np.int64(6)) + np.int64(popcount(zeros ^ (zeros - _ONE)))


@jit
def compare(
    keys: NDArray[np.uint64],
    begins: NDArray[np.int64],
    bits: int,
    marks: NDArray[np.uint64],
    cells: NDArray[np.uint64],
    hits: NDArray[np.int64],
) -> int:
    """Write every pair of a key and an equal cell, as far as there is room; return how many.

    begins  int64[q]: where the bits of the bucket of each key begin
    hits    int64[2, k]: numbers of the keys, and rows of the cells
    """
    found, shift = 0, np.uint64(64 - bits)
    kept = (_ONE << shift) - _ONE
    for i in range(keys.shape[0]):
        place = begins[i]
        cell = place - np.int64(keys[i, 0] >> shift)
        while (marks[place >> 6] >> np.uint64(place & 63)) & _ONE:
            other = (cells[cell, 0] ^ keys[i, 0]) & kept
            if not (other | (cells[cell, 1] ^ keys[i, 1])):
                if found < hits.shape[1]:
                    hits[0, found], hits[1, found] = i, np.int64(cells[cell, 0] >> shift)
                found += 1
            place += 1
            cell += 1
    return found


@jit
def find_keys(
    rows: NDArray[np.uint8],
    bits: int,
    starts: NDArray[np.uint32],
    marks: NDArray[np.uint64],
    cells: NDArray[np.uint64],
) -> Any:
    """Return every pair of a key and an equal cell, or None where there is none.

    rows     uint8[q, 16]: the keys
    bits     b: of a bucket's number, and of a row; 1..63
    starts, marks, cells: see `mizan.banks.indexes.equal`
    returns  int64[2, k]: number of the key, and row of the cell; by key, then by place of the cell

    The buckets of all keys are found and touched before the first is read, so that the waits for
    memory overlap.
    """
    keys = rows.view(np.uint64)
    begins = np.empty(keys.shape[0], np.int64)
    for i in range(keys.shape[0]):
        bucket = np.int64(keys[i, 0] >> np.uint64(64 - bits))
        group, inside = bucket // GROUP, bucket % GROUP
        begins[i] = after_zeros(marks, np.int64(starts[group]) + group * GROUP, inside)
        prefetch(cells, (begins[i] - bucket, 0))
    hits = np.empty((2, 0), np.int64)
    found = compare(keys, begins, bits, marks, cells, hits)
    if not found:
        return None
    hits = np.empty((2, found), np.int64)
    compare(keys, begins, bits, marks, cells, hits)
    return hits
