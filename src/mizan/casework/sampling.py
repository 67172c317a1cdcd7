"""Sampling: which decisions are looked at again, blind (R12). Reproducible from a seed.

A decision is chosen by itself and at once, so that what was left up need not be kept for the rest.
"""

from __future__ import annotations

from hashlib import blake2b
from math import sqrt

_SPREADS = 2.0  # so many usual spreads are aimed higher, so that the least is nearly always reached


def share(*, percent: int, least: int, expected: int, sampled: int) -> float:
    """Return the share of a month's decisions of one kind and language to choose, 0..1.

    percent   at least so many of a hundred
    least     at least so many a month, where there are so many
    expected  how many the month is likely to have: as many as the last one; 0 when not known
    sampled   how many were chosen this month
    """
    usual = percent / 100
    if expected <= 0:
        return 1.0 if sampled < least else usual
    return min(1.0, max(usual, (least + _SPREADS * sqrt(least)) / expected))


def is_chosen(seed: bytes, decision: int, portion: float) -> bool:
    """Tell whether a decision is among the share; of the same seed always the same ones."""
    digest = blake2b(str(decision).encode(), key=seed[:64], digest_size=8).digest()
    return int.from_bytes(digest, "big") < portion * 2**64
