"""Search of text fingerprints in an inverted index, and the counting that goes with it.

One pass tallies how many fingerprints each entry shares with the text; only entries with enough
of them are looked at again for where they lie. The cost of a text is bounded by its own length
plus the postings of its distinct fingerprints, whatever is repeated in it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.block import Plan
from mizan.kernels.buckets import bits_of, find, row_of
from mizan.kernels.compile import jit
from mizan.kernels.handle import (
    address_of,
    int32_at,
    int32_from,
    int64_from,
    rows_from,
    uint8_at,
    uint8_from,
    uint32_at,
    uint64_at,
)
from mizan.kernels.sketch import about_of, hashes_of, room_of, sketch, starts_of
from mizan.kernels.stops import contained, rank, stop_edges
from mizan.kernels.stretches import STRETCH, stretches
from mizan.kernels.tight import place_stretches
from mizan.kernels.winnow import BRIEF, KEPT

# Rare fingerprints that an entry must share with a text. The second numbers are of a brief text
# and a brief entry, of which every fingerprint is kept: two and a half times as many.
ENOUGH = (4, 7)
# Rare fingerprints that an entry must have at all. Where two formulae meet some are of neither, up
# to six of all: an entry of which all are kept needs more than the least that it must share.
OWN = (4, 10)
PASSAGE = (12, 3)  # by scale: as many in one stretch (some 35, 55 letters) are more than a phrase,
LONGER = 2  # ... of an entry that is so many times as long: less is no quotation but all of it
WHOLE = 0.6  # ... or this share of the text, which is then hardly anything else
PART = (0.35, 0.45)  # ... and so is this share of the entry, however short and scattered,
FRAMED = (0.3, 0.65)  # ... but in a text of which it is less than the first, the second is needed
REPEATS = 8  # places of one fingerprint in a text that are looked at

# What the handle of an index holds, a line each. b and c: see `mizan.banks.indexes.overlap`.
ARRAYS = (
    "table",  # uint32: of the fold
    "postings",  # uint32[2^b + 1 + p + STRIDE]: first postings by the top b bits; tags, by bucket
    "lows",  # uint8[p]
    "equals",  # int32[2^c + 1 + n]: first digests by the top c bits; the row of each
    "whole",  # uint64[n]: digests of the whole texts, rising
    "counted",  # int32[n]: twice how many fingerprints count, and one more where all are kept
    "frequent",  # uint64: what is stopped, with the next two as `mizan.kernels.stops.contained`
    "passages",
    "sieve",
    "tally",  # int32[n]: room, zero between searches
    "touched",  # int32[n]: room
    "bits",  # no array but b and c
)

_ONE = np.uint64(1)
_BARRED = -(1 << 30)  # a tally that no text can raise to `ENOUGH`


@jit
def search(
    text: str,
    block: NDArray[np.int32],
    plan: Plan,
    sketches: NDArray[np.uint64],
    brief: int,
    index: NDArray[np.int64],
    lines: NDArray[Any],
) -> tuple[int, int]:
    """Look texts up; return how many lines are hits, with the first, and how many stretches.

    Where there are too few lines, the first is how many are needed, below 0.

    text      the texts as they are read; block, plan: their fold
    sketches  as `mizan.kernels.sketch` makes them; they are made here first unless `brief` is 0
    index     a handle of what `ARRAYS` lists
    lines     what is found; see `mizan.kernels.lines`
    """
    if brief:
        sketch(block, plan, brief, sketches)
    texts, room = plan[0], room_of(block, plan)
    more = np.empty(_room(about_of(sketches, texts)), np.int64)
    found, ended = _search(sketches, (texts, room), index, more, lines)
    if found > 1:
        place_stretches(text, uint32_at(index, 0), block, plan, found, lines)
    return found, ended


@jit
def _search(
    sketches: NDArray[np.uint64],
    size: tuple[int, int],
    index: NDArray[np.int64],
    more: NDArray[np.int64],
    lines: NDArray[Any],
) -> tuple[int, int]:
    """Do as `search` says, but for where the stretches lie in the texts themselves.

    size  how many texts there are, and letters of their fold
    more  room for work on one text
    """
    texts, room = size
    postings, lows, equals = uint32_at(index, 1), uint8_at(index, 2), int32_at(index, 3)
    whole, counted = uint64_at(index, 4), int32_at(index, 5)
    frequent, passages, sieve = uint64_at(index, 6), uint64_at(index, 7), uint64_at(index, 8)
    tally, touched = int32_at(index, 9), int32_at(index, 10)
    bits, whole_bits = index[11, 0], index[11, 1]
    about, hashes = about_of(sketches, texts), hashes_of(sketches, texts, room)
    starts = starts_of(sketches, texts, room)
    offsets, tags = postings[: (1 << bits) + 1], postings[(1 << bits) + 1 :]
    borders, owners = equals[: (1 << whole_bits) + 1], equals[(1 << whole_bits) + 1 :]
    found, ended, lacking = 1, 0, 0
    lines[0].ended = 0
    rare = int64_from(address_of(more), 2)
    for text in range(texts):
        first, last, length = about[text, 0], about[text + 1, 0], about[text + 1, 1]
        count, slots = last - first, _table(last - first)
        here, at = hashes[first:last], starts[first:last]
        runs, free = rows_from(address_of(more) + 16, count, 2), address_of(more) + 16 + 16 * count
        number, head = int32_from(free, count), int32_from(free + 4 * count, count)
        times, near = int32_from(free + 8 * count, count), int32_from(free + 12 * count, count)
        table, stopped = int32_from(free + 16 * count, slots), uint8_from(free + 12 * count, count)
        equal = _equal(np.uint64(about[text + 1, 2]), borders, whole, owners, tally, touched)
        contained(here, frequent, passages, sieve, stopped)
        brief = int(length < BRIEF)
        if brief:
            stop_edges(here, stopped)
        distinct = _number(here, stopped, table, number, head, times, rare)
        find(here, head[:distinct], offsets, tags, runs, near)
        reached = _tally(runs[:distinct], offsets, tags, lows, tally, touched, equal)
        names = _admit(tally, touched[equal:reached])
        lacking = max(lacking, found + equal + names, ended + equal)
        if lacking <= lines.shape[0]:
            _tell_equal(text, length, touched[:equal], lines[found:], lines[ended:], ended)
            found, ended = found + equal, ended + equal
        _clear(tally, touched[:equal])
        if not names:
            continue
        entries = touched[equal : equal + names]
        begins, places = _places(number, runs[:distinct], times, offsets, tags, lows, tally, names)
        _clear(tally, entries)
        lacking = max(lacking, ended + places.shape[0] // STRETCH)
        if lacking > lines.shape[0]:
            continue
        for i in range(distinct):
            times[i] = -1  # from here on, by number, the last entry that counted it
        for name in range(names):
            entry = entries[name]
            mine = places[begins[name] : begins[name + 1]]
            scale = int(np.int64(here[mine[0]] & _ONE))
            shared, kept, most = stretches(mine, number, at, scale, name, times, lines[ended:])
            coverage, share = _weigh(shared, most, scale, counted[entry], rare[scale], brief)
            if coverage:
                ended += kept
                _note(lines, found, (text, entry, -1, ended), (coverage, share))
                found += 1
    return (found if lacking <= lines.shape[0] else -lacking), ended


@jit
def _clear(tally: NDArray[np.int32], entries: NDArray[np.int32]) -> None:
    """Set the tally of these entries back, for the next text."""
    for i in range(entries.shape[0]):
        tally[entries[i]] = 0


@jit
def _note(
    lines: NDArray[Any],
    place: int,
    numbers: tuple[int, int, int, int],
    shares: tuple[float, float],
) -> None:
    """Write a hit's line."""
    lines[place].text, lines[place].row = numbers[0], numbers[1]
    lines[place].distance, lines[place].ended = numbers[2], numbers[3]
    lines[place].coverage, lines[place].share = shares[0], shares[1]


@jit
def _tell_equal(
    text: int,
    length: int,
    entries: NDArray[np.int32],
    lines: NDArray[Any],
    stretches: NDArray[Any],
    ended: int,
) -> None:
    """Write the lines of entries that are equal to the whole text, and their stretches."""
    for i in range(entries.shape[0]):
        stretches[i].begin, stretches[i].stop = 0, length
        _note(lines, i, (text, entries[i], 0, ended + i + 1), (1.0, 1.0))


@jit
def _weigh(
    shared: int, most: int, scale: int, counted: int, rare: int, brief: int
) -> tuple[float, float]:
    """Return coverage of the entry and share of the text, both 0 where they do not agree.

    shared, most   fingerprints that they share, and the most of them in one stretch
    counted, rare  of the entry, as in `search`, and of the text
    brief          1 where every fingerprint of the text is kept
    """
    every = counted & 1
    both = every if brief else 0
    of_entry, of_text = float(counted >> 1), float(rare)
    if every and not brief:
        of_entry *= KEPT
    elif brief and not every and not scale:
        of_text *= KEPT
    part = PART[both] if shared >= FRAMED[0] * of_text else FRAMED[1]
    telling = shared >= part * of_entry or shared >= WHOLE * of_text
    passage = PASSAGE[scale] / KEPT if both else float(PASSAGE[scale])
    telling |= most >= passage and of_entry >= LONGER * passage
    if shared < ENOUGH[both] or counted >> 1 < OWN[every] or not telling:
        return 0.0, 0.0
    return min(1.0, shared / of_entry), min(1.0, shared / of_text)


@jit
def _room(about: NDArray[np.int64]) -> int:
    """Return how many int64 the work on the longest text needs."""
    longest = 0
    for text in range(about.shape[0] - 1):
        longest = max(longest, about[text + 1, 0] - about[text, 0])
    return 3 + 4 * longest + _table(longest) // 2


@jit
def _table(count: int) -> int:
    """Return how many slots tell so many numbers apart: a power of two."""
    size = 16
    while size < 2 * count:
        size *= 2
    return size


@jit
def _equal(
    digest: np.uint64,
    borders: NDArray[np.int32],
    whole: NDArray[np.uint64],
    rows: NDArray[np.int32],
    tally: NDArray[np.int32],
    touched: NDArray[np.int32],
) -> int:
    """Put the entries whose whole text is equal first among the touched, barred from the tally."""
    reached = 0
    if digest == np.uint64(0):
        return reached
    bucket = (digest >> _ONE) >> np.uint64(63 - bits_of(borders.shape[0] - 1))
    place, last = np.int64(borders[bucket]), np.int64(borders[bucket + _ONE])
    place += rank(whole[place:last], digest)
    while place < last and whole[place] == digest:
        touched[reached] = rows[place]
        tally[rows[place]] = _BARRED
        reached += 1
        place += 1
    return reached


@jit
def _number(
    hashes: NDArray[np.uint64],
    stopped: NDArray[np.uint8],
    table: NDArray[np.int32],
    number: NDArray[np.int32],
    head: NDArray[np.int32],
    times: NDArray[np.int32],
    rare: NDArray[np.int64],
) -> int:
    """Give each distinct fingerprint that counts a number, in the order of their first places.

    Writes each place's number, or -1 where it does not count; the first place of each number; in
    how many places it is, `REPEATS` at most; how many there are by scale. Returns how many.
    """
    for i in range(table.shape[0]):
        table[i] = -1
    rare[0] = rare[1] = 0
    mask, distinct = np.uint64(table.shape[0] - 1), 0
    for i in range(hashes.shape[0]):
        number[i] = -1
        if stopped[i]:
            continue
        slot = (hashes[i] >> _ONE) & mask
        while table[slot] >= 0 and hashes[head[table[slot]]] != hashes[i]:
            slot = (slot + _ONE) & mask
        if table[slot] < 0:
            table[slot] = distinct
            head[distinct], times[distinct] = i, 0
            rare[np.int64(hashes[i] & _ONE)] += 1
            distinct += 1
        if times[table[slot]] < REPEATS:
            times[table[slot]] += 1
            number[i] = table[slot]
    return distinct


@jit
def _tally(
    runs: NDArray[np.int64],
    offsets: NDArray[np.uint32],
    tags: NDArray[np.uint32],
    lows: NDArray[np.uint8],
    tally: NDArray[np.int32],
    touched: NDArray[np.int32],
    equal: int,
) -> int:
    """Count postings by entry; return how many entries are touched, with the `equal` before."""
    reached, bits = equal, bits_of(offsets.shape[0] - 1)
    for i in range(runs.shape[0]):
        for place in range(runs[i, 0], runs[i, 1]):
            entry = row_of(tags[place], lows[place], bits)
            if tally[entry] == 0:
                touched[reached] = entry
                reached += 1
            tally[entry] += 1
    return reached


@jit
def _admit(tally: NDArray[np.int32], touched: NDArray[np.int32]) -> int:
    """Name the entries that share enough, from 0, and put them first; return how many.

    The tally of an admitted entry becomes its name plus one, that of others nothing.
    """
    admitted = 0
    for i in range(touched.shape[0]):
        entry = touched[i]
        if tally[entry] >= ENOUGH[0]:
            touched[admitted] = entry
            admitted += 1
            tally[entry] = admitted
        else:
            tally[entry] = 0
    return admitted


@jit
def _places(
    number: NDArray[np.int32],
    runs: NDArray[np.int64],
    times: NDArray[np.int32],
    offsets: NDArray[np.uint32],
    tags: NDArray[np.uint32],
    lows: NDArray[np.uint8],
    tally: NDArray[np.int32],
    names: int,
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the places of all admitted entries, by name, each in the order of the text.

    Returns where the places of each begin, int64[names + 1], and the places.
    """
    bits = bits_of(offsets.shape[0] - 1)
    begins = np.zeros(names + 1, np.int64)
    for i in range(runs.shape[0]):
        for place in range(runs[i, 0], runs[i, 1]):
            name = tally[row_of(tags[place], lows[place], bits)]
            if name > 0:
                begins[name] += times[i]
    for name in range(names):
        begins[name + 1] += begins[name]
    places, filled = np.empty(begins[names], np.int32), begins[:names].copy()
    for i in range(number.shape[0]):
        if number[i] < 0:
            continue
        for place in range(runs[number[i], 0], runs[number[i], 1]):
            name = tally[row_of(tags[place], lows[place], bits)] - 1
            if name >= 0:
                places[filled[name]] = i
                filled[name] += 1
    return begins, places
