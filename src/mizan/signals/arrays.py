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
    bounds  int64[n + 1]: where each sketch begins and ends in the three arrays below
    hashes  uint64[m]: fingerprints, the short scale first, each scale in the order of the text;
            the lowest bit is the scale
    starts  int32[m], ends int32[m]: the stretch of the tight text it covers, end exclusive
    digest  uint64[n]: hash of the whole folded, tight text; equal texts have equal digests;
            0 where there is no text
    lengths  int32[n]: letters of the whole tight text
    """

    owner: NDArray[np.int32]
    bounds: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    digest: NDArray[np.uint64]
    lengths: NDArray[np.int32]


SignalArrays = Digests | Bits | Sketches
