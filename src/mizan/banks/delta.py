"""Delta: a snapshot and the changes since give the next snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mizan.banks import queries
from mizan.banks.chunk import Chunk, make_chunk, readable
from mizan.banks.rows import Ranges, join, read_rows, signals_in, span_ranges, stretches
from mizan.banks.snapshot import Snapshot
from mizan.banks.store import Store
from mizan.signals.protocol import IndexKind, SignalType

FEW = 8  # chunks of a type besides its segment
SHARE = 4  # a chunk is joined with a newer one that is at least this part of it
NEAR = 8  # entries between two changed ones that are read with them


def apply(
    snapshot: Snapshot, store: Store, types: Mapping[str, SignalType], ranges: Ranges
) -> Snapshot:
    """Return the snapshot after the store's last change, of which `ranges` were touched.

    The entries of all ranges are read as they are now and stand for whatever was known of them,
    so that applying a change twice, or two changes at once, comes to the same.
    """
    ranges = span_ranges(ranges, gap=NEAR)
    chunks = dict(snapshot.chunks)
    for signal in signals_in(store, ranges) & set(types):
        kind = types[signal].index
        rows = readable(kind, read_rows(store, signal, kind, ranges))
        left = [chunk.without(ranges) for chunk in chunks.get(signal, ())]
        new = [make_chunk(kind, rows)] if len(rows) or len(rows.unread) else []
        chunks[signal] = gather(kind, [one for one in left + new if one])
    return Snapshot(
        seq=queries.seq(store),
        banks={bank.id: bank for bank in queries.banks(store)},
        chunks=chunks,
        stops=snapshot.stops,
    )


def gather(kind: IndexKind, chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
    """Return the chunks with the newest ones joined where that is due.

    The newest takes in its elders while they are not much larger. So each is several times as
    large as all that came after it: they stay few, and one more entry costs little on average
    however many there are.
    """
    small = [chunk for chunk in chunks if chunk.rows is not None]
    if len(small) < 2:
        return tuple(chunks)
    joined, total = [small.pop()], 0
    while small:
        total += len(joined[-1].ids)
        if len(small) < FEW and len(small[-1].ids) > SHARE * total:
            break
        joined.append(small.pop())
    if len(joined) == 1:
        return tuple(chunks)
    base = [chunk for chunk in chunks if chunk.rows is None]
    rows = join(kind, [one.in_force() for one in joined])
    return (*base, *small, make_chunk(kind, rows))


def holds_removed(snapshot: Snapshot, store: Store) -> bool:
    """Tell whether a segment holds what was removed since: it is to be erased there, too."""
    rows = store.rows("banks.entries_removed_after", seq=snapshot.seq)
    removed = [(number, number) for (number,) in rows]
    return any(
        first < last
        for chunks in snapshot.chunks.values()
        for chunk in chunks
        if chunk.rows is None
        for first, last in stretches(chunk.ids, removed)
    )


def delta_size(snapshot: Snapshot) -> int:
    """Return how many entries of a snapshot are not in segments, or are there and do not count."""
    return sum(
        len(chunk.ids) if chunk.rows is not None else chunk.marked.count if chunk.marked else 0
        for chunks in snapshot.chunks.values()
        for chunk in chunks
    )
