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


@dataclass(frozen=True, slots=True)
class Sketches:
    """Sets of text fingerprints that match by how much they share.

    owner   int32[n]: the row in the batch's parts
    about   int64[n + 1, 3]: after a first line of zeros, a line for each sketch: where it ends in
            the two arrays below, letters of the whole tight text, and its digest (see `digest`)
    hashes  uint64[m]: fingerprints of 40 bits, the short scale first, each scale in the order of
            the text; the lowest bit is the scale
    starts  int32[m]: where in the tight text the letters of each begin
    """

    owner: NDArray[np.int32]
    about: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    starts: NDArray[np.int32]

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
