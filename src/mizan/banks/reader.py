"""Reader: keeps a snapshot of the banks fresh, in every process, without a rebuild."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np

from mizan.banks import delta, queries, trouble
from mizan.banks.chunk import Chunk, make_chunk, readable
from mizan.banks.commons import BACKGROUND as BACKGROUND
from mizan.banks.commons import Commons
from mizan.banks.manifest import (
    Manifest,
    check_history,
    manifest_path,
    read_manifest,
    segment_folder,
)
from mizan.banks.merge import merge
from mizan.banks.rows import make_rows, read_rows, size, touched_after
from mizan.banks.segments import open_segment
from mizan.banks.snapshot import Snapshot
from mizan.banks.stamp import Stamp, stamp_of
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
MERGE_SHARE = 4  # ... or a quarter of what the segments hold, when that is more
AWAY_PAUSE = 4  # times as long as a look that found the store away took, before the next
REST = 60.0  # seconds after a merge that failed, before the next is tried
ATTEMPTS = 3  # looks at files that are replaced meanwhile
TRIAL = Bank(id=1, name="trial", purpose="harm")


class Reader:
    """Looks signals up in the banks of one data folder. Thread-safe.

    `notices` tells what it met and mended on its way: torn segments, an unreadable background.
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
        self._no_merge_before = 0.0  # ticks, after one that failed
        self._manifest: Stamp | None = None
        self._commons = Commons(folder, self.store, self._note)
        self._segment_rows = 0
        self._snapshot = Snapshot(seq=-1, banks={}, chunks={}, stops=None)
        with ExitStack() as on_failure:
            on_failure.callback(self.close)
            self.refresh(now=True)
            on_failure.pop_all()

    @property
    def seq(self) -> int:
        """Number of the last change that is in force here."""
        return self._snapshot.seq

    def refresh(self, *, now: bool = False) -> Snapshot:
        """Return the snapshot, brought up to date when the last look was 200 ms ago, or `now`."""
        if not now and not self._due():
            return self._snapshot
        if not self._refreshing.acquire(blocking=now):
            return self._snapshot  # another thread is at it
        began = ticks()
        try:
            away = not self._look()
            rest = AWAY_PAUSE * (ticks() - began) if away else 0.0
            self._next = ticks() + max(PAUSE, rest)
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
        """Close the store, when the reader opened it. Snapshots handed out stay good."""
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
                if error.code == "store.away" and not self._opening:
                    self._note(f"{error}; scans go on with the banks as they were last seen")
                    return False
                if not self.store.stale or (self._opening and not left):
                    raise
                self._note(str(error))
                continue
            if not self.store.stale:
                self._snapshot = new
                return True
            self._commons.forget()
        if self._opening:
            raise trouble.said_of(trouble.LOCKED, f"the bank store {self.store.where}")
        return True

    @property
    def _opening(self) -> bool:
        return self._snapshot.seq < 0

    def _renewed(self) -> Snapshot:
        """Return the snapshot as the store is now."""
        new = self._snapshot
        if self._opening or stamp_of(manifest_path(self.folder)) != self._manifest:
            new = self._load()
            if self._opening and self._holds_removed(new) and self._merge(anew=False):
                new = self._load()
        new = self._catch_up(new)
        return replace(new, stops=self._commons.stops(new, opening=self._opening))

    def _note(self, said: str) -> None:
        if said not in self.notices:
            self.notices.append(said)

    def _load(self) -> Snapshot:
        """Return what the live segments hold; they are built anew when one is refused."""
        try:
            return self._open_segments()
        except SegmentError as error:
            self._note(str(error))
        if self._merge(anew=True):
            try:
                return self._open_segments()
            except SegmentError as error:
                self._note(str(error))
        self._segment_rows = 0
        return Snapshot(seq=0, banks={}, chunks={}, stops=self._snapshot.stops)

    def _open_segments(self) -> Snapshot:
        for _ in range(ATTEMPTS):  # a set that is replaced while it is opened
            self._manifest = stamp_of(manifest_path(self.folder))
            manifest = read_manifest(self.folder)
            if manifest is None:
                return Snapshot(seq=0, banks={}, chunks={}, stops=self._snapshot.stops)
            check_history(manifest, self.store)
            try:
                chunks = self._open_all(manifest)
            except FileNotFoundError:
                continue
            chunks |= self._read_others(manifest)
            self._segment_rows = sum(one.rows for one in manifest.segments.values())
            return Snapshot(seq=manifest.seq, banks={}, chunks=chunks, stops=self._snapshot.stops)
        raise SegmentError("a segment that the manifest names is missing", code="segment.missing")

    def _open_all(self, manifest: Manifest) -> dict[str, tuple[Chunk, ...]]:
        chunks: dict[str, tuple[Chunk, ...]] = {}
        for signal, named in manifest.segments.items():
            if signal in self.types:
                path = segment_folder(self.folder) / named.file
                kind = self.types[signal].index
                chunk = open_segment(path, signal=signal, kind=kind, sha256=named.sha256)
                chunks[signal] = (chunk,)
        return chunks

    def _read_others(self, manifest: Manifest) -> dict[str, tuple[Chunk, ...]]:
        """Return, out of the store, types that the builder of the segments did not know."""
        others = set(queries.signals_held(self.store)) & set(self.types) - set(manifest.types)
        chunks: dict[str, tuple[Chunk, ...]] = {}
        for signal in others:
            kind = self.types[signal].index
            rows = readable(kind, read_rows(self.store, signal, kind))
            chunks[signal] = (make_chunk(kind, rows),)
        return chunks

    def _catch_up(self, snapshot: Snapshot) -> Snapshot:
        """Return the snapshot after the store's last change."""
        if snapshot.banks and queries.seq(self.store) == snapshot.seq:
            return snapshot
        ranges = touched_after(self.store, snapshot.seq)
        limit = max(MERGE_ROWS, self._segment_rows // MERGE_SHARE)
        many = size(ranges) + delta.delta_size(snapshot) > limit
        if many and self._merge(anew=False):
            snapshot = self._load()
        with self.store.reading():
            ranges = touched_after(self.store, snapshot.seq)
            return delta.apply(snapshot, self.store, self.types, ranges)

    def _holds_removed(self, snapshot: Snapshot) -> bool:
        """Tell whether a segment still holds what was removed: it is to be erased there, too."""
        rows = self.store.rows("banks.entries_removed_after", seq=snapshot.seq)
        removed = np.array(rows, np.int64).reshape(-1)
        return any(
            bool(np.isin(removed, chunk.ids).any())
            for chunks in snapshot.chunks.values()
            for chunk in chunks
            if chunk.rows is None
        )

    def _merge(self, *, anew: bool) -> bool:
        """Build segments where that can be done; scans go on without where it cannot."""
        if self.store.read_only or (ticks() < self._no_merge_before and not anew):
            return False
        try:
            return merge(self.store, self.folder, self.types, anew=anew, wait=anew)
        except StoreError as error:
            self._note(str(error))
            self._no_merge_before = ticks() + REST
            return False
