"""Shares with how sure they are, and middle values. Pure figures, no rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

FEW = 30  # fewer are too few to say anything of a share
_Z = 1.959963984540054  # 95 % of a normal distribution lie within so many deviations


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, with the 95 % interval after Wilson (1927)."""

    part: int
    whole: int

    @property
    def few(self) -> bool:
        """Whether the share says nothing yet."""
        return self.whole < FEW

    @property
    def value(self) -> float:
        """The share, 0..1; 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def low(self) -> float:
        """Lower end of the interval, 0..1."""
        return max(0.0, self._middle - self._half) if self.whole else 0.0

    @property
    def high(self) -> float:
        """Upper end of the interval, 0..1."""
        return min(1.0, self._middle + self._half) if self.whole else 1.0

    @property
    def _middle(self) -> float:
        n = self.whole
        return (self.value + _Z * _Z / (2 * n)) / (1 + _Z * _Z / n)

    @property
    def _half(self) -> float:
        n, p = self.whole, self.value
        return _Z * sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n)) / (1 + _Z * _Z / n)


def quantile(rising: Sequence[float], share: float) -> float | None:
    """Return the least value that at least `share` (0..1] of the values do not exceed.

    rising  values in rising order; None when there are none
    """
    if not rising:
        return None
    return rising[max(0, ceil(share * len(rising)) - 1)]
