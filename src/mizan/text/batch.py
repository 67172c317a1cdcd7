"""Batch: the parts of many contents, with all their texts folded in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mizan.terms.part import Part
from mizan.text.fold import Folded, fold_many


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Batch:
    """What goes down the line together. Equal only to itself, so that results can hang on it.

    parts       every part of every content, in order
    texts       the folded texts of the parts of kind "text", one row each
    text_rows   int32[rows of texts]: the row in `parts` of each row of `texts`
    """

    parts: Sequence[Part]
    texts: Folded
    text_rows: NDArray[np.int32]


def make_batch(parts: Sequence[Part]) -> Batch:
    """Fold the texts among `parts` and return the batch."""
    rows = [row for row, part in enumerate(parts) if part.kind == "text"]
    texts = fold_many([parts[row].text or "" for row in rows])
    return Batch(parts, texts, np.array(rows, np.int32))
