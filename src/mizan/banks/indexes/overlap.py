"""Index of text fingerprints: which entries share stretches of a text, and which stretches.

Arrays of a segment: `offsets` int64[2^b + 1], `keys` uint64[p] rising and `rows` int32[p] are the
postings, bucketed by the top b bits of the fingerprint and compared in full; `digests` uint64[n]
rising and `digest_rows` int32[n] find equal texts; `entries` int64[1] is n. Map them
copy-on-write: kernels know writable arrays only, so a read-only array is copied.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.banks.indexes.hits import Hits, no_hits
from mizan.banks.stops import Stops
from mizan.kernels.postings import ENOUGH, Postings, Room, Texts, search, told
from mizan.signals.arrays import Sketches
from mizan.signals.sketch import PASSAGE, read_value

PER_BUCKET = 8  # postings of one bucket, on average


def build(rows: Sequence[bytes]) -> dict[str, NDArray[Any]]:
    """Return the arrays of an index over `neartext` values.

    A passage's value holds fingerprints of both scales and is no evidence; it is found by its
    digest only.
    """
    values = [read_value(row) for row in rows]
    hashes = [value.hashes[: 0 if value.scale == PASSAGE else None] for value in values]
    keys = np.concatenate([np.zeros(0, np.uint64), *hashes])
    counts = [len(each) for each in hashes]
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    bits = max(1, (len(keys) // PER_BUCKET).bit_length())
    borders = np.arange(1 << bits, dtype=np.uint64) << np.uint64(64 - bits)
    offsets = np.append(np.searchsorted(keys, borders), len(keys)).astype(np.int64)
    digests = np.array([value.digest for value in values], np.uint64)
    by_digest = np.argsort(digests, kind="stable")
    return {
        "offsets": offsets,
        "keys": keys,
        "rows": np.repeat(np.arange(len(rows), dtype=np.int32), counts)[order],
        "digests": digests[by_digest],
        "digest_rows": by_digest.astype(np.int32),
        "entries": np.array([len(rows)], np.int64),
    }


class OverlapIndex:
    """Finds every entry that shares enough of a text. Thread-safe."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._postings = Postings(
            _owned(arrays["offsets"], np.int64),
            _owned(arrays["keys"], np.uint64),
            _owned(arrays["rows"], np.int32),
            _owned(arrays["digests"], np.uint64),
            _owned(arrays["digest_rows"], np.int32),
        )
        self._entries = int(arrays["entries"][0])
        self._counted: tuple[Stops | None, NDArray[np.int64]] | None = None
        self._rooms = threading.local()

    def search(self, signals: Sketches, *, radius: int = 0, stops: Stops | None = None) -> Hits:  # noqa: ARG002 - one shape for all indexes
        """Return every pair of a sketch and an entry that agree, by query, equal texts first.

        They agree when at least 4 rare fingerprints of the entry lie in stretches of the text and
        are more than a common phrase: a passage of some 35 letters, 35 % of the entry, or 60 % of
        the text. They agree too when the whole texts are equal; then distance is 0, coverage and
        share are 1, and the stretch is the whole text. Both numbers count distinct fingerprints
        outside of `stops`.
        """
        if not self._entries or not len(signals.owner):
            return no_hits()
        texts = Texts(
            signals.bounds,
            signals.hashes,
            signals.starts,
            signals.digest,
            signals.lengths,
            _stopped(stops, signals.hashes),
        )
        room, counted = self._take_room(), self.rare(stops)
        hits, spans = search(texts, self._postings, counted, room)
        self._rooms.free = room
        if not len(hits):
            return no_hits()
        starts, ends = spans.astype(np.int32).T.copy()
        return Hits(*told(hits, counted), starts, ends)

    def rare(self, stops: Stops | None) -> NDArray[np.int64]:
        """Return how many fingerprints of each row count under `stops`, int64[n]."""
        counted = self._counted
        if counted is None or counted[0] is not stops:
            rare = ~_stopped(stops, self._postings.keys)
            counts = np.bincount(self._postings.rows[rare], minlength=self._entries)
            self._counted = counted = (stops, counts)
        return counted[1]

    def thin(self, stops: Stops | None) -> NDArray[np.bool_]:
        """Say of each row whether too few of its fingerprints count, so only equality finds it."""
        return self.rare(stops) < ENOUGH

    def values(self) -> None:
        """Return None: the fingerprints of passages are not kept here."""
        return

    def _take_room(self) -> Room:
        """Return this thread's room for work, cleared.

        It is given back only after a search that ran to its end, which leaves it clear.
        """
        room: Room | None = self._rooms.__dict__.pop("free", None)
        n = self._entries
        return room or Room(np.zeros(n, np.int32), np.empty(n, np.int32))


def check(arrays: Mapping[str, NDArray[Any]], rows: int) -> None:
    """Raise ValueError unless the arrays are an index of `rows` values that can be searched."""
    offsets, keys, places = arrays["offsets"], arrays["keys"], arrays["rows"]
    digests, digest_rows = arrays["digests"], arrays["digest_rows"]
    kinds = [one.dtype.str for one in (offsets, keys, places, digests, digest_rows)]
    if kinds != ["<i8", "<u8", "<i4", "<u8", "<i4"]:
        raise ValueError("other types of numbers")
    buckets = len(offsets) - 1
    if offsets.ndim != 1 or buckets < 2 or buckets & (buckets - 1):
        raise ValueError("buckets are a power of two")
    if keys.shape != places.shape or keys.ndim != 1 or arrays["entries"].tolist() != [rows]:
        raise ValueError("other shapes")
    if digests.shape != (rows,) or digest_rows.shape != (rows,):
        raise ValueError("other shapes")
    if offsets[0] or offsets[-1] != len(keys) or (offsets[1:] < offsets[:-1]).any():
        raise ValueError("buckets that do not follow each other")
    for row in (places, digest_rows):
        if len(row) and not (row.min() >= 0 and row.max() < rows):
            raise ValueError("a row that is not there")


def _stopped(stops: Stops | None, hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Say of each fingerprint whether it does not count; without stops all count."""
    return np.zeros(len(hashes), np.bool_) if stops is None else stops.contains(hashes)


def _owned(array: NDArray[Any], dtype: type[np.generic]) -> NDArray[Any]:
    """Return the array as the kernels take it; it is copied only when it is not already so."""
    return np.require(array, dtype, ("C", "W"))
