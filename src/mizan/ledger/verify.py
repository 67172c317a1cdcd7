"""Read the chain back and name what does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mizan.banks.store import Store
from mizan.ledger.anchor import Anchor, read_anchors
from mizan.ledger.chain import START, Line, hash_of, lines

Kind = Literal["altered", "dropped", "reordered", "inserted", "cut", "rewritten"]

UNANCHORED = (
    "without an anchor it cannot be shown whether the chain's end was cut off",
    "without an anchor it cannot be shown whether the whole chain was written anew",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One place where the chain does not hold."""

    line: int  # number of the line, from 1
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

    LedgerError when an anchor cannot be read or was not signed with the key.
    """
    anchors = read_anchors(anchor) if anchor else []
    sought = {one.seq: one for one in anchors}
    breaks: list[Break] = []
    before: Line | None = None
    earlier = START  # what `before` follows
    count = 0
    with store.reading():
        for line in lines(store):
            count += 1
            breaks += _broken(store, line, before, earlier)
            if line.seq in sought and sought[line.seq].hash != line.hash:
                breaks.append(_rewritten(line.seq))
            earlier, before = (before.hash if before else START), line
    last = before.seq if before else 0
    breaks += _cut(anchors, last)
    return Report(
        lines=count,
        head=before.hash if before else START,
        breaks=tuple(sorted(breaks, key=lambda one: one.line)),
        anchors=len(anchors),
        cannot_show=() if anchors else UNANCHORED,
    )


def _broken(store: Store, line: Line, before: Line | None, earlier: str) -> list[Break]:
    """Return what is wrong with a line, given the one before it: nothing or one break."""
    end = before.hash if before else START
    number = before.seq if before else 0
    if line.seq != number + 1:
        return [_dropped(line.seq, f"lines {number + 1} to {line.seq - 1} are missing")]
    whole = hash_of(line) == line.hash
    if line.previous == end:
        return [] if whole else [_altered(line.seq, "its hash is not that of what it says")]
    return [_misplaced(store, line, before, earlier, whole=whole)]


def _misplaced(
    store: Store, line: Line, before: Line | None, earlier: str, *, whole: bool
) -> Break:
    """Say why a line does not follow the one before it."""
    if before and line.previous == earlier:
        said = f"line {line.seq} follows the line before it"
        return Break(line=before.seq, kind="inserted", said=said)
    found = store.one("ledger.line_of_hash", hash=line.previous)
    if found and found[0] > line.seq:
        return Break(line=line.seq, kind="reordered", said=f"it follows line {found[0]}")
    follower = store.rows("ledger.lines_after", seq=line.seq, limit=1)
    if follower and follower[0][7] == (before.hash if before else START):
        said = f"line {line.seq + 1} follows the line before it"
        return Break(line=line.seq, kind="inserted", said=said)
    if whole and before:
        return _altered(before.seq, f"line {line.seq} follows another line in its place")
    return _dropped(line.seq, "the line that it follows is missing")


def _cut(anchors: Sequence[Anchor], last: int) -> list[Break]:
    """Return a break when a signed anchor knows a later line than the last."""
    latest = max((one.seq for one in anchors), default=0)
    if latest <= last:
        return []
    said = f"the anchor knows line {latest}, the chain ends at {last}"
    return [Break(line=last + 1, kind="cut", said=said)]


def _rewritten(line: int) -> Break:
    said = "the anchor knows another line in its place: the chain was written anew"
    return Break(line=line, kind="rewritten", said=said)


def _altered(line: int, said: str) -> Break:
    return Break(line=line, kind="altered", said=said)


def _dropped(line: int, said: str) -> Break:
    return Break(line=line, kind="dropped", said=said)
