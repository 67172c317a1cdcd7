"""Near-duplicate text, as the line looks it up: fold, fingerprints, index, stops, spans."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mizan.banks.background import build_background
from mizan.banks.indexes import overlap
from mizan.banks.stops import Stops
from mizan.signals.sketch import make_value, sketch_many
from mizan.text.fold import fold as normalise
from mizan.text.fold import fold_many

__all__ = ["Index", "build", "normalise"]

_ONE = np.zeros(1, np.int32)

Answer = tuple[int, float, float, list[tuple[int, int]]]


class Index:
    """Known texts with the background of ordinary posts."""

    def __init__(self, items: Sequence[tuple[int, str]], commons: Sequence[str]) -> None:
        self._ids = [number for number, _ in items]
        folded = fold_many([text for _, text in items])
        self._arrays = overlap.build([make_value(folded, row) for row in range(len(items))])
        self._index = overlap.OverlapIndex(self._arrays)
        self._stops = Stops(np.zeros(0, np.uint64), build_background(commons).slots)

    def query(self, text: str) -> list[Answer]:
        hits = self._index.search(sketch_many(fold_many((text,)), _ONE), stops=self._stops)
        if not len(hits):
            return []
        ids = self._ids
        return [(ids[row], coverage, share, spans) for row, coverage, share, spans in hits.told()]

    def refused(self) -> list[int]:
        return [self._ids[row] for row in np.flatnonzero(self._index.thin(self._stops)).tolist()]

    def nbytes(self) -> int:
        return sum(array.nbytes for array in self._arrays.values())


build = Index
