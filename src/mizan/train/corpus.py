"""The corpus: rows of one language as a model reads them, grouped so that no copy is parted."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mizan.classify.linear import Bounds, Codes
from mizan.classify.net import hashed_words
from mizan.classify.own import own_words, places_of
from mizan.detect.voices import voices_of
from mizan.terms.part import Part
from mizan.text.batch import make_batch
from mizan.text.fold import fold_many
from mizan.train.rows import Row

PARTS = 5  # of a cross-validation
_RUN = 5  # words of a run that copies share
_SKETCH = 3  # lowest hashes of runs that are compared
_CHUNK = 4000  # texts folded at once
_STEP = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Rows of one language, and arrays beside them.

    codes, bounds  normal forms in the texts' own words, int64[n + 1]
    """

    rows: Sequence[Row]
    codes: Codes
    bounds: Bounds
    labels: NDArray[np.bool_]  # [n]
    weights: NDArray[np.float64]  # [n]
    parts: NDArray[np.int32]  # [n]: the part of the cross-validation, 0 to PARTS - 1
    kinds: NDArray[np.str_]  # [n]

    def some(self, places: NDArray[np.intp]) -> tuple[Codes, Bounds]:
        """Return the normal forms of some rows, one after the other."""
        lengths = np.diff(self.bounds)[places]
        bounds = np.concatenate([[0], np.cumsum(lengths)])
        letters = np.repeat(self.bounds[:-1][places] - bounds[:-1], lengths)
        return self.codes[letters + np.arange(bounds[-1])], bounds


def make_corpus(rows: Iterable[Row], *, seed: int) -> Corpus:
    """Return the corpus of rows: each text once, whole groups of near-copies in one part."""
    kept = _once(list(rows))
    codes, bounds = _read([row.text for row in kept])
    groups = _grouped(kept, codes, bounds)
    return Corpus(
        rows=kept,
        codes=codes,
        bounds=bounds,
        labels=np.array([row.support for row in kept], np.bool_),
        weights=np.array([row.weight for row in kept]),
        parts=np.array([zlib.crc32(f"{seed} {one}".encode()) % PARTS for one in groups], np.int32),
        kinds=np.array([row.kind for row in kept]),
    )


def _once(rows: Sequence[Row]) -> list[Row]:
    """Return rows whose normal form was not there before; those that are measured by come first."""
    kept: dict[bytes, Row] = {}
    ordered = sorted(rows, key=lambda row: (row.weak, not row.support))
    for start in range(0, len(ordered), _CHUNK):
        some = ordered[start : start + _CHUNK]
        folded = fold_many([row.text for row in some])
        for number, row in enumerate(some):
            form = folded.codes[folded.bounds[number] : folded.bounds[number + 1]]
            if len(form):
                kept.setdefault(form.tobytes(), row)
    return list(kept.values())


def _read(texts: Sequence[str]) -> tuple[Codes, Bounds]:
    """Return the normal forms of texts in their own words, as `mizan.detect.learned` reads them."""
    codes, ends = [np.zeros(0, np.uint32)], [np.zeros(1, np.int64)]
    for start in range(0, len(texts), _CHUNK):
        batch = make_batch(
            [
                Part(content=number, name="text", kind="text", text=text)
                for number, text in enumerate(texts[start : start + _CHUNK])
            ]
        )
        codes.append(own_words(batch.texts, places_of(voices_of(batch).reported)))
        ends.append(batch.texts.bounds[1:] + ends[-1][-1])
    return np.concatenate(codes), np.concatenate(ends)


def _grouped(rows: Sequence[Row], codes: Codes, bounds: Bounds) -> NDArray[np.int64]:
    """Return one number for each group: rows of one given group, or with a run of words in common.

    Compared are the lowest hashes of each text's runs of words: near-copies share one of them.
    """
    parents = np.arange(len(rows))

    def root(one: int) -> int:
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = int(parents[one])
        return one

    seen: dict[object, int] = {}
    words, ends = hashed_words(codes, bounds)
    for number, row in enumerate(rows):
        own = words[ends[number] : ends[number + 1]]
        for mark in (row.group, *(() if row.made else _sketch(own))):
            other = root(seen.setdefault(mark, number))
            parents[root(number)] = other
    return np.array([root(number) for number in range(len(rows))])


def _sketch(words: NDArray[np.uint64]) -> list[int]:
    if len(words) < _RUN:
        return []
    runs = words[: len(words) - _RUN + 1].copy()
    for step in range(1, _RUN):
        runs = (runs ^ words[step : len(words) - _RUN + 1 + step]) * _STEP
    runs ^= runs >> np.uint64(31)
    lowest: list[int] = np.sort(np.unique(runs))[:_SKETCH].tolist()
    return lowest
