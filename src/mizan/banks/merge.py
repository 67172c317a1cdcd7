"""Merge: build new segments and make them the live ones.

What did not change is taken out of the segment that is live, what did is read out of the store; a
segment whose index does not hold its values, such as that of texts, is read from the store whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mizan.banks import queries
from mizan.banks.chunk import readable
from mizan.banks.delta import NEAR
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
from mizan.banks.rows import (
    Ranges,
    Rows,
    join,
    outside,
    read_rows,
    signals_in,
    size,
    span_ranges,
    tidied,
    touched_after,
)
from mizan.banks.seen import SUFFIX, note_path
from mizan.banks.segments import open_segment, write_segment
from mizan.banks.store import Store
from mizan.errors import SegmentError, StoreError
from mizan.ledger.chain import head
from mizan.signals.protocol import IndexKind, SignalType


def merge(
    store: Store,
    folder: Path,
    types: Mapping[str, SignalType],
    *,
    at_least: int = 0,
    anew: bool = False,
    wait: bool = True,
) -> bool:
    """Build segments of all signal types that changed since the last ones; tell whether it did."""
    kinds = {name: one.index for name, one in types.items()}
    return merge_kinds(store, folder, kinds, at_least=at_least, anew=anew, wait=wait)


def merge_kinds(
    store: Store,
    folder: Path,
    kinds: Mapping[str, IndexKind],
    *,
    at_least: int = 0,
    anew: bool = False,
    wait: bool = True,
) -> bool:
    """Do the same for signal types of which only name and kind of index are known.

    at_least  leave it when fewer entries than this were touched
    anew      build all of them, whatever there is
    wait      wait for another process that builds, instead of leaving it to that

    StoreError store.segments when the folder cannot be written; what was live stays live.
    """
    try:
        with building(folder, wait=wait) as mine:
            return mine and _merge(store, folder, kinds, at_least=at_least, anew=anew)
    except OSError as error:
        raise StoreError(
            f"segments cannot be written in {segment_folder(folder)}: {error.strerror}",
            hint="make room or give write permission; scans go on without new segments",
            code="store.segments",
        ) from None


def _merge(
    store: Store, folder: Path, kinds: Mapping[str, IndexKind], *, at_least: int, anew: bool
) -> bool:
    with store.reading():
        live = None if anew else _live(store, folder)
        since = live.seq if live else 0
        seq, (line, line_hash) = queries.seq(store), head(store)
        ranges = touched_after(store, since)
        dealt_with = set(live.types) if live else set()
        touched = set(queries.signals_held(store)) - dealt_with
        if not touched & set(kinds) and size(ranges) < max(at_least, not anew):
            return False
        touched |= signals_in(store, ranges)
        generation = _next_generation(folder)
        segments = dict(live.segments) if live else {}
        for signal in sorted(touched):
            segments.pop(signal, None)
            if signal not in kinds:
                continue
            rows = _rows(store, folder, signal, kinds[signal], live=live, ranges=ranges)
            if len(rows) or len(rows.unread):
                file = f"{signal}-{generation:08d}.seg"
                path = segment_folder(folder) / file
                sha256 = write_segment(path, signal=signal, kind=kinds[signal], seq=seq, rows=rows)
                segments[signal] = Named(file=file, sha256=sha256, rows=len(rows))
    manifest = Manifest(
        schema=SCHEMA,
        generation=generation,
        seq=seq,
        ledger_seq=line,
        ledger_hash=line_hash,
        types=sorted(dealt_with - touched | set(kinds)),
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


def _rows(
    store: Store,
    folder: Path,
    signal: str,
    kind: IndexKind,
    *,
    live: Manifest | None,
    ranges: Ranges,
) -> Rows:
    """Return the entries in force, as many as can be out of the live segment."""
    old = _old(folder, signal, kind, live.segments.get(signal) if live else None)
    if old is None:
        return readable(kind, read_rows(store, signal, kind))
    near = span_ranges(ranges, gap=NEAR)
    new = readable(kind, read_rows(store, signal, kind, near))
    return tidied(join(kind, [outside(old, near), new]))


def _old(folder: Path, signal: str, kind: IndexKind, named: Named | None) -> Rows | None:
    """Return what a live segment holds, None where it is torn or cannot give it back."""
    if named is None or kind == "overlap":
        return None
    path = segment_folder(folder) / named.file
    try:
        chunk = open_segment(path, signal=signal, kind=kind, sha256=named.sha256, whole=True)
    except (SegmentError, FileNotFoundError):
        return None
    return chunk.in_force()


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
    here = segment_folder(folder)
    gone = {path for path in here.iterdir() if path.suffix == ".tmp"}
    gone |= {path for path in here.glob("*.seg") if path.name not in named}
    gone |= {note for note in here.glob(f"*{SUFFIX}") if not note.with_suffix("").exists()}
    for path in gone | {note_path(path) for path in gone if path.suffix == ".seg"}:
        with suppress(OSError):  # what somebody put there in its place does no harm
            path.unlink(missing_ok=True)
