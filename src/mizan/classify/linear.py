"""The linear table: one score for each text under one reading, and what each word adds to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.classify.readings import PLAIN, readings
from mizan.kernels.compile import direct
from mizan.kernels.linear import SLOTS, explain_row, score_rows

Codes = NDArray[np.uint32]
Bounds = NDArray[np.int64]
Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class WordWeight:
    """What one word adds to a score."""

    start: int  # code point of the normal form
    end: int  # exclusive
    weight: float  # log odds; the weights of all words sum up to the score


@dataclass(frozen=True, slots=True, eq=False)
class LinearTable:
    """Weights and squared scales of hashed features under one reading. Never altered."""

    table: NDArray[np.float32]  # [2^18, 2], read-only
    reading: str = PLAIN

    def __post_init__(self) -> None:
        """Take the table as kernels expect it; ValueError for one of another shape."""
        if self.table.shape != (SLOTS, 2):
            raise ValueError(f"a table has {SLOTS} weights with their scales")
        table = np.ascontiguousarray(self.table, np.float32).view()
        table.flags.writeable = False
        object.__setattr__(self, "table", table)

    @property
    def letters(self) -> NDArray[np.uint32]:
        """Return how this table reads letters."""
        return readings()[self.reading].letters

    def score_rows(self, codes: Codes, bounds: Bounds, rows: Rows) -> NDArray[np.float64]:
        """Return the scores of some rows of a batch, float64[k]: 0 for a text without a word."""
        scores = np.empty(len(rows))
        _score_rows()(codes, bounds, rows, self.letters, self.table, scores)
        return scores

    def explain(self, codes: Codes) -> list[WordWeight]:
        """Return each word of one text's normal form with what it adds, in the order of the text.

        Nothing under a reading that has no words.
        """
        if self.letters[-1]:
            return []
        told = explain_row(codes, self.letters, self.table)
        return [WordWeight(*each) for each in zip(*(array.tolist() for array in told), strict=True)]


@cache
def _score_rows() -> Callable[..., Any]:
    texts = "uint32[::1], int64[::1], int32[::1], Array(uint32, 1, 'C', readonly=True)"
    table = "Array(float32, 2, 'C', readonly=True)"
    return direct(score_rows, f"{texts}, {table}, float64[::1]")
