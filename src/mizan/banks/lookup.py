"""From hits of an index to matches: whose entry it is, whether it counts, and where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.banks.chunk import Chunk
from mizan.banks.indexes.hits import Hits
from mizan.banks.rows import CONFIRMED
from mizan.signals.arrays import SignalArrays, Sketches
from mizan.terms.bank import Bank
from mizan.terms.match import Match, Span
from mizan.text.batch import Batch


def find(
    signal: str,
    arrays: SignalArrays,
    chunk: Chunk,
    hits: Hits,
    batch: Batch,
    /,
    banks: Mapping[int, Bank],
    farthest: Mapping[int, int],
) -> list[Match]:
    """Return the matches among the hits that a chunk's index gave for `arrays`.

    farthest  by number of bank, for banks that match at all: the largest distance it takes, bits
    """
    if not len(hits):
        return []
    found = []
    fuzzy = isinstance(arrays, Sketches)
    for place in _in_force(chunk, hits, farthest).tolist():
        row = int(hits.row[place])
        part = int(arrays.owner[hits.query[place]])
        distance = int(hits.distance[place])
        found.append(
            Match(
                part=part,
                signal=signal,
                bank=banks[int(chunk.banks[row])],
                entry=int(chunk.ids[row]),
                confirmed=bool(chunk.flags[row] & CONFIRMED),
                label=chunk.names[int(chunk.labels[row])],
                distance=distance if distance >= 0 else None,
                coverage=_share(hits.coverage[place]) if fuzzy else None,
                share=_share(hits.share[place]) if fuzzy else None,
                spans=_spans(hits, place, part, batch) if fuzzy else (),
            )
        )
    return found


def _share(value: np.float32) -> float:
    """Return a share to four digits: more would be the noise of its 32 bits."""
    return round(float(value), 4)


def _in_force(chunk: Chunk, hits: Hits, farthest: Mapping[int, int]) -> NDArray[np.intp]:
    """Return the places of hits on rows that are not masked, near enough for their bank."""
    counts = np.ones(len(hits), np.bool_) if chunk.marked is None else ~chunk.marked.has(hits.row)
    banks = chunk.banks[hits.row]
    limits = np.full(len(hits), -2, np.int64)  # of a bank that matches nothing
    for number, limit in farthest.items():
        limits[banks == number] = limit
    return np.flatnonzero(counts & (hits.distance <= limits))


def _spans(hits: Hits, place: int, part: int, batch: Batch) -> tuple[Span, ...]:
    """Return a hit's stretches in the part's own text: rising, none touching the next."""
    text = int(np.searchsorted(batch.text_rows, part))
    first, last = int(hits.span_bounds[place]), int(hits.span_bounds[place + 1])
    if first == last:
        return ()
    rows = np.full(last - first, text, np.int32)
    starts, ends = batch.texts.tight.spans(
        rows, hits.span_starts[first:last], hits.span_ends[first:last]
    )
    return _apart(zip(starts.tolist(), ends.tolist(), strict=True))


def _apart(spans: Any) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
