"""Measures: shares with their intervals, the worst group, recall at a bounded rate, calibration.

Groups count alike however many texts they hold: a mean over groups cannot hide the worst of them.
Never an F1 on halves that are equally large: it goes with a useless product.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mizan.casework.guards import wilson

BINS = 10  # of a reliability diagram

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many texts."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """Return the share, 0..1; 0 of none."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Return its 95 % Wilson interval, 0..1; (0, 1) of none."""
        return wilson(self.hits, self.total)


@dataclass(frozen=True, slots=True)
class AtRate:
    """What is found when the threshold is set so that few of the protected groups are flagged."""

    threshold: float  # score above which a text counts as flagged, 0..1
    rate: float  # mean share of the groups that is flagged there, 0..1
    found: Share  # of the texts that are to be found


@dataclass(frozen=True, slots=True)
class Bin:
    """Texts of which a model was about equally sure."""

    sure: float  # its mean certainty, 0..1
    true: Share  # how many of them support terrorism


def mean(shares: Iterable[Share]) -> float:
    """Return the mean over groups, each counting the same, 0..1; groups without texts do not."""
    values = [share.value for share in shares if share.total]
    return sum(values) / len(values) if values else 0.0


def recall_at(support: Floats, groups: Sequence[Floats], most: float) -> AtRate | None:
    """Return recall at the lowest threshold at which the mean over groups is at most `most`.

    support  scores of the texts that are to be found, 0..1
    groups   scores of each protected group, 0..1

    None where there is nothing to be found, or no group.
    """
    ordered = [np.sort(scores) for scores in groups if len(scores)]
    if not ordered or not len(support):
        return None
    steps = np.unique(np.concatenate([np.zeros(1), *ordered]))  # flagged: above the step
    rates = sum((_above(scores, steps) / len(scores) for scores in ordered), np.zeros(len(steps)))
    rates = rates / len(ordered)
    first = int(np.argmax(rates <= most))  # they fall, and are 0 at the last step
    found = int((support > steps[first]).sum())
    return AtRate(float(steps[first]), float(rates[first]), Share(found, len(support)))


def bins_of(certain: Floats, true: NDArray[np.bool_]) -> list[Bin]:
    """Return the bins of a reliability diagram that hold texts, equally wide, rising."""
    places = np.minimum((certain * BINS).astype(int), BINS - 1)
    return [
        Bin(float(certain[here].mean()), Share(int(true[here].sum()), int(here.sum())))
        for here in (places == number for number in range(BINS))
        if here.any()
    ]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Return the expected calibration error, 0..1 (Guo et al. 2017); None without texts.

    It is the mean distance between how sure the model was and how often it was right to be, each
    bin counting by its texts.
    """
    total = sum(one.true.total for one in bins)
    if not total:
        return None
    return sum(abs(one.sure - one.true.value) * one.true.total for one in bins) / total


def _above(ordered: Floats, steps: Floats) -> Floats:
    """Return how many of some scores are above each step."""
    return (len(ordered) - np.searchsorted(ordered, steps, "right")).astype(np.float64)
