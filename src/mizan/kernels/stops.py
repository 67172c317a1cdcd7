"""Tests of fingerprints against stop sets, and the counting that makes a background."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit
from mizan.kernels.postings import rank

_ONE = np.uint64(1)


@jit
def contained(
    hashes: NDArray[np.uint64],
    frequent: NDArray[np.uint8],
    passages: NDArray[np.uint64],
    sieve: NDArray[np.uint8],
) -> NDArray[np.bool_]:
    """Say of each fingerprint whether it does not count.

    frequent  uint8[2^21]: a bit for each value of the top 24 bits, the background's
    passages  uint64[p]: rising; exact
    sieve     uint8[2^n]: a bit for each low value (the scale's bit left out); where it is clear,
              `passages` need not be asked
    """
    stopped = np.zeros(hashes.shape[0], np.bool_)
    mask = np.uint64(8 * sieve.shape[0] - 1)
    for i in range(hashes.shape[0]):
        if _bit(frequent, hashes[i] >> np.uint64(40)):
            stopped[i] = True
        elif _bit(sieve, (hashes[i] >> _ONE) & mask):
            place = rank(passages, hashes[i])
            stopped[i] = place < passages.shape[0] and passages[place] == hashes[i]
    return stopped


@jit
def _bit(bits: NDArray[np.uint8], place: np.uint64) -> bool:
    """Return one bit of a bitmap, the lowest first in each byte."""
    byte = bits[place >> np.uint64(3)]
    return bool((byte >> np.uint8(place & np.uint64(7))) & np.uint8(1))


@jit
def set_bits(bits: NDArray[np.uint8], places: NDArray[np.uint64]) -> None:
    """Set bits of a bitmap."""
    for i in range(places.shape[0]):
        byte = places[i] >> np.uint64(3)
        bits[byte] |= np.uint8(1) << np.uint8(places[i] & np.uint64(7))


@jit
def count_up(counters: NDArray[np.uint8], slots: NDArray[np.int64]) -> None:
    """Raise one-byte counters by one for each slot named; they stay at 255."""
    for i in range(slots.shape[0]):
        if counters[slots[i]] < np.uint8(255):
            counters[slots[i]] += np.uint8(1)
