"""The linear model: one score for each text, and what each word adds to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import direct
from mizan.kernels.linear import SLOTS, explain_row, score_rows, score_text
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
        """Take both as kernels expect them; ValueError for weights of another shape."""
        if self.weights.shape != (SLOTS,):
            raise ValueError(f"a model has {SLOTS} weights")
        weights = np.ascontiguousarray(self.weights, np.float32).view()
        weights.flags.writeable = False
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "bias", float(self.bias))

    def score_many(self, folded: Folded) -> NDArray[np.float64]:
        """Return the score of each text, float64[n]; the bias for a text without a word."""
        scores = np.empty(len(folded.bounds) - 1)
        _score_rows()(folded.codes, folded.bounds, self.weights, self.bias, scores)
        return scores

    def score(self, folded: Folded) -> float:
        """Return the score of a batch of one text: the same bits, at less cost."""
        return float(_score_text()(folded.codes, self.weights, self.bias))

    def explain(self, folded: Folded, row: int) -> list[WordWeight]:
        """Return each word of one text with what it adds, in the order of the text.

        `folded.span(row, start, end)` is where it stands in the original.
        """
        codes = folded.codes[folded.bounds[row] : folded.bounds[row + 1]]
        told = explain_row(codes, self.weights)
        return [WordWeight(*each) for each in zip(*(array.tolist() for array in told), strict=True)]


@cache
def _score_rows() -> Callable[..., Any]:
    return direct(score_rows, "uint32[::1], int64[::1], float32[::1], float64, float64[::1]")


@cache
def _score_text() -> Callable[..., Any]:
    return direct(score_text, "uint32[::1], float32[::1], float64")
