"""Thresholds that hold for every protected kind of speech, not on average.

Learn then test (Angelopoulos, Bates, Candès, Jordan and Lei, 2021) with fixed-sequence testing:
thresholds are tried from the strictest down, and each must show for every kind, by an exact
binomial test, that no more than a share `most` of it is flagged. The first that cannot, ends it.

What is guaranteed, and under which assumption: with probability 1 - `risk` over the rows that the
threshold was chosen by, no kind's rate of false cases is above `most`, for texts drawn as those
rows were, and for a model as good as those of the cross-validation. Other sources, other years
and kinds with too few rows are not covered.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RISK = 0.1
HIGHEST = 1 - 1e-9  # threshold
_STEPS = 2000  # thresholds that are tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What shares of protected speech may be flagged, 0..1."""

    most: float  # of any kind that has rows enough to show it
    mean: float  # of all these kinds, each counting the same, as seen; those with few rows as one
    written: float  # of all kinds that were written for training together, as seen

    def tightened(self, caution: float) -> Bounds:
        """Return the bounds divided by a number."""
        return Bounds(
            most=self.most / caution, mean=self.mean / caution, written=self.written / caution
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A threshold and what it was chosen by."""

    review: float  # from this probability on a text is for review
    flagged: Mapping[str, float]  # share of each kind, as seen
    tested: tuple[str, ...]  # kinds with rows enough for the guarantee


def choose(
    probabilities: Mapping[str, Floats],
    written: Mapping[str, Floats],
    bounds: Bounds,
    *,
    risk: float = RISK,
) -> Choice:
    """Return the lowest threshold that holds, given the probabilities of rows of each kind.

    written  those of kinds that were written for training: their families are few and made to be
             hard, so that they are bounded together and as seen
    """
    rows = {kind: np.sort(values) for kind, values in probabilities.items() if len(values)}
    others = {kind: np.sort(values) for kind, values in written.items() if len(values)}
    tested = tuple(
        kind
        for kind, values in rows.items()
        if _chance(0, len(values), bounds.most) <= risk / len(rows)
    )
    counted = _together(rows, tested)
    everything = np.sort(np.concatenate([np.zeros(1), *rows.values(), *others.values()]))
    places = np.unique(np.linspace(len(everything) * 0.8, len(everything) - 1, _STEPS).astype(int))
    found = Choice(review=HIGHEST, flagged=_shares(rows | others, HIGHEST), tested=tested)
    for place in places[::-1]:
        threshold = min(float(np.nextafter(everything[place], 2)), HIGHEST)
        if _mean(_shares(counted, threshold)) > bounds.mean:
            break
        if _mean(_shares(others, threshold)) > bounds.written:
            break
        counts = [(_over(rows[kind], threshold), len(rows[kind])) for kind in tested]
        if any(_chance(*count, bounds.most) > risk / len(rows) for count in counts):
            break
        found = Choice(review=threshold, flagged=_shares(rows | others, threshold), tested=tested)
    return found


def _together(rows: Mapping[str, Floats], large: Collection[str]) -> dict[str, Floats]:
    """Return the large kinds as they are and all others as one: a row of few says little."""
    small = [values for kind, values in rows.items() if kind not in large]
    counted = {kind: rows[kind] for kind in large}
    return counted | {"few": np.sort(np.concatenate(small))} if small else counted


def _mean(shares: Mapping[str, float]) -> float:
    return sum(shares.values()) / max(1, len(shares))


def _over(ordered: Floats, threshold: float) -> int:
    return len(ordered) - int(np.searchsorted(ordered, threshold, "left"))


def _shares(rows: Mapping[str, Floats], threshold: float) -> dict[str, float]:
    return {kind: _over(values, threshold) / len(values) for kind, values in rows.items()}


def _chance(flagged: int, rows: int, most: float) -> float:
    """Return the chance of so few flagged rows if a share `most` of all were: binomial tail."""
    logs = [
        math.lgamma(rows + 1)
        - math.lgamma(k + 1)
        - math.lgamma(rows - k + 1)
        + k * math.log(most)
        + (rows - k) * math.log1p(-most)
        for k in range(flagged + 1)
    ]
    return min(1.0, sum(map(math.exp, logs)))
