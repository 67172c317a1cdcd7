"""Sparse tables: which words stand near each other, and their product with a few columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit


@jit
def near_pairs(
    words: NDArray[np.int32], ends: NDArray[np.int64], reach: int, pairs: NDArray[np.uint64]
) -> int:
    """Write each pair of known words that stand near each other, both ways round; return how many.

    words  int32[w]: numbers of words, -1 for unknown ones, text after text
    ends   int64[n + 1]: where each text's words end
    reach  how many words apart at most
    pairs  uint64[2 * reach * w]: one word in the upper half, the other in the lower
    """
    found = 0
    for text in range(ends.shape[0] - 1):
        for at in range(ends[text], ends[text + 1]):
            if words[at] < 0:
                continue
            for other in range(at + 1, min(at + 1 + reach, ends[text + 1])):
                if words[other] < 0:
                    continue
                one, two = np.uint64(words[at]), np.uint64(words[other])
                pairs[found] = one << np.uint64(32) | two
                pairs[found + 1] = two << np.uint64(32) | one
                found += 2
    return found


@jit
def times(
    bounds: NDArray[np.int64],
    columns: NDArray[np.int32],
    values: NDArray[np.float32],
    dense: NDArray[np.float32],
    out: NDArray[np.float32],
) -> None:
    """Write the product of a sparse table with a dense one into `out`, float32[rows, d].

    bounds int64[rows + 1], columns int32[k], values float32[k]: compressed sparse rows
    """
    for row in range(out.shape[0]):
        out[row] = 0
        for place in range(bounds[row], bounds[row + 1]):
            value, other = values[place], dense[columns[place]]
            for i in range(out.shape[1]):
                out[row, i] += value * other[i]
