"""Normalisation: one text to its normal form, and many in one pass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mizan.text import fold as folding
from mizan.text.fold import fold as normalise
from mizan.text.fold import table

__all__ = ["fold_many", "normalise", "table"]


def fold_many(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the letters of all texts and where each begins and ends."""
    folded = folding.fold_many(texts)
    return folded.codes, folded.bounds
