"""Fit: the weights that tell two kinds of text apart best. For floor 6, `train`, to call.

L2-regularised logistic regression by L-BFGS (Liu and Nocedal, 1989). The loss is convex, so there
is one best answer and no seed; sums run in one order, so the same texts give the same bits.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mizan.classify.model import LinearModel
from mizan.kernels.linear import SLOTS, feature_rows
from mizan.kernels.logistic import margins, spread
from mizan.text.fold import Folded

Vector = NDArray[np.float64]

STRENGTH = 1e-5  # of the pull towards zero, beside a mean loss
MOST_STEPS = 100
ENOUGH = 1e-5  # largest slope of a weight that counts as flat
_MEMORY = 8  # steps remembered
_HALVINGS = 30  # of one step, before it is given up


@dataclass(frozen=True, slots=True)
class _Task:
    """Texts as slots of features, and a sign for each: +1 or -1."""

    slots: NDArray[np.uint32]
    bounds: NDArray[np.int64]
    signs: Vector
    strength: float

    def loss(self, point: Vector) -> tuple[float, Vector]:
        """Return the mean loss and its gradient. `point` is all weights, and then the bias."""
        weights = point[:-1]
        margin = np.empty(len(self.signs))
        margins(self.slots, self.bounds, weights, margin)
        agreed = self.signs * (margin + point[-1])
        count = len(self.signs)
        loss = _sum(np.logaddexp(0, -agreed)) / count + self.strength / 2 * _dot(weights, weights)
        slopes = -self.signs * np.exp(-np.logaddexp(0, agreed)) / count
        gradient = np.append(self.strength * weights, _sum(slopes))
        spread(self.slots, self.bounds, slopes, gradient[:-1])
        return loss, gradient


def fit(
    folded: Folded,
    labels: NDArray[np.bool_],
    *,
    strength: float = STRENGTH,
    most_steps: int = MOST_STEPS,
) -> LinearModel:
    """Return the model that tells texts with a true label from the others.

    labels    bool[n], of both kinds at least one; ValueError otherwise
    strength  of the pull towards zero: more for few or noisy texts
    """
    wanted = np.asarray(labels, np.bool_)
    if len(wanted) != len(folded) or wanted.all() or not wanted.any():
        raise ValueError("a model needs one label for each text, and texts of both kinds")
    slots, bounds = feature_rows(folded.codes, folded.bounds)
    task = _Task(slots, bounds, np.where(wanted, 1.0, -1.0), strength)
    point = _descend(task, most_steps)
    return LinearModel(point[:-1].astype(np.float32), float(point[-1]))


def _descend(task: _Task, most_steps: int) -> Vector:
    point = np.zeros(SLOTS + 1)
    loss, gradient = task.loss(point)
    memory: deque[tuple[Vector, Vector]] = deque(maxlen=_MEMORY)
    for _ in range(most_steps):
        if np.abs(gradient).max() < ENOUGH:
            break
        direction = _direction(gradient, memory)
        length = 1.0 if memory else min(1.0, 1 / float(np.sqrt(_dot(gradient, gradient))))
        slope = _dot(gradient, direction)
        for _ in range(_HALVINGS):
            there = point + length * direction
            new_loss, new_gradient = task.loss(there)
            if new_loss <= loss + 1e-4 * length * slope:
                break
            length /= 2
        else:
            break
        moved, turned = there - point, new_gradient - gradient
        if _dot(moved, turned) > 0:
            memory.append((moved, turned))
        point, loss, gradient = there, new_loss, new_gradient
    return point


def _direction(gradient: Vector, memory: deque[tuple[Vector, Vector]]) -> Vector:
    """Return the way downhill that the last steps suggest: the two loops of L-BFGS."""
    way, shares = -gradient, []
    for moved, turned in reversed(memory):
        share = _dot(moved, way) / _dot(moved, turned)
        way -= share * turned
        shares.append(share)
    if memory:
        moved, turned = memory[-1]
        way *= _dot(moved, turned) / _dot(turned, turned)
    for (moved, turned), share in zip(memory, reversed(shares), strict=True):
        way += (share - _dot(turned, way) / _dot(moved, turned)) * moved
    return way


def _dot(one: Vector, other: Vector) -> float:
    return _sum(one * other)


def _sum(values: Vector) -> float:
    """Return the sum in an order that does not depend on threads, as that of BLAS does."""
    return float(np.add.reduce(values))
