"""Snapshot: the banks as they were after one change. Never altered, so threads share it freely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mizan.banks.chunk import Chunk
from mizan.banks.lookup import find
from mizan.banks.stops import Stops
from mizan.signals.arrays import Bits, SignalArrays
from mizan.terms.bank import Bank
from mizan.terms.match import Match
from mizan.text.batch import Batch

USUAL_DISTANCE = 31  # bits, where a bank does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything that a look-up needs, held in memory or mapped: it reads no database."""

    seq: int  # number of the last change that is in it
    banks: Mapping[int, Bank]  # by number
    chunks: Mapping[str, tuple[Chunk, ...]]  # by signal type, oldest first
    stops: Stops | None  # text fingerprints that never count; None when there are none

    def look_up(self, batch: Batch, signals: Mapping[str, SignalArrays]) -> list[Match]:
        """Return every match of the batch's signals, by part, the nearest first.

        Entries of commons banks and of banks that are off match nothing. Each entry is reported
        once for a part and signal type. Spans lie in the part's own text.
        """
        farthest = self._farthest()
        if not farthest:
            return []
        found: list[Match] = []
        for name, arrays in signals.items():
            for chunk in self.chunks.get(name, ()):
                hits = chunk.index.search(arrays, radius=max(farthest.values()), stops=self.stops)
                found += find(name, arrays, chunk, hits, batch, self.banks, farthest)
        return _nearest_once(found)

    def near(self, name: str, arrays: Bits, *, beyond: int) -> set[int]:
        """Return the parts whose signals lie at most `beyond` bits outside of a bank's distance.

        Nothing is left out that might match; some may be named that do not.
        """
        farthest = self._farthest()
        parts: set[int] = set()
        if farthest and len(arrays.owner):
            for chunk in self.chunks.get(name, ()):
                hits = chunk.index.search(
                    arrays, radius=max(farthest.values()) + beyond, stops=None
                )
                parts |= {int(arrays.owner[query]) for query in hits.query}
        return parts

    def _farthest(self) -> dict[int, int]:
        """Return the largest distance, in bits, of each bank that matches at all."""
        return {
            bank.id: USUAL_DISTANCE if bank.max_distance is None else bank.max_distance
            for bank in self.banks.values()
            if bank.enabled and bank.purpose != "commons"
        }


def _nearest_once(found: Sequence[Match]) -> list[Match]:
    """Return the matches in order, of several of one part with one entry only the nearest."""
    once: dict[tuple[int, str, int], Match] = {}
    for match in sorted(found, key=_order):
        once.setdefault((match.part, match.signal, match.entry), match)
    return list(once.values())


def _order(match: Match) -> tuple[int, int, float, int]:
    distance = 0 if match.distance is None else match.distance
    covered = 0.0 if match.coverage is None else -match.coverage
    return match.part, distance, covered, match.entry
