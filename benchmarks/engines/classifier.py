"""The linear classifier as a scan runs it: fold, and score from the folded form."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mizan.classify.fit import fit_plain
from mizan.classify.linear import LinearTable
from mizan.classify.readings import PLAIN
from mizan.text.fold import fold as normalise
from mizan.text.fold import fold_many

__all__ = ["Model", "normalise", "train"]


class Model:
    """A fitted model that takes raw texts."""

    def __init__(self, table: LinearTable) -> None:
        self._table = table
        self._row = np.zeros(1, np.int32)

    def score(self, text: str) -> float:
        folded = fold_many([text])
        return float(self._table.score_rows(folded.codes, folded.bounds, self._row)[0])

    def score_many(self, texts: Sequence[str]) -> NDArray[np.float64]:
        folded, rows = fold_many(texts), np.arange(len(texts), dtype=np.int32)
        return self._table.score_rows(folded.codes, folded.bounds, rows)


def train(texts: Sequence[str], labels: Sequence[int]) -> Model:
    model = fit_plain(fold_many(texts), np.array(labels, np.bool_))
    return Model(model.languages["en"][PLAIN][0].table)
