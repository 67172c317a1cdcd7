"""Logistic loss over hashed features: margins of all texts, and the gradient of the weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit


@jit
def margins(
    slots: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    weights: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Write into `out`, float64[n], the sum of each text's weights over sqrt(features).

    slots, bounds  as `feature_rows` gives them; weights float64[SLOTS]
    """
    for text in range(out.shape[0]):
        total = 0.0
        own = slots[bounds[text] : bounds[text + 1]]
        for i in range(own.shape[0]):
            total += weights[own[i]]
        out[text] = total / np.sqrt(max(own.shape[0], 1))


@jit
def spread(
    slots: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    slopes: NDArray[np.float64],
    gradient: NDArray[np.float64],
) -> None:
    """Add each text's slope over sqrt(features) to the gradient of each of its weights.

    slopes  float64[n]: of the loss by the text's margin; gradient float64[SLOTS]
    """
    for text in range(slopes.shape[0]):
        own = slots[bounds[text] : bounds[text + 1]]
        share = slopes[text] / np.sqrt(max(own.shape[0], 1))
        for i in range(own.shape[0]):
            gradient[own[i]] += share
