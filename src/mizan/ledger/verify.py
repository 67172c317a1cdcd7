"""Read the chain back and name what does not hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from mizan.banks.store import Store
from mizan.ledger.anchor_file import Anchor, read_anchors
from mizan.ledger.chain import START, Line, explained, hash_of, line_behind, lines, unreadable

Kind = Literal["altered", "dropped", "reordered", "inserted", "cut", "rewritten"]

UNANCHORED = (
    "without an anchor it cannot be shown whether the end was cut off and the count set back",
    "without an anchor it cannot be shown whether the whole chain was written anew",
)
EMPTY = "the anchor file holds no anchor: the chain was held against nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One place where the chain does not hold."""

    line: int  # number of the line; those of a whole chain begin at 1
    kind: Kind
    said: str  # what was seen there, a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What reading the chain showed."""

    lines: int  # how many were read
    head: str  # hash of the last one, 64 hex digits
    breaks: tuple[Break, ...]  # by line; what follows the first may follow from it
    anchors: int  # how many signed anchors it was held against
    cannot_show: tuple[str, ...]  # what this check is blind to

    @property
    def whole(self) -> bool:
        """Tell whether nothing amiss was seen."""
        return not self.breaks


def verify(store: Store, anchor: Path | None = None) -> Report:
    """Read the whole chain, hold it against the anchors in `anchor`, and report.

    LedgerError when an anchor cannot be read or was not signed with the key, or when there is no
    ledger to be read.
    """
    anchors = read_anchors(anchor) if anchor else []
    known: dict[int, set[str]] = defaultdict(set)
    for one in anchors:
        known[one.seq].add(one.hash)
    chain = _Chain(store)
    rewritten = []
    with store.reading():
        for line in lines(store):
            chain.take(line)
            if line.seq in known and known[line.seq] != {line.hash}:
                rewritten.append(_rewritten(line.seq))
        with explained(store):
            size, counted = store.one("ledger.size"), store.one("ledger.counted")
    if size != (chain.lines,):
        raise unreadable(store)  # it has lines that no reading in order meets
    last = chain.number
    breaks = [*chain.breaks.values(), *rewritten, *_end(anchors, counted, last)]
    return Report(
        lines=chain.lines,
        head=chain.end,
        breaks=tuple(sorted(breaks, key=lambda one: one.line)),
        anchors=len(anchors),
        cannot_show=_blind(anchors, last, given=anchor is not None),
    )


class _Chain:
    """The chain as far as it was read."""

    def __init__(self, store: Store) -> None:
        self.lines = 0
        self.breaks: dict[int, Break] = {}  # the first of each line
        self._store = store
        self._before: Line | None = None
        self._earlier = START  # what the line before follows
        self._swapped = 0  # the first line of the last pair that changed places

    @property
    def number(self) -> int:
        """Number of the last line, 0 before the first."""
        return self._before.seq if self._before else 0

    @property
    def end(self) -> str:
        """Hash of the last line, START before the first."""
        return self._before.hash if self._before else START

    def take(self, line: Line) -> None:
        """Read the next line and note what is wrong with it, given those before."""
        self.lines += 1
        found = self._look(line)
        if found:
            self.breaks.setdefault(found.line, found)
        if line.seq > self.number:
            self._earlier, self._before = self.end, line

    def _look(self, line: Line) -> Break | None:
        if line.seq <= self.number:
            said = "lines are numbered from 1 on, and each number is given once"
            return Break(line=line.seq, kind="inserted", said=said)
        if line.seq != self.number + 1:
            said = f"lines {self.number + 1} to {line.seq - 1} are missing"
            return Break(line=line.seq, kind="dropped", said=said)
        if line.flaw:
            return _altered(line.seq, line.flaw)
        whole = hash_of(line) == line.hash
        if line.previous != self.end:
            return self._misplaced(line, whole=whole)
        return None if whole else _altered(line.seq, "its hash is not that of what it says")

    def _misplaced(self, line: Line, *, whole: bool) -> Break | None:
        """Say why a line does not follow the one before it; None when that was said already."""
        if hash_of(replace(line, previous=self.end)) == line.hash:
            return _altered(line.seq, "it once followed the line before it")
        before = self._before
        if before and line.previous == self._earlier:
            if self._swapped and before.seq - self._swapped in {0, 1}:
                return None
            said = f"line {line.seq} follows the line before it"
            return Break(line=before.seq, kind="inserted", said=said)
        behind = line_behind(self._store, line.seq)
        if place := self._follows_later(line, behind):
            if place == line.seq + 1:
                self._swapped = line.seq
            return Break(line=line.seq, kind="reordered", said=f"it follows line {place}")
        if behind and behind.previous == self.end:
            said = f"line {line.seq + 1} follows the line before it"
            return Break(line=line.seq, kind="inserted", said=said)
        if whole and before:
            return _altered(before.seq, f"line {line.seq} follows another line in its place")
        return Break(line=line.seq, kind="dropped", said="the line that it follows is missing")

    def _follows_later(self, line: Line, behind: Line | None) -> int:
        """Return the number of the later line that a line follows, 0 when there is none.

        The line next behind may have been given a new hash when the two changed places.
        """
        with explained(self._store):
            found = self._store.one("ledger.line_of_hash", hash=line.previous)
        if found and found[0] > line.seq:
            return int(found[0])
        if behind and hash_of(replace(behind, seq=line.seq)) == line.previous:
            return behind.seq
        return 0


def _end(anchors: Sequence[Anchor], counted: tuple[int, ...] | None, last: int) -> list[Break]:
    """Return a break when an anchor, or the count of all lines, knows another last line."""
    latest = max((one.seq for one in anchors), default=0)
    if latest > last:
        said = f"the anchor knows line {latest}, the chain ends at {last}"
    elif counted is None:
        said = f"the count of all lines is gone, the chain ends at {last}"
    elif counted[0] > last:
        said = f"{counted[0]} lines were written, the chain ends at {last}"
    elif counted[0] < last:
        said = f"only {counted[0]} lines were written by Mizan, the chain ends at {last}"
        return [Break(line=max(counted[0], 0) + 1, kind="inserted", said=said)]
    else:
        return []
    return [Break(line=last + 1, kind="cut", said=said)]


def _blind(anchors: Sequence[Anchor], last: int, *, given: bool) -> tuple[str, ...]:
    """Return what holding the chain against these anchors cannot show."""
    if not anchors:
        return (EMPTY, *UNANCHORED) if given else UNANCHORED
    latest = max(one.seq for one in anchors)
    if latest >= last:
        return ()
    return (f"no anchor knows the lines behind {latest}: those may have been written anew",)


def _rewritten(line: int) -> Break:
    said = "an anchor knows another line in its place: the chain was written anew"
    return Break(line=line, kind="rewritten", said=said)


def _altered(line: int, said: str) -> Break:
    return Break(line=line, kind="altered", said=said)
