"""The linear classifier as a scan runs it: fold, and score from the folded form."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mizan.classify.fit import fit
from mizan.classify.model import LinearModel
from mizan.text.fold import fold as normalise
from mizan.text.fold import fold_many

__all__ = ["Model", "normalise", "train"]


class Model:
    """A fitted model that takes raw texts."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model

    def score(self, text: str) -> float:
        return self._model.score(fold_many([text]))

    def score_many(self, texts: Sequence[str]) -> NDArray[np.float64]:
        return self._model.score_many(fold_many(texts))


def train(texts: Sequence[str], labels: Sequence[int]) -> Model:
    return Model(fit(fold_many(texts), np.array(labels, np.bool_)))
