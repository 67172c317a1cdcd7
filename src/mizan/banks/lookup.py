"""From hits of an index to matches: whose entry it is, whether it counts, and where it lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from mizan.banks.chunk import Chunk
from mizan.banks.indexes.hits import Hits, TextHits
from mizan.banks.rows import CONFIRMED
from mizan.signals.arrays import SignalArrays
from mizan.terms.bank import Bank
from mizan.terms.match import Match, Span

Shared = tuple[float | None, float | None, tuple[Span, ...]]

USUAL_DISTANCE = 31  # bits, where a bank does not say
_NEVER = -2  # nearer than any hit is; -1 says that a hit has no distance


class Reach:
    """How far each bank reaches: worked out once for a snapshot, as arrays by number of bank."""

    def __init__(self, banks: Mapping[int, Bank]) -> None:
        """Take all banks in; those of commons and those that are off match nothing."""
        self.banks = banks
        far = {
            bank.id: USUAL_DISTANCE if bank.max_distance is None else bank.max_distance
            for bank in banks.values()
            if bank.enabled and bank.purpose != "commons"
        }
        self.farthest = max(far.values(), default=-1)  # bits; -1 when no bank matches anything
        self._limits = np.full(max(far, default=0) + 2, _NEVER, np.int32)  # the last: all others
        for number, limit in far.items():
            self._limits[number] = limit

    def in_force(self, chunk: Chunk, hits: Hits) -> NDArray[np.intp]:
        """Return the places of hits on rows that are not marked, near enough for their bank."""
        limits = self._limits.take(chunk.banks[hits.row], mode="clip")
        counts = hits.distance <= limits
        if chunk.marked is not None:
            counts &= ~chunk.marked.has(hits.row)
        return counts.nonzero()[0]


def find(
    signal: str, arrays: SignalArrays, chunk: Chunk, hits: Hits, /, reach: Reach
) -> list[Match]:
    """Return the matches among the hits that a chunk's index gave for `arrays`."""
    if not len(hits):
        return []
    places = reach.in_force(chunk, hits)
    rows, labels = hits.row[places], _Labels(chunk)
    parts = arrays.owner[hits.query[places]].tolist()
    more: Iterable[Shared] = repeat((None, None, ()))
    if isinstance(hits, TextHits):
        told = hits.told()
        more = (_shared(*told[place]) for place in places.tolist())
    columns = (
        parts,
        chunk.banks[rows].tolist(),
        chunk.ids[rows].tolist(),
        (chunk.flags[rows] & CONFIRMED).tolist(),
        chunk.labels[rows].tolist(),
        hits.distance[places].tolist(),
    )
    return [
        Match(
            part=part,
            signal=signal,
            bank=reach.banks[bank],
            entry=entry,
            confirmed=confirmed == CONFIRMED,
            label=labels[code],
            distance=distance if distance >= 0 else None,
            coverage=coverage,
            share=share,
            spans=spans,
        )
        for (part, bank, entry, confirmed, code, distance), (coverage, share, spans) in zip(
            zip(*columns, strict=True), more, strict=False
        )
    ]


class _Labels(dict[int, str]):
    """Labels of a chunk by their codes, each read once."""

    def __init__(self, chunk: Chunk) -> None:
        super().__init__()
        self._names = chunk.names

    def __missing__(self, code: int) -> str:
        label = self[code] = self._names[code]
        return label


def _shared(_: int, coverage: float, share: float, spans: list[Span]) -> Shared:
    """Return what a match says of a hit."""
    return _share(coverage), _share(share), _apart(spans)


def _share(value: float) -> float:
    """Return a share to four digits: more would be the noise of its 32 bits."""
    return round(value, 4)


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return a hit's stretches: rising, none touching the next."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
