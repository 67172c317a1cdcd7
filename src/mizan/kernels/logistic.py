"""Logistic loss over hashed features: margins of all texts, and the gradient of the weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit


@jit
def lengths(
    slots: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    squares: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Write into `out`, float64[n], the length of each text's vector of scales; 1 for none.

    slots, bounds  as `feature_rows` gives them; squares float64[SLOTS]: squared scales
    """
    for text in range(out.shape[0]):
        total = 0.0
        for slot in slots[bounds[text] : bounds[text + 1]]:
            total += squares[slot]
        out[text] = np.sqrt(total) if total > 0 else 1.0


@jit
def margins(
    slots: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    norms: NDArray[np.float64],
    weights: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Write into `out`, float64[n], the sum of each text's weights over its length.

    norms    float64[n], as `lengths` gives them; weights float64[SLOTS]
    """
    for text in range(out.shape[0]):
        total = 0.0
        for slot in slots[bounds[text] : bounds[text + 1]]:
            total += weights[slot]
        out[text] = total / norms[text]


@jit
def spread(
    slots: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    norms: NDArray[np.float64],
    slopes: NDArray[np.float64],
    gradient: NDArray[np.float64],
) -> None:
    """Add each text's slope over its length to the gradient of each of its weights.

    slopes  float64[n]: of the loss by the text's margin; gradient float64[SLOTS]
    """
    for text in range(slopes.shape[0]):
        share = slopes[text] / norms[text]
        for slot in slots[bounds[text] : bounds[text + 1]]:
            gradient[slot] += share
