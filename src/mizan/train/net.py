"""Train the net: two layers over pooled word vectors, by Adam (Kingma and Ba, ICLR 2015).

Several nets from different starts are trained and joined to one that gives their mean: a wide net
with one hidden layer is the same as narrow ones side by side.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.classify.net import Net, WordVectors

Floats = NDArray[np.float32]

HIDDEN = 32  # of each net
NETS = 4
ROUNDS = 8
BATCH = 256
DECAY = 0.1  # pull towards zero, by the number of texts, as a batch of scikit-learn's has it
PACE = 1e-3
_FADE, _FADE_SQUARES, _TINY = np.float32(0.9), np.float32(0.999), np.float32(1e-8)


def train_net(
    words: WordVectors, pooled: Floats, labels: NDArray[np.bool_], weights: Floats, *, seed: int
) -> Net:
    """Return the net that tells rows with a true label from the others.

    pooled   float32[n, 3 d], as `WordVectors.pool` gives them
    weights  float32[n]: how much each row counts
    """
    middle, spread = pooled.mean(0), np.maximum(pooled.std(0), 1e-3)
    rows = (pooled - middle) / spread
    targets = labels.astype(np.float32)
    nets = [_one(rows, targets, weights, seed + number) for number in range(NETS)]
    first = np.hstack([net.layers[0] for net in nets]) / spread[:, None]
    offsets = np.concatenate([net.layers[1] for net in nets]) - middle @ first
    second = np.concatenate([net.layers[2] for net in nets]) / NETS
    bias = float(np.mean([net.layers[3][0] for net in nets]))
    return Net(words, _plain(first), _plain(offsets), _plain(second), bias)


def _plain(layer: NDArray[Any]) -> Floats:
    return np.ascontiguousarray(layer, np.float32)


@dataclass(slots=True)
class _Learner:
    """The layers of one net with what Adam remembers of each."""

    layers: list[Floats]
    means: list[Floats] = field(init=False)
    squares: list[Floats] = field(init=False)
    steps: int = 0

    def __post_init__(self) -> None:
        self.means = [np.zeros_like(one) for one in self.layers]
        self.squares = [np.zeros_like(one) for one in self.layers]

    def step(self, rows: Floats, targets: Floats, weights: Floats) -> None:
        """Learn from one batch."""
        first, offsets, second, bias = self.layers
        hidden = np.maximum(rows @ first + offsets, 0)
        odds = np.clip(hidden @ second + bias[0], -30, 30)
        miss = (1 / (1 + np.exp(-odds)) - targets) * weights / np.float32(len(rows))
        back = (miss[:, None] * second) * (hidden > 0)
        pull = np.float32(DECAY / len(rows))
        self._move(
            [
                rows.T @ back + pull * first,
                back.sum(0),
                hidden.T @ miss + pull * second,
                miss.sum(keepdims=True),
            ]
        )

    def _move(self, slopes: list[Floats]) -> None:
        self.steps += 1
        pace = PACE * np.sqrt(1 - _FADE_SQUARES**self.steps) / (1 - _FADE**self.steps)
        for number, slope in enumerate(slopes):
            mean, square = self.means[number], self.squares[number]
            mean += (1 - _FADE) * (slope - mean)
            square += (1 - _FADE_SQUARES) * (slope * slope - square)
            self.layers[number] -= (np.float32(pace) * mean / (np.sqrt(square) + _TINY)).astype(
                np.float32
            )


def _one(rows: Floats, targets: Floats, weights: Floats, seed: int) -> _Learner:
    rng = np.random.default_rng(seed)
    size = rows.shape[1]
    reach = np.sqrt(6 / (size + HIDDEN))
    learner = _Learner(
        [
            rng.uniform(-reach, reach, (size, HIDDEN)).astype(np.float32),
            np.zeros(HIDDEN, np.float32),
            rng.uniform(-0.4, 0.4, HIDDEN).astype(np.float32),
            np.zeros(1, np.float32),
        ]
    )
    for _ in range(ROUNDS):
        order = rng.permutation(len(rows))
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            learner.step(rows[some], targets[some], weights[some])
    return learner
