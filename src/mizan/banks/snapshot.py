"""Snapshot: the banks as they were after one change. Never altered, so threads share it freely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mizan.banks.chunk import Chunk
from mizan.banks.lookup import Reach, find
from mizan.banks.stops import Stops
from mizan.signals.arrays import Bits, SignalArrays
from mizan.terms.bank import Bank
from mizan.terms.match import Match
from mizan.text.batch import Batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything that a look-up needs, held in memory or mapped: it reads no database."""

    seq: int  # number of the last change that is in it
    banks: Mapping[int, Bank]  # by number
    chunks: Mapping[str, tuple[Chunk, ...]]  # by signal type, oldest first
    stops: Stops | None  # text fingerprints that never count; None when there are none
    reach: Reach = field(init=False, repr=False, compare=False)  # of the banks

    def __post_init__(self) -> None:
        object.__setattr__(self, "reach", Reach(self.banks))

    def look_up(self, batch: Batch, signals: Mapping[str, SignalArrays]) -> list[Match]:  # noqa: ARG002 - whose signals they are
        """Return every match of the batch's signals, by part, the nearest first.

        Entries of commons banks and of banks that are off match nothing. Each entry is reported
        once for a part and signal type. Spans lie in the part's own text.
        """
        reach, found = self.reach, list[Match]()
        if reach.farthest < 0:
            return found
        for name, arrays in signals.items():
            for chunk in self.chunks.get(name, ()) if len(arrays.owner) else ():
                hits = chunk.index.search(arrays, radius=reach.farthest, stops=self.stops)
                found += find(name, arrays, chunk, hits, reach)
        return _nearest_once(found)

    def near(self, name: str, arrays: Bits, *, beyond: int) -> set[int]:
        """Return the parts whose signals lie at most `beyond` bits outside of a bank's distance.

        Nothing is left out that might match; some may be named that do not.
        """
        parts: set[int] = set()
        if self.reach.farthest >= 0 and len(arrays.owner):
            radius = self.reach.farthest + beyond
            for chunk in self.chunks.get(name, ()):
                hits = chunk.index.search(arrays, radius=radius, stops=None)
                parts |= {int(arrays.owner[query]) for query in hits.query}
        return parts


def _nearest_once(found: Sequence[Match]) -> list[Match]:
    """Return the matches in order, of several of one part with one entry only the nearest."""
    if len(found) < 2:
        return list(found)
    once: dict[tuple[int, str, int], Match] = {}
    for match in sorted(found, key=_order):
        once.setdefault((match.part, match.signal, match.entry), match)
    return list(once.values())


def _order(match: Match) -> tuple[int, int, float, int]:
    distance = 0 if match.distance is None else match.distance
    covered = 0.0 if match.coverage is None else -match.coverage
    return match.part, distance, covered, match.entry
