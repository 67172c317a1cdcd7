"""Delta: a snapshot and the changes since give the next snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mizan.banks import queries
from mizan.banks.chunk import Chunk, make_chunk, readable
from mizan.banks.rows import Ranges, join, read_rows, signals_in, span_ranges
from mizan.banks.snapshot import Snapshot
from mizan.banks.store import Store
from mizan.signals.protocol import IndexKind, SignalType

FEW = 4  # chunks of a type besides its segment
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
        old = tuple(chunk.without(ranges) for chunk in chunks.get(signal, ()))
        new = (make_chunk(kind, rows),) if len(rows) else ()
        chunks[signal] = gather(kind, old + new)
    return Snapshot(
        seq=queries.seq(store),
        banks={bank.id: bank for bank in queries.banks(store)},
        chunks=chunks,
        stops=snapshot.stops,
    )


def gather(kind: IndexKind, chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
    """Return the chunks with the newest ones joined when there are many.

    The newest takes in its elders while they are not much larger, so that joining an entry costs
    little on average however many come.
    """
    small = [chunk for chunk in chunks if chunk.rows is not None]
    base = [chunk for chunk in chunks if chunk.rows is None]
    if len(small) <= FEW:
        return tuple(chunks)
    last = small.pop()
    rows = [last.in_force()]
    total = len(last.ids)
    while small and (len(small) >= FEW or len(small[-1].ids) <= 2 * total):
        elder = small.pop()
        rows.append(elder.in_force())
        total += len(elder.ids)
    joined = join(kind, [one for one in rows if one is not None])
    return (*base, *small, make_chunk(kind, joined))


def delta_size(snapshot: Snapshot) -> int:
    """Return how many entries of a snapshot are not in segments."""
    return sum(
        len(chunk.ids)
        for chunks in snapshot.chunks.values()
        for chunk in chunks
        if chunk.rows is not None
    )
