"""Live: the segments that the manifest names, as the chunks of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from mizan.banks import queries
from mizan.banks.chunk import Chunk, make_chunk, readable
from mizan.banks.manifest import (
    Manifest,
    check_history,
    manifest_path,
    read_manifest,
    segment_folder,
)
from mizan.banks.rows import read_rows
from mizan.banks.segments import open_segment
from mizan.banks.snapshot import Snapshot
from mizan.banks.stamp import Stamp, stamp_of
from mizan.banks.store import Store
from mizan.errors import SegmentError
from mizan.signals.protocol import SignalType

ATTEMPTS = 3  # sets of segments that are replaced while they are opened


class Live:
    """Opens the live segments of one data folder, and knows which set it opened last."""

    def __init__(self, folder: Path, store: Store, types: Mapping[str, SignalType]) -> None:
        self.rows = 0  # entries in the segments that were opened last
        self._folder = folder
        self._path = manifest_path(folder)
        self._store = store
        self._types = types
        self._stamp: Stamp | None = None

    def is_new(self) -> bool:
        """Whether the manifest is another than that of the set opened last."""
        return stamp_of(self._path) != self._stamp

    def forget(self) -> None:
        """Take the set opened last for one that was not: it did not come into force."""
        self._stamp = None

    def open(self) -> Snapshot:
        """Return what the live segments hold, without banks; SegmentError when one is refused."""
        for _ in range(ATTEMPTS):
            self._stamp = stamp_of(self._path)
            manifest = read_manifest(self._folder)
            self.rows = 0
            if manifest is None:
                return nothing()
            check_history(manifest, self._store)
            try:
                chunks = dict(self._opened(manifest))
            except FileNotFoundError:
                continue
            chunks |= self._read_others(manifest)
            self.rows = sum(one.rows for one in manifest.segments.values())
            return Snapshot(seq=manifest.seq, banks={}, chunks=chunks, stops=None)
        raise SegmentError("a segment that the manifest names is missing", code="segment.missing")

    def damaged(self) -> Iterator[SegmentError]:
        """Read every live segment wholly and give what is wrong with each that is not whole.

        The next opening then refuses it, and it is built anew.
        """
        manifest = read_manifest(self._folder)
        for signal, named in manifest.segments.items() if manifest else ():
            if signal in self._types:
                path, kind = segment_folder(self._folder) / named.file, self._types[signal].index
                try:
                    open_segment(path, signal=signal, kind=kind, sha256=named.sha256, whole=True)
                except SegmentError as error:
                    yield error
                except FileNotFoundError:
                    continue  # replaced meanwhile

    def _opened(self, manifest: Manifest) -> Iterator[tuple[str, tuple[Chunk, ...]]]:
        for signal, named in manifest.segments.items():
            if signal in self._types:
                path, kind = segment_folder(self._folder) / named.file, self._types[signal].index
                yield signal, (open_segment(path, signal=signal, kind=kind, sha256=named.sha256),)

    def _read_others(self, manifest: Manifest) -> Iterator[tuple[str, tuple[Chunk, ...]]]:
        """Give, out of the store, types that the builder of the segments did not know."""
        held = set(queries.signals_held(self._store))
        for signal in sorted(held & set(self._types) - set(manifest.types)):
            kind = self._types[signal].index
            rows = readable(kind, read_rows(self._store, signal, kind))
            yield signal, (make_chunk(kind, rows),)


def nothing() -> Snapshot:
    """Return the snapshot of a store without a change."""
    return Snapshot(seq=0, banks={}, chunks={}, stops=None)
