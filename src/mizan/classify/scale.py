"""Scale: how a score becomes a probability, and from where on it is worth a person's look."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, log

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A logistic curve over scores (Platt, 1999), and a threshold on it.

    The probability is that of the training mix: one in so many texts was support there. What is
    told of a text is its `certainty`: the probability in a mix in which support is so frequent
    that the threshold is one half. So one half always means: worth a person's look.
    """

    slope: float
    offset: float
    review: float  # probability from which on a text is for review, 0..1, neither end

    def __post_init__(self) -> None:
        """Check the numbers; ValueError otherwise."""
        if not (isfinite(self.slope) and isfinite(self.offset) and 0 < self.review < 1):
            raise ValueError("a scale needs a slope, an offset, and a threshold between 0 and 1")

    def probability(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability that each text is support, 0..1."""
        return _logistic(self.slope * scores + self.offset)

    def certainty(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how sure the model is that each text is for review, 0..1; from 0.5 on it is."""
        return _logistic(self.slope * scores + self.offset - log(self.review / (1 - self.review)))


def _logistic(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    made: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(odds, -500, 500)))
    return made
