"""Entries in force, read out of the store into arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.banks.store import Store
from mizan.banks.unread import none_unread, put_together, unread_outside
from mizan.signals.protocol import IndexKind

PAGE = 100_000  # rows fetched at a time
LAST = 2**62  # beyond every entry's number
CONFIRMED = 1  # bit of `flags`

Values = NDArray[Any] | list[bytes]
Ranges = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Entries in force of one signal type, rising by number.

    ids     int64[n]
    banks   int32[n]: numbers of their banks
    flags   uint8[n]: 1 = confirmed
    labels  int32[n]: places in `names`
    values  what the index is built from: uint8[n, 16] keys (equal), uint64[n, 4] words (hamming),
            or a list of n values (overlap)
    unread  int64[u, 2]: entries that were left out (see `mizan.banks.unread`)
    """

    ids: NDArray[np.int64]
    banks: NDArray[np.int32]
    flags: NDArray[np.uint8]
    labels: NDArray[np.int32]
    names: tuple[str, ...]
    values: Values
    unread: NDArray[np.int64] = field(default_factory=none_unread)

    def __len__(self) -> int:
        return len(self.ids)


def read_rows(store: Store, signal: str, kind: IndexKind, ranges: Ranges = ((1, LAST),)) -> Rows:
    """Return the entries in force of a type with numbers in `ranges` (rising, both ends in)."""
    query = "banks.active_keys" if kind == "equal" else "banks.active_values"
    pieces, found = [], list[tuple[int, int, str, str, bytes]]()
    for first, last in ranges:
        while page := store.rows(query, first=first, last=last, signal=signal, limit=PAGE):
            found += page
            if len(found) >= PAGE:
                pieces.append(make_rows(kind, found))
                found = []
            first = page[-1][0] + 1
            if len(page) < PAGE:
                break
    return join(kind, [*pieces, make_rows(kind, found)])


def touched_after(store: Store, seq: int) -> Ranges:
    """Return exactly the entries that changed after `seq`, those of commons banks left out."""
    return span_ranges(store.rows("banks.entries_changed_after", seq=seq))


def signals_in(store: Store, ranges: Ranges) -> set[str]:
    """Return the names of the signal types of the entries in `ranges`, in whatever state."""
    return {
        name
        for first, last in ranges
        for (name,) in store.rows("banks.signals_between", first=first, last=last)
    }


def make_rows(kind: IndexKind, found: Sequence[tuple[int, int, str, str, bytes]]) -> Rows:
    """Return rows of (number, bank's number, opinion, label, key or value)."""
    ids, banks, opinions, labels, values = zip(*found, strict=True) if found else ((),) * 5
    codes: dict[str, int] = {}
    places = [codes.setdefault(label, len(codes)) for label in labels]
    return Rows(
        np.array(ids, np.int64),
        np.array(banks, np.int32),
        np.array([opinion == "confirmed" for opinion in opinions], np.uint8) * np.uint8(CONFIRMED),
        np.array(places, np.int32),
        tuple(codes),
        pack(kind, values),
    )


def pack(kind: IndexKind, values: Sequence[bytes]) -> Values:
    """Return values, or keys, as the index of that kind is built from them."""
    if kind == "overlap":
        return list(values)
    if kind == "equal":
        return np.frombuffer(b"".join(values), np.uint8).reshape(-1, 16)
    return np.frombuffer(b"".join(values), "<u8").reshape(-1, 4)


def join(kind: IndexKind, pieces: Sequence[Rows]) -> Rows:
    """Return the rows of all pieces, each rising by number, and none in two of them, as one."""
    if len(pieces) == 1:
        return pieces[0]
    codes: dict[str, int] = {}
    labels = []
    for piece in pieces:
        places = [codes.setdefault(name, len(codes)) for name in piece.names]
        labels.append(np.array([*places, 0], np.int32)[piece.labels])
    joined = Rows(
        np.concatenate([piece.ids for piece in pieces]),
        np.concatenate([piece.banks for piece in pieces]),
        np.concatenate([piece.flags for piece in pieces]),
        np.concatenate(labels),
        tuple(codes),
        _join_values(kind, [piece.values for piece in pieces]),
        put_together([piece.unread for piece in pieces]),
    )
    if len(joined) < 2 or bool((np.diff(joined.ids) > 0).all()):
        return joined
    return take(joined, np.argsort(joined.ids, kind="stable"))


def take(rows: Rows, places: NDArray[np.intp]) -> Rows:
    """Return the rows at `places`, in that order."""
    values = rows.values
    chosen = [values[place] for place in places] if isinstance(values, list) else values[places]
    return Rows(
        rows.ids[places],
        rows.banks[places],
        rows.flags[places],
        rows.labels[places],
        rows.names,
        chosen,
        rows.unread,
    )


def stretches(ids: NDArray[np.int64], ranges: Ranges) -> list[tuple[int, int]]:
    """Return for each range where the rising `ids` in it begin and end (exclusive)."""
    if len(ranges) == 1:  # one change: no arrays for it
        [(one, other)] = ranges
        return [(int(ids.searchsorted(one)), int(ids.searchsorted(other, "right")))]
    first = ids.searchsorted(np.array([first for first, _ in ranges], np.int64), "left")
    last = ids.searchsorted(np.array([last for _, last in ranges], np.int64), "right")
    return list(zip(first.tolist(), last.tolist(), strict=True))


def outside(rows: Rows, ranges: Ranges) -> Rows:
    """Return the rows whose numbers lie in none of the ranges."""
    keep = np.ones(len(rows), np.bool_)
    for start, end in stretches(rows.ids, ranges):
        keep[start:end] = False
    left = rows if keep.all() else take(rows, np.flatnonzero(keep))
    return replace(left, unread=unread_outside(rows.unread, ranges)) if len(rows.unread) else left


def tidied(rows: Rows) -> Rows:
    """Return the rows with the labels that occur, in the order in which they first do."""
    if len(rows.names) < 2:
        return rows
    count = len(rows)
    first = np.full(len(rows.names), count, np.int64)
    first[rows.labels[::-1]] = np.arange(count - 1, -1, -1)  # of several places the last one holds
    order = np.argsort(first, kind="stable")[: np.count_nonzero(first < count)]
    places = np.zeros(len(rows.names), np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    names = tuple(rows.names[place] for place in order.tolist())
    return replace(rows, labels=places[rows.labels], names=names)


def span_ranges(changed: Iterable[tuple[int, int]], gap: int = 0) -> list[tuple[int, int]]:
    """Return rising ranges, apart from each other, that cover those given and nothing else.

    gap  numbers between two ranges that may be covered as well; one query more costs as much as
         some rows, so that reading a few too many is the quicker way, and it does no harm
    """
    merged: list[tuple[int, int]] = []
    for first, last in sorted(changed):
        if merged and first - merged[-1][1] - 1 <= gap:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def size(ranges: Ranges) -> int:
    """Return how many numbers the ranges hold."""
    return sum(last - first + 1 for first, last in ranges)


def _join_values(kind: IndexKind, pieces: Sequence[Values]) -> Values:
    if kind == "overlap":
        return [value for piece in pieces for value in piece]
    return np.concatenate(pieces)
