"""Signals of a whole batch, as arrays; the class decides how a bank indexes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Digests:
    """Values that match when they are equal.

    owner  int32[n]: the row in the batch's parts; one part may own several rows (a URL's
           host suffixes and path prefixes)
    rows   uint8[n, 16]: the first 16 bytes of a cryptographic digest
    """

    owner: NDArray[np.int32]
    rows: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Bits:
    """Values of 256 bits that match within a Hamming distance.

    owner  int32[n]: the row in the batch's parts
    rows   uint64[n, 4]: the 32 bytes, viewed as little-endian words
    """

    owner: NDArray[np.int32]
    rows: NDArray[np.uint64]


class Sketches:
    """Sets of text fingerprints that match by how much they share.

    owner   int32[n]: the row in the batch's parts
    packed  uint64[...]: all of them, as `mizan.kernels.sketch` lays them out
    room    letters for which it has room
    """

    __slots__ = ("owner", "packed", "room")

    def __init__(self, owner: NDArray[np.int32], packed: NDArray[np.uint64], room: int) -> None:
        self.owner, self.packed, self.room = owner, packed, room

    @property
    def about(self) -> NDArray[np.int64]:
        """What is known of each, int64[n + 1, 3], after a first line of zeros.

        Where it ends in `hashes` and `starts`, letters of the whole tight text, its digest.
        """
        return self.packed[: 3 * (len(self.owner) + 1)].view(np.int64).reshape(-1, 3)

    @property
    def hashes(self) -> NDArray[np.uint64]:
        """Fingerprints of 40 bits, uint64[m], by text; the lowest bit is the scale.

        Of each text the short scale first, each scale in the order of the text.
        """
        first = 3 * (len(self.owner) + 1)
        return self.packed[first : first + int(self.about[-1, 0])]

    @property
    def starts(self) -> NDArray[np.int32]:
        """Where in the tight text the letters of each begin, int32[m]."""
        first = 3 * (len(self.owner) + 1) + 2 * self.room
        return self.packed[first:].view(np.int32)[: int(self.about[-1, 0])]

    @property
    def bounds(self) -> NDArray[np.int64]:
        """Where each sketch begins and ends in `hashes` and `starts`, int64[n + 1]."""
        return self.about[:, 0]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Letters of each whole tight text, int64[n]."""
        return self.about[1:, 1]

    @property
    def digest(self) -> NDArray[np.uint64]:
        """Hash of each whole tight text, uint64[n]; equal texts have equal ones; 0 for none."""
        return self.about[1:, 2].astype(np.uint64)


SignalArrays = Digests | Bits | Sketches
