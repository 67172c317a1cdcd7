"""Scaling: the logistic curve that turns scores into probabilities, and how well it fits.

Platt (1999), with the targets of Lin, Lin and Weng (Machine Learning, 2007). The expected
calibration error is that of Naeini and others (AAAI 2015), over bins of equally many rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BINS = 15
_STEPS = 50


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows of about one probability."""

    expected: float  # mean probability
    seen: float  # share that is support
    rows: int


def fit_scale(scores: Floats, labels: NDArray[np.bool_], weights: Floats) -> tuple[float, float]:
    """Return the slope and the offset of the curve, by Newton's method."""
    kinds = [weights[labels == kind].sum() for kind in (False, True)]
    targets = np.where(labels, (kinds[1] + 1) / (kinds[1] + 2), 1 / (kinds[0] + 2))
    point = np.array([1.0, 0.0])
    rows = np.column_stack([scores, np.ones(len(scores))])
    for _ in range(_STEPS):
        made = 1 / (1 + np.exp(-np.clip(rows @ point, -50, 50)))
        slope = rows.T @ (weights * (made - targets))
        curve = (rows * (weights * made * (1 - made))[:, None]).T @ rows + 1e-9 * np.eye(2)
        step = np.linalg.solve(curve, slope)
        point -= step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-8:
            break
    return float(point[0]), float(point[1])


def bins_of(probabilities: Floats, labels: NDArray[np.bool_]) -> list[Bin]:
    """Return the bins of a reliability diagram, rising."""
    order = np.argsort(probabilities, kind="stable")
    return [
        Bin(float(probabilities[some].mean()), float(labels[some].mean()), len(some))
        for some in np.array_split(order, BINS)
        if len(some)
    ]


def calibration_error(probabilities: Floats, labels: NDArray[np.bool_]) -> float:
    """Return the expected calibration error, 0..1."""
    bins = bins_of(probabilities, labels)
    return sum(one.rows * abs(one.expected - one.seen) for one in bins) / max(1, len(labels))
