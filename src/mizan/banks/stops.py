"""Stops: text fingerprints that never count as evidence, on either side of a comparison.

They come from two places: passages that everybody shares (the `commons` banks), exactly, and the
background of a service's own ordinary posts, by counters of what is frequent there.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.stops import contained, set_bits
from mizan.signals.sketch import read_value

FREQUENT = 2  # a counter from here on says that a fingerprint is frequent
SLOTS = 1 << 24  # counters of a background; the slot of a fingerprint is its top 24 bits


class Stops:
    """A fixed set of fingerprints. Make a new one when passages or the background change."""

    def __init__(self, passages: NDArray[np.uint64], background: NDArray[np.uint8] | None) -> None:
        """Take them in.

        passages    uint64[p]: fingerprints of shared passages, in any order
        background  uint8[2^24]: counters, or None; from 2 on a fingerprint is frequent
        """
        self._passages = np.unique(np.asarray(passages, np.uint64))
        size = 1 << max(10, (2 * len(self._passages) - 1).bit_length() if len(passages) else 0)
        self._sieve = np.zeros(size, np.uint8)
        set_bits(self._sieve, (self._passages >> np.uint64(1)) & np.uint64(8 * size - 1))
        if background is None:
            self._frequent = np.zeros(SLOTS // 8, np.uint8)
        else:
            self._frequent = np.packbits(background >= FREQUENT, bitorder="little")

    def contains(self, hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Say of each fingerprint, uint64[m], whether it is stopped."""
        return contained(hashes, self._frequent, self._passages, self._sieve)


def stops_of(passages: Iterable[bytes], background: NDArray[np.uint8] | None) -> Stops:
    """Return the stops of `neartext` values, those of passages above all, and a background."""
    hashes = [read_value(value).hashes for value in passages]
    return Stops(np.concatenate([np.zeros(0, np.uint64), *hashes]), background)
