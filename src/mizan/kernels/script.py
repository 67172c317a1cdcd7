"""Counting letters by script, and by what they say about the language, over a whole batch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

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
