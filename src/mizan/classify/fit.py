"""Fit: the weights that tell two kinds of text apart best. For floor 6, `train`, to call.

L2-regularised logistic regression by L-BFGS (Liu and Nocedal, 1989) over features scaled by how
far each of them alone tells the kinds apart (Wang and Manning, ACL 2012). The loss is convex, so
there is one best answer and no seed; sums run in one order, so the same texts give the same bits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mizan.classify.linear import Bounds, Codes, LinearTable
from mizan.classify.model import Model, Reader
from mizan.classify.readings import PLAIN, readings
from mizan.classify.scale import Scale
from mizan.kernels.linear import SLOTS, count_texts, feature_rows
from mizan.kernels.logistic import lengths, margins, spread
from mizan.text.fold import Folded

Vector = NDArray[np.float64]

STRENGTH = 3e-7  # of the pull towards zero, beside a mean loss
MOST_STEPS = 100
ENOUGH = 1e-7  # largest slope of a weight that counts as flat
SMOOTHING = 0.5  # texts of either kind that every feature is taken to have been in besides
_MEMORY = 8  # steps remembered
_HALVINGS = 30  # of one step, before it is given up


@dataclass(frozen=True, slots=True)
class _Task:
    """Texts as slots of scaled features, and a sign for each: +1 or -1."""

    slots: NDArray[np.uint32]
    bounds: Bounds
    norms: Vector  # [n]: lengths of the texts
    scales: Vector  # [SLOTS]
    signs: Vector  # [n]
    shares: Vector  # [n]: of the loss, one in all
    strength: float

    def loss(self, point: Vector) -> tuple[float, Vector]:
        """Return the mean loss and its gradient. `point` is all weights, and then the bias."""
        weights = point[:-1]
        margin = np.empty(len(self.signs))
        margins(self.slots, self.bounds, self.norms, weights * self.scales, margin)
        agreed = self.signs * (margin + point[-1])
        loss = _dot(self.shares, np.logaddexp(0, -agreed))
        loss += self.strength / 2 * _dot(weights, weights)
        slopes = -self.signs * self.shares * np.exp(-np.logaddexp(0, agreed))
        gradient = np.zeros(SLOTS + 1)
        spread(self.slots, self.bounds, self.norms, slopes, gradient[:-1])
        gradient[:-1] = gradient[:-1] * self.scales + self.strength * weights
        gradient[-1] = _sum(slopes)
        return loss, gradient


@dataclass(frozen=True, slots=True)
class Fitted:
    """A table and the constant that was fitted beside it."""

    table: LinearTable
    bias: float  # log odds


def fit(
    codes: Codes,
    bounds: Bounds,
    labels: NDArray[np.bool_],
    *,
    reading: str = PLAIN,
    weights: Vector | None = None,
    strength: float = STRENGTH,
    most_steps: int = MOST_STEPS,
) -> Fitted:
    """Return the table that tells texts with a true label from the others under one reading.

    codes, bounds  normal forms, as of `mizan.text.fold.Folded`
    labels    bool[n], of both kinds at least one; ValueError otherwise
    weights   float64[n], above 0: how much each text counts; None for all alike
    strength  of the pull towards zero: more for few or noisy texts
    Weights and scales come as half-precision numbers, as files keep them.
    """
    wanted = np.asarray(labels, np.bool_)
    if len(wanted) != len(bounds) - 1 or wanted.all() or not wanted.any():
        raise ValueError("a model needs one label for each text, and texts of both kinds")
    slots, ends = feature_rows(codes, bounds, readings()[reading].letters)
    scales = _scales(slots, ends, wanted)
    norms = np.empty(len(wanted))
    lengths(slots, ends, scales**2, norms)
    shares = np.ones(len(wanted)) if weights is None else np.asarray(weights, np.float64)
    signs = np.where(wanted, 1.0, -1.0)
    task = _Task(slots, ends, norms, scales, signs, shares / _sum(shares), strength)
    point = _descend(task, most_steps)
    table = np.column_stack([point[:-1] * scales, scales**2])
    halved = table.astype(np.float16).astype(np.float32)
    return Fitted(LinearTable(halved, reading), float(point[-1]))


def fit_plain(
    folded: Folded,
    labels: NDArray[np.bool_],
    *,
    about: Mapping[str, str] | None = None,
    strength: float = STRENGTH,
    most_steps: int = MOST_STEPS,
) -> Model:
    """Return the smallest model: one table in plain writing, for Arabic and English alike.

    Its probabilities are as it was fitted, and half is its threshold. ValueError as `fit`.
    """
    made = fit(folded.codes, folded.bounds, labels, strength=strength, most_steps=most_steps)
    scale = Scale(slope=1.0, offset=0.0, review=0.5)
    reader = Reader(table=made.table, bias=made.bias, scale=scale)
    return Model({"ar": {PLAIN: (reader,)}, "en": {PLAIN: (reader,)}}, dict(about or {}))


def _scales(slots: NDArray[np.uint32], bounds: Bounds, labels: NDArray[np.bool_]) -> Vector:
    """Return how far each feature alone tells the kinds apart: a log ratio of shares of texts."""
    counts = np.zeros((2, SLOTS), np.int64)
    count_texts(slots, bounds, labels, counts)
    shares = (counts + SMOOTHING) / (np.bincount(labels, minlength=2)[:, None] + 1)
    scales: Vector = np.abs(np.log(shares[1] / shares[0])).astype(np.float16).astype(np.float64)
    return scales


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
