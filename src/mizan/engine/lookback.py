"""Look back: which items seen before match new entries, by the signals that were kept of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

from mizan.banks.indexes.sets import SetIndex
from mizan.banks.reader import TRIAL
from mizan.engine.admit import Value
from mizan.engine.keep import Kept
from mizan.engine.scan import Engine
from mizan.engine.sign import sign
from mizan.signals.neartext import NearText
from mizan.signals.sketch import can_read
from mizan.terms.bank import Bank
from mizan.terms.part import Part
from mizan.text.batch import make_batch

TEXT = NearText.name
STEP = 4096  # kept signals that are looked at together

Ref = TypeVar("Ref")


@dataclass(frozen=True, slots=True)
class PastMatch(Generic[Ref]):
    """A kept signal of an item that agrees with an entry."""

    ref: Ref  # the item, as the caller names it
    entry: int  # place of the entry in what was given, from 0
    signal: str  # name of the signal type
    distance: int | None  # bits for perceptual signals; 0 for equality; None for text in part
    coverage: float | None = None  # 0..1, share of the entry that is in the text, about
    share: float | None = None  # 0..1, share of the text that is of the entry, about


def look_back(
    engine: Engine,
    entries: Sequence[Value],
    kept: Iterable[tuple[Ref, Kept]],
    *,
    bank: Bank | None = None,
) -> Iterator[PastMatch[Ref]]:
    """Yield every match of a kept signal with an entry, in the order of what is kept.

    entries  what is new: signal types and values
    kept     signals of items with the items' names; read in steps of 4,096, however many they are
    bank     the entries' bank, whose distance counts; a commons bank and one that is off match
             nothing; None = a bank with the usual distance

    Files, images and addresses match as in a scan. Of texts only fingerprints are left, so the
    scan's rules are asked as far as they can be (`mizan.banks.indexes.sets`). An item with several
    texts may be told more than once. Values of another version match nothing.
    """
    asked = _Asked(engine, entries, bank or TRIAL)
    wanted = {name for name, _ in entries}
    left = iter(kept)
    while some := [*islice(left, STEP)]:
        looked = [(row, one) for row, (_, one) in enumerate(some) if one.signal in wanted]
        for one in asked.matches(looked):
            told = (one.entry, one.signal, one.distance, one.coverage, one.share)
            yield PastMatch(some[one.row][0], *told)


class _Found(NamedTuple):
    """As `PastMatch`, of a numbered signal."""

    row: int
    entry: int
    signal: str
    distance: int | None
    coverage: float | None = None
    share: float | None = None


class _Asked:
    """Entries laid out to be asked with kept signals."""

    def __init__(self, engine: Engine, entries: Sequence[Value], bank: Bank) -> None:
        self._types = engine.signals
        self._snapshot = engine.reader.over([one for one in entries if one[0] != TEXT], bank=bank)
        self._others = [place for place, one in enumerate(entries) if one[0] != TEXT]
        on = self._snapshot.reach.farthest >= 0
        texts = [(place, value) for place, (name, value) in enumerate(entries) if name == TEXT]
        readable = [one for one in texts if on and can_read(one[1])]
        self._texts = [place for place, _ in readable]
        self._sets = SetIndex([value for _, value in readable], self._snapshot.stops)

    def matches(self, kept: Sequence[tuple[int, Kept]]) -> list[_Found]:
        """Return what matches of numbered signals, by number."""
        texts = [one for one in kept if one[1].signal == TEXT and can_read(one[1].value)]
        others = [one for one in kept if one[1].signal != TEXT]
        found = [*self._match_texts(texts), *self._match_others(others)]
        return sorted(found, key=lambda one: one[:2])

    def _match_texts(self, kept: Sequence[tuple[int, Kept]]) -> Iterator[_Found]:
        if not (kept and self._texts):
            return
        hits = self._sets.search([one.value for _, one in kept])
        columns = (hits.query, hits.row, hits.coverage, hits.share, hits.equal)
        for query, row, coverage, share, equal in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            distance = 0 if equal else None
            coverage, share = round(coverage, 4), round(share, 4)
            yield _Found(kept[query][0], self._texts[row], TEXT, distance, coverage, share)

    def _match_others(self, kept: Sequence[tuple[int, Kept]]) -> Iterator[_Found]:
        if not (kept and self._others):
            return
        parts = [
            Part(content=row, name="kept", kind="digest", signal=one.signal, value=one.value)
            for row, one in kept
        ]
        batch = make_batch(parts)
        signals = sign(batch, self._types, self._snapshot)
        for match in self._snapshot.look_up(batch, signals):
            place = self._others[match.entry - 1]
            yield _Found(kept[match.part][0], place, match.signal, match.distance)
