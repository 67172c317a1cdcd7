"""Sets: which entries share enough fingerprints with texts of which only the fingerprints are left.

The rules are those of `mizan.kernels.postings.search`, as far as they can be asked without a text.
Where in the text a fingerprint stood is not known any more. So all that are shared count, and count
as one piece, where a search leaves out what lies scattered; and where a brief text and an entry
hold a name or a formula, as many are taken off as reach over the two edges of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mizan.banks.stops import NO_STOPS, Number, Stops
from mizan.kernels.postings import ENOUGH, FRAMED, LONGER, OWN, PART, PASSAGE, WHOLE
from mizan.kernels.stops import PHRASE, SHARED, contained
from mizan.kernels.winnow import KEPT
from mizan.signals import sketch
from mizan.signals.sketch import EVERY, LONG, read_values

# Fingerprints over the edges of a name in a brief text: twelve at most. By trial eight let
# headlines be, and leave 95 of 100 copies of short posts, cut or changed, to be found.
EDGES = 8

Numbers = NDArray[np.int64]
Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SetHits:
    """Every pair of a given value and an entry that agree, k of them, by query, then by row."""

    query: Numbers  # int64[k]: the row in the values given
    row: Numbers  # int64[k]: the row of the entry
    coverage: Shares  # float64[k]: share of the entry that is there, 0..1
    share: Shares  # float64[k]: share of the text that is of the entry, 0..1
    equal: NDArray[np.bool_]  # bool[k]: whether the whole texts are equal


@dataclass(frozen=True, slots=True)
class _Side:
    """Values taken apart: of each its scale, digest and fingerprints, one value after another."""

    scales: NDArray[np.uint8]
    digests: NDArray[np.uint64]
    hashes: NDArray[np.uint64]
    owner: Numbers  # of each fingerprint, the row of its value


class SetIndex:
    """Finds the entries that values of `neartext` agree with. Thread-safe."""

    def __init__(self, entries: Sequence[bytes], stops: Stops | None = None) -> None:
        """Take the values of the entries in; SignalError as for `read_value`."""
        self._stops = stops or NO_STOPS
        side = _read(entries)
        stopped = self._stopped(side.hashes)
        kept = (side.scales != sketch.PASSAGE)[side.owner] & (stopped == 0)
        hashes, owner = side.hashes[kept], side.owner[kept]
        order = np.argsort(hashes, kind="stable")
        self._owner = owner[order]
        self._keys, starts = np.unique(hashes[order], return_index=True)
        self._bounds = np.append(starts, len(hashes)).astype(np.int64)
        self._scales = side.scales
        self._counted = np.bincount(owner, minlength=len(entries))
        self._named = np.bincount(side.owner[stopped == SHARED], minlength=len(entries)) > 0
        self._order = np.argsort(side.digests, kind="stable")
        self._digests = side.digests[self._order]

    def search(self, values: Sequence[bytes]) -> SetHits:
        """Return every pair of a value and an entry that agree; SignalError as for `read_value`."""
        side = _read(values)
        equal = self._equal(side.digests)
        query, row, shared = self._shared(side)
        apart = ~np.isin(_pairs(query, row, self._size), _pairs(*equal, self._size))
        query, row, shared = query[apart], row[apart], shared[apart]
        agree, coverage, share = self._weigh(side, query, row, shared)
        query, row = _joined(equal[0], query[agree]), _joined(equal[1], row[agree])
        same = np.arange(len(query)) < len(equal[0])
        ones = np.ones(len(equal[0]))
        coverage, share = _joined(ones, coverage[agree]), _joined(ones, share[agree])
        order = np.lexsort((row, query))
        return SetHits(query[order], row[order], coverage[order], share[order], same[order])

    @property
    def _size(self) -> int:
        return len(self._scales)

    def _stopped(self, hashes: NDArray[np.uint64]) -> NDArray[np.uint8]:
        """Say of each fingerprint whether it is stopped, as `mizan.kernels.stops.contained`."""
        stopped = np.zeros(len(hashes), np.uint8)
        contained(hashes, *self._stops.lists, stopped)
        return stopped

    def _equal(self, digests: NDArray[np.uint64]) -> tuple[Numbers, Numbers]:
        """Return the pairs whose whole texts are equal."""
        first = np.searchsorted(self._digests, digests, "left")
        last = np.searchsorted(self._digests, digests, "right")
        query, place = _spread(np.arange(len(digests)), first, last)
        return query, self._order[place]

    def _shared(self, side: _Side) -> tuple[Numbers, Numbers, Numbers]:
        """Return the pairs that share enough fingerprints to be looked at, and how many."""
        if not len(self._keys):
            none = np.zeros(0, np.int64)
            return none, none, none
        place = np.searchsorted(self._keys, side.hashes)
        place[place == len(self._keys)] = 0
        met = self._keys[place] == side.hashes
        first, last = self._bounds[place[met]], self._bounds[place[met] + 1]
        query, at = _spread(side.owner[met], first, last)
        pairs, shared = np.unique(_pairs(query, self._owner[at], self._size), return_counts=True)
        enough = shared >= ENOUGH[0]
        query, row = np.divmod(pairs[enough], self._size)
        return query, row, shared[enough]

    def _rare(self, side: _Side, query: Numbers) -> tuple[Numbers, Numbers]:
        """Return how many fingerprints count of these values, and how many may be of edges."""
        asked = np.zeros(len(side.scales), np.bool_)
        asked[query] = True
        looked = asked[side.owner]
        owner, stopped = side.owner[looked], self._stopped(side.hashes[looked])
        rare = np.bincount(owner[stopped == 0], minlength=len(asked))
        passages = np.bincount(owner[stopped == SHARED], minlength=len(asked))
        edged = (side.scales == EVERY) & (passages >= PHRASE)
        return rare[query], np.where(edged, EDGES, 0)[query]

    def _weigh(
        self, side: _Side, query: Numbers, row: Numbers, shared: Numbers
    ) -> tuple[NDArray[np.bool_], Shares, Shares]:
        """Say of each pair whether it agrees, with coverage and share."""
        every, brief = self._scales[row] == EVERY, side.scales[query] == EVERY
        both, counted = every & brief, self._counted[row]
        rare, edges = self._rare(side, query)
        edges *= self._named[row]
        shared, rare = np.maximum(shared - edges, 0), np.maximum(rare - edges, 0)
        of_entry = counted * np.where(every & ~brief, KEPT, 1.0)
        of_text = rare * np.where(brief & ~every, KEPT, 1.0)
        part = np.where(shared >= FRAMED[0] * of_text, np.where(both, PART[1], PART[0]), FRAMED[1])
        telling = (shared >= part * of_entry) | (shared >= WHOLE * of_text)
        passage = np.where(self._scales[row] == LONG, PASSAGE[1], PASSAGE[0])
        passage = passage / np.where(both, KEPT, 1.0)
        telling |= (shared >= passage) & (of_entry >= LONGER * passage)
        agree = telling & (shared >= np.where(both, ENOUGH[1], ENOUGH[0]))
        agree &= counted >= np.where(every, OWN[1], OWN[0])
        coverage = np.minimum(1.0, shared / np.maximum(of_entry, 1.0))
        return agree, coverage, np.minimum(1.0, shared / np.maximum(of_text, 1.0))


def _read(values: Sequence[bytes]) -> _Side:
    scales, digests, counts, hashes = read_values(values)
    return _Side(scales, digests, hashes, np.repeat(np.arange(len(values)), counts))


def _spread(query: Numbers, first: Numbers, last: Numbers) -> tuple[Numbers, Numbers]:
    """Return each query beside every number from its first up to its last, exclusive."""
    counts = last - first
    before = np.cumsum(counts) - counts
    numbers = np.arange(counts.sum()) - np.repeat(before - first, counts)
    return np.repeat(query, counts), numbers


def _joined(one: NDArray[Number], other: NDArray[Number]) -> NDArray[Number]:
    return np.concatenate([one, other])


def _pairs(query: Numbers, row: Numbers, size: int) -> Numbers:
    return query * size + row
