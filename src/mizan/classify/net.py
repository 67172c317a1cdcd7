"""The net: a small one with one hidden layer, over the pooled vectors of a text's words.

It knows words by the company they keep in ordinary texts (Levy and Goldberg, NIPS 2014: word
vectors as a factorised table of associations), so it also reads words that no example held.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.classify.linear import Bounds, Codes
from mizan.classify.readings import PLAIN, readings
from mizan.kernels.compile import direct
from mizan.kernels.vectors import INDEX_BITS, fill_index, net_rows, pool_rows, word_rows

_LETTERS = "Array(uint32, 1, 'C', readonly=True)"


@dataclass(frozen=True, slots=True, eq=False)
class WordVectors:
    """A vector for each known word. Words are there as hashes, never as letters."""

    hashes: NDArray[np.uint64]  # [w]
    vectors: NDArray[np.int8]  # [w, d]
    shares: NDArray[np.float32]  # [w]: how much a word counts in a mean; rare ones more
    _index: NDArray[np.uint32] = field(init=False, repr=False)
    _checks: NDArray[np.uint32] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make the index; ValueError for arrays that do not go together or too many words."""
        shapes = [one.shape for one in (self.hashes, self.shares, self.vectors)]
        words = shapes[0][0] if len(shapes[0]) == 1 else -1
        fits = shapes[1] == (words,) and len(shapes[2]) == 2 and shapes[2][0] == words
        if not fits or words > 1 << (INDEX_BITS - 1):
            raise ValueError("word vectors need as many hashes and shares, and not too many")
        index = np.zeros(1 << INDEX_BITS, np.uint32)
        fill_index(np.ascontiguousarray(self.hashes, np.uint64), index)
        object.__setattr__(self, "_index", index)
        object.__setattr__(self, "_checks", self.hashes.astype(np.uint32))

    def pool(self, codes: Codes, bounds: Bounds) -> NDArray[np.float32]:
        """Return mean, highest and lowest of the vectors of each text, float32[n, 3 d]."""
        words, ends = hashed_words(codes, bounds)
        pooled = np.empty((len(bounds) - 1, 3 * self.vectors.shape[1]), np.float32)
        _pool_rows()(words, ends, self._index, self._checks, self.vectors, self.shares, pooled)
        return pooled


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """Word vectors and the two layers over them. Never altered."""

    words: WordVectors
    first: NDArray[np.float32]  # [3 d, h]
    offsets: NDArray[np.float32]  # [h]
    second: NDArray[np.float32]  # [h]
    bias: float

    def __post_init__(self) -> None:
        """Check that the layers fit each other; ValueError otherwise: kernels do not look."""
        size, hidden = 3 * self.words.vectors.shape[1], self.offsets.size
        fits = self.first.shape == (size, hidden) and self.second.shape == (hidden,)
        if not fits or self.offsets.ndim != 1:
            raise ValueError("the layers of a net do not fit each other")

    def score_many(self, codes: Codes, bounds: Bounds) -> NDArray[np.float64]:
        """Return the score of each text, float64[n], in log odds as it was trained."""
        return self.score_pooled(self.words.pool(codes, bounds))

    def score_pooled(self, pooled: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the scores of texts whose vectors are pooled already."""
        scores = np.empty(len(pooled))
        _net_rows()(pooled, self.first, self.offsets, self.second, scores)
        return scores + self.bias


def hashed_words(codes: Codes, bounds: Bounds) -> tuple[NDArray[np.uint64], Bounds]:
    """Return the hashes of all words of a batch, uint64[w], and where each text's end."""
    room = np.empty(len(codes) // 2 + len(bounds), np.uint64)
    ends = np.empty(len(bounds), np.int64)
    found = _word_rows()(codes, bounds, readings()[PLAIN].letters, room, ends)
    return room[:found], ends


@cache
def _word_rows() -> Callable[..., Any]:
    return direct(word_rows, f"uint32[::1], int64[::1], {_LETTERS}, uint64[::1], int64[::1]")


@cache
def _pool_rows() -> Callable[..., Any]:
    return direct(
        pool_rows,
        "uint64[::1], int64[::1], uint32[::1], uint32[::1], int8[:, ::1], float32[::1],"
        " float32[:, ::1]",
    )


@cache
def _net_rows() -> Callable[..., Any]:
    return direct(
        net_rows, "float32[:, ::1], float32[:, ::1], float32[::1], float32[::1], float64[::1]"
    )
