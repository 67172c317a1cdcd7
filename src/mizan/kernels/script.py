"""Counting letters by script, and by what they say about the language, over a whole batch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.block import ROW, hashes_of
from mizan.kernels.compile import jit


@jit
def count_classes(
    raw: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    classes: NDArray[np.uint8],
    counts: NDArray[np.int32],
) -> None:
    """Count each row's code points by class.

    classes  uint8[0x110000]: the class of every code point
    counts   int32[n, classes]: filled, one row for each row of the batch
    """
    for row in range(bounds.shape[0] - 1):
        text = raw[bounds[row] : bounds[row + 1]]
        mine = counts[row]
        mine[:] = 0
        for place in range(text.shape[0]):
            mine[classes[text[place]]] += np.int32(1)


@jit
def count_common(
    words: NDArray[np.int32], size: int, slots: NDArray[np.uint64], counts: NDArray[np.int32]
) -> None:
    """Count each row's words, and those among them that are known.

    words   int32[6, room], as of `mizan.kernels.block`; size: how many there are
    slots   uint64[2**a]: known hashes, each at the place of its lower a bits or behind; 0 is free
    counts  int32[n, 2], zero before: all words, known words
    """
    rows, hashes = words[ROW], hashes_of(words)
    mask = np.uint64(slots.shape[0] - 1)
    for word in range(size):
        counts[rows[word], 0] += np.int32(1)
        slot = hashes[word] & mask
        while slots[slot] != np.uint64(0) and slots[slot] != hashes[word]:
            slot = (slot + np.uint64(1)) & mask
        if slots[slot] != np.uint64(0):
            counts[rows[word], 1] += np.int32(1)
