"""Reader: keeps a snapshot of the banks fresh, in every process, without a rebuild."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from mizan.banks import delta, queries, trouble, unread
from mizan.banks.chunk import make_chunk
from mizan.banks.commons import BACKGROUND as BACKGROUND
from mizan.banks.commons import Commons
from mizan.banks.live import Live, nothing
from mizan.banks.merge import merge
from mizan.banks.merger import Merger
from mizan.banks.rows import make_rows, size, touched_after
from mizan.banks.snapshot import Snapshot
from mizan.banks.store import Store, open_store
from mizan.errors import SegmentError, StoreError
from mizan.signals.arrays import SignalArrays
from mizan.signals.key import key_of
from mizan.signals.protocol import SignalType
from mizan.terms.bank import Bank
from mizan.terms.match import Match
from mizan.terms.time import ticks
from mizan.text.batch import Batch

PAUSE = 0.2  # seconds between two looks at the store
WOKEN_PAUSE = 0.02  # the same when a writer has told of a change
MERGE_ROWS = 50_000  # entries outside of segments; beyond it they are merged
MERGE_SHARE = 64  # ... or this part of what the segments hold, when that is more
ERASE_AFTER = 60.0  # seconds that removed content may lie in a segment, silent, before the merge
AWAY_PAUSE = 4  # times as long as a look that found the store away took, before the next
ATTEMPTS = 3  # looks at files that are replaced meanwhile
TRIAL = Bank(id=1, name="trial", purpose="harm")


class Reader:
    """Looks signals up in the banks of one data folder. Thread-safe.

    `notices` tells what it met and mended on its way: torn segments, an unreadable background;
    and, once, what it cannot mend: entries that only another version of Mizan can read.
    """

    def __init__(
        self, folder: Path, types: Mapping[str, SignalType], store: Store | None = None
    ) -> None:
        """Open the banks of `folder`, which must be there; signal types that the store holds but
        `types` lacks match nothing. A store of the caller's stays open when the reader closes.
        """
        self.notices: deque[str] = deque(maxlen=20)
        self.folder = folder
        self.types = types
        self.store = store or open_store(folder)
        self._own = store is None
        self._refreshing = threading.Lock()
        self._next = 0.0  # ticks before which nobody looks
        self._written = -1  # writes through our own store that were taken in
        self._erase_at: float | None = None  # ticks; None when no segment holds what was removed
        self._said_unread: set[str] = set()
        self._commons = Commons(folder, self.store, self._note)
        self._live = Live(folder, self.store, types)
        self.merger = Merger(folder, self.store, types, self._note)
        self._snapshot = Snapshot(seq=-1, banks={}, chunks={}, stops=None)
        with ExitStack() as on_failure:
            on_failure.callback(self.close)
            self.refresh(now=True)
            on_failure.pop_all()

    @property
    def seq(self) -> int:
        """Number of the last change that is in force here."""
        return self._snapshot.seq

    def unread(self) -> dict[str, str]:
        """Return what to say of entries in force that this version cannot read.

        By signal type, and by "commons" for shared passages. Empty when all are read.
        """
        now = self._snapshot
        found = {
            signal: unread.said_of_entries(
                signal, unread.by_bank([one.unread for one in chunks]), now.banks
            )
            for signal, chunks in now.chunks.items()
            if any(len(one.unread) for one in chunks)
        }
        found["commons"] = unread.said_of_passages(self._commons.unread, now.banks)
        return {what: said for what, said in found.items() if said}

    def refresh(self, *, now: bool = False) -> Snapshot:
        """Return the snapshot, brought up to date when the last look was 200 ms ago, or `now`.

        What was written through the reader's own store is taken in at once.
        """
        now = now or self.store.writes != self._written
        if not now and not self._due():
            return self._snapshot
        if not self._refreshing.acquire(blocking=now):
            return self._snapshot  # another thread is at it
        began = ticks()
        try:
            written = self.store.writes
            away = not self._look()
            rest = AWAY_PAUSE * (ticks() - began) if away else 0.0
            self._written, self._next = written, ticks() + max(PAUSE, rest)
            self._merge_when_due()
        finally:
            self._refreshing.release()
        return self._snapshot

    def look_up(self, batch: Batch, signals: Mapping[str, SignalArrays]) -> list[Match]:
        """Return every match of the batch's signals, as the banks are now."""
        return self.refresh().look_up(batch, signals)

    def over(self, entries: Iterable[tuple[str, bytes]], *, bank: Bank = TRIAL) -> Snapshot:
        """Return a snapshot of nothing but these (signal type, value), with the present stops.

        Nothing is written: it shows what entries would hit before they are added. The entries
        are numbered from 1 in the order given.
        """
        given: dict[str, list[tuple[int, int, str, str, bytes]]] = {}
        for number, (signal, value) in enumerate(entries, 1):
            kept = key_of(value) if self.types[signal].index == "equal" else value
            row = (number, bank.id, "confirmed", "", kept)
            given.setdefault(signal, []).append(row)
        chunks = {}
        for signal, rows in given.items():
            kind = self.types[signal].index
            chunks[signal] = (make_chunk(kind, make_rows(kind, rows)),)
        now = self.refresh()
        return Snapshot(seq=now.seq, banks={bank.id: bank}, chunks=chunks, stops=now.stops)

    def close(self) -> None:
        """Close the store, when the reader opened it. Snapshots handed out stay good.

        A merge under way is ended; one that erases what was removed is waited for.
        """
        with self._refreshing:
            self.merger.close()
        if self._own:
            self.store.close()

    def _due(self) -> bool:
        """Tell whether to look: 200 ms after the last look, or as soon as a writer tells."""
        left = self._next - ticks()
        return left <= 0 or (left < PAUSE - WOKEN_PAUSE and self.store.woken())

    def _look(self) -> bool:
        """Take in what changed; of files that change during the look nothing is taken in.

        While the store is away the last snapshot stays in force; then this is False.
        """
        for left in range(ATTEMPTS - 1, -1, -1):
            try:
                self.store.catch_up()
                new = self._renewed()
            except StoreError as error:
                self._live.forget()
                if error.code == "store.away" and not self._opening:
                    self._note(f"{error}; scans go on with the banks as they were last seen")
                    return False
                if not self.store.stale or (self._opening and not left):
                    raise
                self._note(str(error))
                continue
            if not self.store.stale:
                changed = new.seq != self._snapshot.seq
                self._snapshot = new
                if changed:
                    self._tell_unread()
                return True
            self._commons.forget()
            self._live.forget()
        if self._opening:
            raise trouble.said_of(trouble.LOCKED, f"the bank store {self.store.where}")
        return True

    @property
    def _opening(self) -> bool:
        return self._snapshot.seq < 0

    def _renewed(self) -> Snapshot:
        """Return the snapshot as the store is now."""
        new, opening = self._snapshot, self._opening
        if opening or self._live.is_new():
            new = self._load()
            if opening and self._many(new) and self._merge(anew=False):
                new = self._load()
            self._erase_at = None
        new = self._catch_up(new, ERASE_AFTER if not opening else 0)
        return replace(new, stops=self._commons.stops(new, opening=opening))

    def _note(self, said: str) -> None:
        if said not in self.notices:
            self.notices.append(said)

    def _tell_unread(self) -> None:
        """Note what cannot be read, once for each type, however its number changes."""
        for what, said in self.unread().items():
            if what not in self._said_unread:
                self._said_unread.add(what)
                self._note(said)

    def _load(self) -> Snapshot:
        """Return what the live segments hold; they are built anew when one is refused."""
        try:
            return self._live.open()
        except SegmentError as error:
            self._note(str(error))
        if self._merge(anew=True):
            try:
                return self._live.open()
            except SegmentError as error:
                self._note(str(error))
        return nothing()

    def _catch_up(self, snapshot: Snapshot, patience: float) -> Snapshot:
        """Return the snapshot after the store's last change.

        patience  seconds that what was removed meanwhile may stay in a segment
        """
        if snapshot.banks and queries.seq(self.store) == snapshot.seq:
            return snapshot
        with self.store.reading():
            if self._erase_at is None and delta.holds_removed(snapshot, self.store):
                self._erase_at = ticks() + patience
            ranges = touched_after(self.store, snapshot.seq)
            return delta.apply(snapshot, self.store, self.types, ranges)

    def _many(self, snapshot: Snapshot) -> bool:
        """Whether so much is outside of the segments that they are better merged."""
        touched = size(touched_after(self.store, snapshot.seq))
        return touched + delta.delta_size(snapshot) > self._limit

    @property
    def _limit(self) -> int:
        return max(MERGE_ROWS, self._live.rows // MERGE_SHARE)

    def _merge_when_due(self) -> None:
        """Have segments merged in the background: there is much beside them, or to be erased."""
        self.merger.look()
        erase = self._erase_at is not None and ticks() >= self._erase_at
        due = erase or delta.delta_size(self._snapshot) > self._limit
        if due and not self.store.read_only:
            self.merger.start(erasing=erase)

    def _merge(self, *, anew: bool) -> bool:
        """Build segments at once, before there are any; scans go on without where it cannot be."""
        if self.store.read_only:
            return False
        try:
            return merge(self.store, self.folder, self.types, anew=anew, wait=anew)
        except StoreError as error:
            self._note(str(error))
            return False
