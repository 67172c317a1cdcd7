"""Agreement of two people who judged the same without knowing of each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mizan.casework.guards import wilson

FEW = 30  # fewer say nothing yet
RED = 0.6  # R12: Cohen's kappa below it is red

Verdict = Literal["ok", "red", "too_few"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two judges agree."""

    n: int
    share: float  # 0..1, of equal answers
    kappa: float | None  # Cohen's, -1..1; None where only one answer was ever given

    @property
    def verdict(self) -> Verdict:
        """Say whether it is good enough, or whether too few were compared."""
        if self.n < FEW:
            return "too_few"
        return "red" if self.kappa is not None and self.kappa < RED else "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share with its 95 % Wilson interval."""

    hits: int
    n: int

    @property
    def share(self) -> float:
        """Return hits / n, 0 of none."""
        return self.hits / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Return its bounds, 0..1."""
        return wilson(self.hits, self.n)

    @property
    def few(self) -> bool:
        """Tell whether there are too few to say anything."""
        return self.n < FEW


def agreement(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """Return how far the first and the second of each pair agree; Cohen (1960)."""
    both = list(pairs)
    n = len(both)
    if not n:
        return Agreement(n=0, share=0.0, kappa=None)
    same = sum(one == other for one, other in both) / n
    first, second = Counter(one for one, _ in both), Counter(other for _, other in both)
    chance = sum(first[name] * second[name] for name in first) / n**2
    return Agreement(n=n, share=same, kappa=None if chance == 1 else (same - chance) / (1 - chance))
