"""Stops: text fingerprints that never count as evidence, on either side of a comparison.

They come from two places: passages that everybody shares (the `commons` banks), exactly, and the
background of a service's own ordinary posts, by counters of what is frequent there.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mizan.errors import SignalError
from mizan.kernels.stops import contained, set_bits
from mizan.signals.sketch import read_value

FREQUENT = 2  # a counter from here on says that a fingerprint is frequent
SLOTS = 1 << 24  # counters of a background; the slot of a fingerprint is its top 24 bits

Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Passages:
    """The fingerprints of shared passages, laid out to be asked.

    hashes  uint64[p]: rising, each once
    sieve   uint8[2^n]: a bit for each low value that occurs (the scale's bit left out)
    """

    hashes: NDArray[np.uint64]
    sieve: NDArray[np.uint8]


class Stops:
    """A fixed set of fingerprints. Make a new one when passages or the background change."""

    def __init__(
        self, passages: NDArray[np.uint64] | Passages, background: NDArray[np.uint8] | None
    ) -> None:
        """Take them in.

        passages    uint64[p]: fingerprints of shared passages, in any order; or laid out already
        background  uint8[2^24]: counters, or None; from 2 on a fingerprint is frequent
        """
        self._passages = passages if isinstance(passages, Passages) else lay_out(passages)
        if background is None:
            self._frequent = np.zeros(SLOTS // 8, np.uint8)
        else:
            self._frequent = np.packbits(background >= FREQUENT, bitorder="little")

    def contains(self, hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Say of each fingerprint, uint64[m], whether it is stopped."""
        return contained(hashes, self._frequent, self._passages.hashes, self._passages.sieve)


def hashes_of(values: Iterable[bytes]) -> NDArray[np.uint64]:
    """Return the fingerprints in `neartext` values; those of another version are left out."""
    hashes = [np.zeros(0, np.uint64)]
    for value in values:
        with suppress(SignalError):
            hashes.append(read_value(value).hashes)
    return np.concatenate(hashes)


def lay_out(hashes: NDArray[np.uint64]) -> Passages:
    """Return fingerprints, given in any order, laid out to be asked."""
    rising = each_once(np.asarray(hashes, np.uint64))
    size = 1 << max(10, (2 * len(rising) - 1).bit_length() if len(rising) else 0)
    sieve = np.zeros(size, np.uint8)
    set_bits(sieve, (rising >> np.uint64(1)) & np.uint64(8 * size - 1))
    return Passages(rising, sieve)


def each_once(numbers: NDArray[Number]) -> NDArray[Number]:
    """Return numbers rising, each once; `np.unique` hashes them, which is far slower."""
    rising = np.sort(numbers)
    new = np.ones(len(rising), np.bool_)
    np.not_equal(rising[1:], rising[:-1], out=new[1:])
    return rising[new]
