"""Stops: text fingerprints that never count as evidence, on either side of a comparison.

They come from two places: passages that everybody shares (the `commons` banks), exactly, and the
background of a service's own ordinary posts, by slots of what is frequent there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.stops import fill
from mizan.signals.sketch import read_value

PER_WORD = 2  # keys of one word of a sieve at most, on average

Number = TypeVar("Number", bound=np.generic)
Lists = tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64]]


@dataclass(frozen=True, slots=True)
class Passages:
    """The fingerprints of shared passages, laid out to be asked.

    hashes  uint64[p]: rising, each once
    sieve   uint64[2^n]: of them (see `mizan.kernels.stops`)
    """

    hashes: NDArray[np.uint64]
    sieve: NDArray[np.uint64]


class Stops:
    """A fixed set of fingerprints. Make a new one when passages or the background change."""

    def __init__(
        self, passages: NDArray[np.uint64] | Passages, background: NDArray[np.uint32] | None
    ) -> None:
        """Take them in.

        passages    uint64[p]: fingerprints of shared passages, in any order; or laid out already
        background  uint32[f]: the frequent slots of a background, or None
        """
        if not isinstance(passages, Passages):
            passages = lay_out(passages)
        slots = np.zeros(0, np.uint64) if background is None else background.astype(np.uint64)
        self.lists: Lists = (sieve_of(slots), passages.hashes, passages.sieve)


def hashes_of(values: Iterable[bytes]) -> NDArray[np.uint64]:
    """Return the fingerprints in `neartext` values; SignalError as for `read_value`."""
    return np.concatenate([np.zeros(0, np.uint64), *(read_value(value).hashes for value in values)])


def lay_out(hashes: NDArray[np.uint64]) -> Passages:
    """Return fingerprints, given in any order, laid out to be asked."""
    rising = each_once(np.asarray(hashes, np.uint64))
    return Passages(rising, sieve_of(rising))


def sieve_of(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a sieve that holds the keys."""
    sieve = np.zeros(1 << (len(keys) // PER_WORD).bit_length(), np.uint64)
    fill(sieve, keys)
    return sieve


def each_once(numbers: NDArray[Number]) -> NDArray[Number]:
    """Return numbers rising, each once; `np.unique` hashes them, which is far slower."""
    rising = np.sort(numbers)
    new = np.ones(len(rising), np.bool_)
    np.not_equal(rising[1:], rising[:-1], out=new[1:])
    return rising[new]


NO_STOPS = Stops(np.zeros(0, np.uint64), None)
