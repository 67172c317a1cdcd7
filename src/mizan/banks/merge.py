"""Merge: build new segments from the store and make them the live ones."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mizan.banks import queries
from mizan.banks.chunk import readable
from mizan.banks.manifest import (
    SCHEMA,
    Manifest,
    Named,
    building,
    check_history,
    read_manifest,
    segment_folder,
    write_manifest,
)
from mizan.banks.rows import read_rows, signals_in, size, touched_after
from mizan.banks.segments import write_segment
from mizan.banks.store import Store
from mizan.errors import SegmentError, StoreError
from mizan.ledger.chain import head
from mizan.signals.protocol import SignalType


def merge(
    store: Store,
    folder: Path,
    types: Mapping[str, SignalType],
    *,
    at_least: int = 0,
    anew: bool = False,
    wait: bool = True,
) -> bool:
    """Build segments of all signal types that changed since the last ones; tell whether it did.

    at_least  leave it when fewer entries than this were touched
    anew      build all of them, whatever there is
    wait      wait for another process that builds, instead of leaving it to that

    StoreError store.segments when the folder cannot be written; what was live stays live.
    """
    try:
        with building(folder, wait=wait) as mine:
            return mine and _merge(store, folder, types, at_least=at_least, anew=anew)
    except OSError as error:
        raise StoreError(
            f"segments cannot be written in {segment_folder(folder)}: {error.strerror}",
            hint="make room or give write permission; scans go on without new segments",
            code="store.segments",
        ) from None


def _merge(
    store: Store, folder: Path, types: Mapping[str, SignalType], *, at_least: int, anew: bool
) -> bool:
    with store.reading():
        live = None if anew else _live(store, folder)
        since = live.seq if live else 0
        seq, (line, line_hash) = queries.seq(store), head(store)
        ranges = touched_after(store, since)
        dealt_with = set(live.types) if live else set()
        touched = set(queries.signals_held(store)) - dealt_with
        if not touched & set(types) and size(ranges) < max(at_least, not anew):
            return False
        touched |= signals_in(store, ranges)
        generation = _next_generation(folder)
        segments = dict(live.segments) if live else {}
        for signal in sorted(touched):
            segments.pop(signal, None)
            named = signal in types and _build(
                store, folder, types[signal], generation=generation, seq=seq
            )
            if named:
                segments[signal] = named
    manifest = Manifest(
        schema=SCHEMA,
        generation=generation,
        seq=seq,
        ledger_seq=line,
        ledger_hash=line_hash,
        types=sorted(dealt_with - touched | set(types)),
        segments=segments,
    )
    write_manifest(folder, manifest)
    _sweep(folder, {named.file for named in segments.values()})
    return True


def _live(store: Store, folder: Path) -> Manifest | None:
    """Return the manifest when its segments are this store's and there, else None."""
    try:
        live = read_manifest(folder)
        if live:
            check_history(live, store)
    except SegmentError:
        return None
    there = live and all(
        (segment_folder(folder) / named.file).exists() for named in live.segments.values()
    )
    return live if there else None


def _build(
    store: Store, folder: Path, kind: SignalType, *, generation: int, seq: int
) -> Named | None:
    rows = readable(kind.index, read_rows(store, kind.name, kind.index))
    if not len(rows):
        return None
    file = f"{kind.name}-{generation:08d}.seg"
    path = segment_folder(folder) / file
    sha256 = write_segment(path, signal=kind.name, kind=kind.index, seq=seq, rows=rows)
    return Named(file=file, sha256=sha256, rows=len(rows))


def _next_generation(folder: Path) -> int:
    """Return a number above that of every file, so that no name is used twice."""
    numbers = [
        int(found)
        for path in segment_folder(folder).glob("*-*.*")
        if (found := path.stem.rpartition("-")[2]).isdigit()
    ]
    return max(numbers, default=0) + 1


def _sweep(folder: Path, named: set[str]) -> None:
    """Delete segments that are not live any more; who has them mapped keeps them."""
    for path in segment_folder(folder).iterdir():
        if path.suffix in {".seg", ".tmp"} and path.name not in named:
            with suppress(OSError):  # what somebody put there in its place does no harm
                path.unlink()
