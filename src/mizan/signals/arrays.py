"""Signals of a whole batch, as arrays; the class decides how a bank indexes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import direct
from mizan.kernels.sketch import sketch
from mizan.text.fold import Folded


@dataclass(frozen=True, slots=True)
class Digests:
    """Values that match when they are equal.

    owner   int32[n]: the row in the batch's parts; one part may own several rows (a URL's
            host suffixes and path prefixes)
    rows    uint8[n, 16]: the first 16 bytes of a cryptographic digest
    values  what a bank would keep, by row in the batch's parts, where the type tells it
    """

    owner: NDArray[np.int32]
    rows: NDArray[np.uint8]
    values: Mapping[int, bytes] = field(default_factory=dict)


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
    texts   the folded texts, a row each
    brief   of tight texts of fewer letters every fingerprint is kept
    packed  all of them, as `mizan.kernels.sketch` lays them out, or room for them
    made    whether they have been made; who asks first makes them, or the first search on its way
    """

    __slots__ = ("brief", "made", "owner", "packed", "texts")

    def __init__(self, owner: NDArray[np.int32], texts: Folded, brief: int) -> None:
        self.owner, self.texts, self.brief, self.made = owner, texts, brief, False
        words = 5 * len(owner) + 3 * texts.size + (texts.size >> 1) + 6
        self.packed = np.empty(words, np.uint64)

    def _all(self) -> NDArray[np.uint64]:
        """Return `packed`, made."""
        if not self.made:
            _sketch()(self.texts.block, self.texts.plan, self.brief, self.packed)
            self.made = True
        return self.packed

    @property
    def about(self) -> NDArray[np.int64]:
        """What is known of each, int64[n + 1, 3], after a first line of zeros.

        Where it ends in `hashes` and `starts`, letters of the whole tight text, its digest.
        """
        return self._all()[: 3 * (len(self.owner) + 1)].view(np.int64).reshape(-1, 3)

    @property
    def hashes(self) -> NDArray[np.uint64]:
        """Fingerprints of 40 bits, uint64[m], by text; the lowest bit is the scale.

        Of each text the short scale first, each scale in the order of the text.
        """
        first = 3 * (len(self.owner) + 1)
        return self._all()[first : first + int(self.about[-1, 0])]

    @property
    def starts(self) -> NDArray[np.int32]:
        """Where in the tight text the letters of each begin, int32[m]."""
        first = 3 * (len(self.owner) + 1) + 2 * self.texts.size
        return self._all()[first:].view(np.int32)[: int(self.about[-1, 0])]

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


@cache
def _sketch() -> Callable[..., Any]:
    return direct(sketch, "int32[::1], UniTuple(int64, 3), int64, uint64[::1]")
