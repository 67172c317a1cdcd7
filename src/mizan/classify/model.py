"""The linear model: one score for each text, and what each word adds to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.linear import SLOTS, explain_row, score_rows
from mizan.text.fold import Folded

FEATURES = 1  # version of the features; a model is of use with its own alone


@dataclass(frozen=True, slots=True)
class WordWeight:
    """What one word adds to a score."""

    start: int  # code point of the normal form
    end: int  # exclusive
    weight: float  # log odds; the weights of all words and the bias sum up to the score


@dataclass(frozen=True, slots=True, eq=False)
class LinearModel:
    """Weights of hashed features. Thread-safe: nothing in it is ever altered.

    A score is the log of odds as the model was trained, not yet calibrated: 0 means even odds.
    """

    weights: NDArray[np.float32]  # [2^18], read-only
    bias: float
    about: Mapping[str, str] = field(default_factory=dict)  # what is to be known of it, for people

    def __post_init__(self) -> None:
        """Take the weights as kernels expect them; ValueError for another shape."""
        if self.weights.shape != (SLOTS,):
            raise ValueError(f"a model has {SLOTS} weights")
        weights = np.ascontiguousarray(self.weights, np.float32).view()
        weights.flags.writeable = False
        object.__setattr__(self, "weights", weights)

    def score_many(self, folded: Folded) -> NDArray[np.float64]:
        """Return the score of each text, float64[n]; the bias for a text without a word."""
        scores = np.empty(len(folded.bounds) - 1)
        score_rows(folded.codes, folded.bounds, self.weights, self.bias, scores)
        return scores

    def explain(self, folded: Folded, row: int) -> list[WordWeight]:
        """Return each word of one text with what it adds, in the order of the text.

        `folded.span(row, start, end)` is where it stands in the original.
        """
        codes = folded.codes[folded.bounds[row] : folded.bounds[row + 1]]
        told = explain_row(codes, self.weights)
        return [WordWeight(*each) for each in zip(*(array.tolist() for array in told), strict=True)]
