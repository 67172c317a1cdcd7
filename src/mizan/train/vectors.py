"""Word vectors from ordinary texts: words that keep the same company get like vectors.

A table of positive pointwise mutual information, smoothed, factorised by a randomised singular
value decomposition (Levy and Goldberg, NIPS 2014; Halko, Martinsson and Tropp, SIAM Review 2011).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mizan.classify.linear import Bounds, Codes
from mizan.classify.net import WordVectors, hashed_words
from mizan.kernels.sparse import near_pairs, times
from mizan.kernels.vectors import INDEX_BITS

SIZE = 112  # numbers of a vector
LEAST = 8  # times that a word must be there
MOST_WORDS = 1 << (INDEX_BITS - 2)
REACH = 4  # words to either side that are company
SMOOTHING = 0.75  # power over counts of company, so that rare words do not seem choosy
RARE = 1e-3  # share of all words at which a word counts half in a mean (Arora et al., ICLR 2017)
SWEEPS = 3  # of the decomposition
_CHUNK = 1 << 24  # pairs that are sorted at once


@dataclass(frozen=True, slots=True)
class _Table:
    """A sparse square table, and the same turned."""

    bounds: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: NDArray[np.float32]

    def times(self, dense: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the product with a dense table, float32[rows, d]."""
        out = np.empty((len(self.bounds) - 1, dense.shape[1]), np.float32)
        times(self.bounds, self.columns, self.values, np.ascontiguousarray(dense), out)
        return out

    def turned(self) -> _Table:
        """Return the table with rows for columns."""
        rows = np.repeat(np.arange(len(self.bounds) - 1, dtype=np.int32), np.diff(self.bounds))
        order = np.argsort(self.columns, kind="stable")
        bounds = np.searchsorted(self.columns[order], np.arange(len(self.bounds)))
        return _Table(bounds.astype(np.int64), rows[order], self.values[order])


def train_vectors(codes: Codes, bounds: Bounds, *, seed: int, least: int = LEAST) -> WordVectors:
    """Return vectors of the words of many texts; ValueError when hardly any is frequent enough.

    codes, bounds  normal forms; `least` how often a word must be there to get a vector
    """
    hashes, ends = hashed_words(codes, bounds)
    known, counts = np.unique(hashes, return_counts=True)
    order = np.lexsort((known, -counts))[:MOST_WORDS]
    order = order[counts[order] >= least]
    if len(order) <= SIZE:
        raise ValueError("too few words for vectors")
    vocabulary, frequency = known[order], counts[order]
    table = _associations(_numbered(hashes, vocabulary), ends, len(vocabulary))
    vectors = _decomposed(table, seed)
    shares = RARE / (RARE + frequency / len(hashes))
    return WordVectors(vocabulary, _as_bytes(vectors), shares.astype(np.float32))


def _numbered(hashes: NDArray[np.uint64], vocabulary: NDArray[np.uint64]) -> NDArray[np.int32]:
    order = np.argsort(vocabulary)
    places = np.minimum(np.searchsorted(vocabulary[order], hashes), len(vocabulary) - 1)
    found = order[places]
    numbers: NDArray[np.int32] = np.where(vocabulary[found] == hashes, found, -1).astype(np.int32)
    return numbers


def _associations(words: NDArray[np.int32], ends: Bounds, size: int) -> _Table:
    """Return the positive pointwise mutual information of words that stand near each other."""
    pairs, counts = _counted(words, ends)
    rows, columns = (
        (pairs >> np.uint64(32)).astype(np.int32),
        pairs.astype(np.uint32).view(np.int32),
    )
    totals = np.bincount(rows, counts, size)
    company = totals**SMOOTHING / np.sum(totals**SMOOTHING)
    values = np.log(counts / (np.maximum(totals[rows], 1) * np.maximum(company[columns], 1e-12)))
    kept = values > 0
    bounds = np.searchsorted(rows[kept], np.arange(size + 1))
    return _Table(bounds.astype(np.int64), columns[kept], values[kept].astype(np.float32))


def _counted(
    words: NDArray[np.int32], ends: Bounds
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return each pair once, rising, with how often it is there; some texts at a time."""
    pairs, counts = np.zeros(0, np.uint64), np.zeros(0, np.int64)
    first = 0
    while first < len(ends) - 1:
        last = int(np.searchsorted(ends, ends[first] + _CHUNK // (2 * REACH)))
        last = min(max(last, first + 1), len(ends) - 1)
        room = np.empty(2 * REACH * int(ends[last] - ends[first]), np.uint64)
        found = near_pairs(words, ends[first : last + 1], REACH, room)
        some, times_there = np.unique(room[:found], return_counts=True)
        both = np.concatenate([pairs, some])
        weights = np.concatenate([counts, times_there])
        pairs, places = np.unique(both, return_inverse=True)
        counts = np.bincount(places, weights).astype(np.int64)
        first = last
    return pairs, counts


def _decomposed(table: _Table, seed: int) -> NDArray[np.float32]:
    """Return a unit vector for each row: left singular vectors by the roots of their values."""
    turned = table.turned()
    rows = len(table.bounds) - 1
    start = np.random.default_rng(seed).standard_normal((rows, SIZE + 8)).astype(np.float32)
    basis = np.linalg.qr(table.times(start))[0]
    for _ in range(SWEEPS):
        basis = np.linalg.qr(turned.times(basis))[0]
        basis = np.linalg.qr(table.times(basis))[0]
    left, values, _ = np.linalg.svd(turned.times(basis).T, full_matrices=False)
    vectors = (basis @ left)[:, :SIZE] * np.sqrt(values[:SIZE])
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    made: NDArray[np.float32] = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return made


def _as_bytes(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Return vectors in 255 steps for each number of them."""
    most = np.quantile(np.abs(vectors), 0.9995, axis=0)
    made: NDArray[np.int8] = np.clip(np.round(vectors / most * 127), -127, 127).astype(np.int8)
    return made
