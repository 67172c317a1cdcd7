"""Exact search of 256-bit values by bands: lists of rows by some bits of their value.

Whoever lies within r bits of a query lies within few bits of it in some band of bits, and so stands
in one of the lists whose keys differ from the query's key by as many bits: the radius of a band.

Source: the pigeonhole on a ring (Qin, Xiao: "Pigeonring", VLDB 2018). With sum(t + 1) = r + 1, a
value within r bits has a band i with d[i] <= t[i] and, too, d[i] + d[i + 1] <= t[i] + t[i + 1] + 1
(the last band is followed by the first). Each entry therefore carries some bits of the next band,
its tag, beside the number of its row: the tag refuses nearly all entries, and their rows are not
read.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit, popcount
from mizan.kernels.hamming import scan
from mizan.kernels.lanes import LANES, alike, prefetch

# Columns of a table of bands, int64[m, TABLE]
WORD, SHIFT, WIDTH, BASE, TAG, RADIUS, LIMIT = range(7)
TABLE = 7

PROBES = 304  # lists of one band that are read at most: 1 + 24 + 24 * 23 / 2, and some
AHEAD = 8 * LANES  # entries of a list that are prefetched; the processor sees the rest coming
AFTER = 1  # tasks between two stages of one task
RING = 4  # tasks that are remembered: all that are under way, 2 * AFTER + 1, and no division
_ONE = np.uint64(1)


@jit
def fill(
    columns: NDArray[np.uint64],
    size: int,
    bands: NDArray[np.int64],
    low: int,
    lists: tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.uint32]],
) -> None:
    """Sort the rows into the lists of each band, by counting.

    columns  uint64[4, >= size]
    bands    int64[m, TABLE]: word and shift of its first bit, width, first offset, bits of the tag
    low      bits of the row's number that stand in the entry; the tag stands above them
    lists    (entries, high, offsets), all zero:
             entries  uint32[m * size + LANES]: band by band, tag and low bits of the row
             high     uint8[m * size], the other bits of the row, or empty where there are none
             offsets  uint32[sum(2^width + 1)]: where each key's entries begin in its band
    """
    entries, high, offsets = lists
    count = bands.shape[0]
    own = (_ONE << np.uint64(low)) - _ONE
    for band in range(count):
        word, shift, width = bands[band, WORD], bands[band, SHIFT], bands[band, WIDTH]
        after = (band + 1) % count
        next_word, next_shift = bands[after, WORD], bands[after, SHIFT]
        keys, first = 1 << width, band * size
        begins = offsets[bands[band, BASE] : bands[band, BASE] + keys + 1]
        one, other = columns[word], columns[(word + 1) & 3]
        for row in range(size):
            begins[cut(one[row], other[row], shift, width) + 1] += np.uint32(1)
        for key in range(keys):
            begins[key + 1] += begins[key]
        next_one, next_other = columns[next_word], columns[(next_word + 1) & 3]
        for row in range(size):
            key = cut(one[row], other[row], shift, width)
            place = first + np.int64(begins[key])
            begins[key] += np.uint32(1)
            tag = np.uint64(cut(next_one[row], next_other[row], next_shift, bands[band, TAG]))
            entries[place] = np.uint32((tag << np.uint64(low)) | (np.uint64(row) & own))
            if high.shape[0]:
                high[place] = np.uint8(row >> low)
        for key in range(keys, 0, -1):  # each begins where the one before it ended
            begins[key] = begins[key - 1]
        begins[0] = 0


@jit
def weigh(
    offsets: NDArray[np.uint32],
    bands: NDArray[np.int64],
    queries: NDArray[np.uint64],
    weights: NDArray[np.int64],
) -> None:
    """Write into `weights`, int64[q], how many entries stand in the lists that each query reads."""
    weights[:] = 0
    for band in range(bands.shape[0]):
        word, shift, width = bands[band, WORD], bands[band, SHIFT], bands[band, WIDTH]
        base, farthest = bands[band, BASE], bands[band, RADIUS]
        for query in range(queries.shape[0] if farthest >= 0 else 0):
            key = cut(queries[query, word], queries[query, (word + 1) & 3], shift, width)
            place = base + key
            held = np.int64(offsets[place + 1]) - np.int64(offsets[place])
            for i in range(width if farthest > 0 else 0):
                place = base + (key ^ (1 << i))
                held += np.int64(offsets[place + 1]) - np.int64(offsets[place])
                for j in range(i if farthest > 1 else 0):
                    place = base + (key ^ (1 << i) ^ (1 << j))
                    held += np.int64(offsets[place + 1]) - np.int64(offsets[place])
            weights[query] += held


class Bank(NamedTuple):
    """What is searched, as `fill` left it, and how far."""

    columns: NDArray[np.uint64]
    entries: NDArray[np.uint32]
    high: NDArray[np.uint8]
    offsets: NDArray[np.uint32]
    bands: NDArray[np.int64]
    size: int
    low: int
    radius: int


class Work(NamedTuple):
    """What is known of the tasks under way, by task modulo `RING`."""

    who: NDArray[np.int64]  # [RING, 3]: band, query, how many rows are kept
    probes: NDArray[np.int64]  # [RING, 2, PROBES]: where lists begin and end
    kept: NDArray[np.int64]  # [RING, k]: rows that are to be compared
    apart: NDArray[np.uint64]  # [4]: the bits in which two values differ


@jit
def search(
    columns: NDArray[np.uint64],
    entries: NDArray[np.uint32],
    high: NDArray[np.uint8],
    offsets: NDArray[np.uint32],
    bands: NDArray[np.int64],
    shape: tuple[int, int, int],
    queries: NDArray[np.uint64],
    room: NDArray[np.int64],
    hits: NDArray[np.int64],
) -> int:
    """Write every pair within a radius into `hits` and return how many there are.

    columns, entries, high, offsets, bands  as `fill` left them; `bands` says the radii, too
    shape    (size, low, radius)
    queries  uint64[q, 4]
    room     int64[RING * (2 * PROBES + k)]: room for work
    hits     int64[3, k]: queries, rows and distances, filled from 0 on; pairs that find no room
             are only counted

    The band is the outer loop, so that its lists stay near for all queries. Work comes in tasks,
    one band of one query, and each goes through three stages, `AFTER` tasks behind one another:
    find where its lists begin, sift their entries by tag, compare the rows of those that are left.
    What a stage will read is prefetched by the stage before. A pair is told of in the first band
    where it passes, so nobody need remember what was seen. A query whose lists hold more than k
    entries, as in a bank of equal values, gets a flat scan.
    """
    bank = Bank(columns, entries, high, offsets, bands, shape[0], shape[1], shape[2])
    work = Work(
        np.empty((RING, 3), np.int64),
        room[: RING * 2 * PROBES].reshape(RING, 2, PROBES),
        room[RING * 2 * PROBES :].reshape(RING, -1),
        np.empty(4, np.uint64),
    )
    asked = queries.shape[0]
    weights = np.zeros(asked, np.int64)
    weigh(offsets, bands, queries, weights)
    task = found = 0
    for band in range(bands.shape[0]):
        for query in range(asked):
            if bands[band, RADIUS] < 0 or weights[query] > work.kept.shape[1]:
                continue
            work.who[task % RING, 0], work.who[task % RING, 1] = band, query
            begin(bank, queries, work, task % RING)
            if task >= AFTER:
                sift(bank, queries, work, (task - AFTER) % RING)
            if task >= 2 * AFTER:
                found = tell(bank, queries, work, (task - 2 * AFTER) % RING, hits, found)
            task += 1
    for last in range(max(0, task - AFTER), task):
        sift(bank, queries, work, last % RING)
    for last in range(max(0, task - 2 * AFTER), task):
        found = tell(bank, queries, work, last % RING, hits, found)
    for query in range(asked):
        if weights[query] > work.kept.shape[1]:
            one = queries[query : query + 1]
            found = scan(columns, bank.size, one, bank.radius, hits, found, query, 0)
    return found


@jit
def begin(bank: Bank, queries: NDArray[np.uint64], work: Work, turn: int) -> None:
    """Find where the lists that a task reads begin and end, and prefetch them.

    First comes the list of the query's own key, then those with one bit changed, then with two.
    """
    band, query, probes, offsets = work.who[turn, 0], work.who[turn, 1], work.probes, bank.offsets
    first, base = band * bank.size, bank.bands[band, BASE]
    word, shift, width = bank.bands[band, WORD], bank.bands[band, SHIFT], bank.bands[band, WIDTH]
    key = cut(queries[query, word], queries[query, (word + 1) & 3], shift, width)
    farthest = bank.bands[band, RADIUS]
    probes[turn, 0, 0], probes[turn, 1, 0] = offsets[base + key], offsets[base + key + 1]
    count = 1
    for i in range(width if farthest > 0 else 0):
        place = base + (key ^ (1 << i))
        probes[turn, 0, count], probes[turn, 1, count] = offsets[place], offsets[place + 1]
        count += 1
    for i in range(width if farthest > 1 else 0):
        for j in range(i):
            place = base + (key ^ (1 << i) ^ (1 << j))
            probes[turn, 0, count], probes[turn, 1, count] = offsets[place], offsets[place + 1]
            count += 1
    for probe in range(count):
        probes[turn, 0, probe] += first
        probes[turn, 1, probe] += first
        start = probes[turn, 0, probe]
        end = min(probes[turn, 1, probe], start + AHEAD)
        for at in range(start, end, LANES):
            prefetch(bank.entries, (at,))


@jit
def sift(bank: Bank, queries: NDArray[np.uint64], work: Work, turn: int) -> None:
    """Keep the rows of a task whose tags are near enough, and prefetch them."""
    band, query, probes = work.who[turn, 0], work.who[turn, 1], work.probes
    after = (band + 1) % bank.bands.shape[0]
    word, shift, tags = bank.bands[after, WORD], bank.bands[after, SHIFT], bank.bands[band, TAG]
    tag = cut(queries[query, word], queries[query, (word + 1) & 3], shift, tags)
    low = np.uint64(bank.low)
    wanted = np.uint32(np.uint64(tag) << low)
    mask = np.uint32(((_ONE << np.uint64(tags)) - _ONE) << low)
    own = np.uint32((_ONE << low) - _ONE)
    width, farthest = bank.bands[band, WIDTH], bank.bands[band, RADIUS]
    count = 1 + (width if farthest > 0 else 0) + (width * (width - 1) // 2 if farthest > 1 else 0)
    kept = 0
    for probe in range(count):
        limit = np.uint32(bank.bands[band, LIMIT] - (probe > 0) - (probe > width))
        end = probes[turn, 1, probe]
        for at in range(probes[turn, 0, probe], end, LANES):
            passed = alike(bank.entries, at, wanted, mask, limit)
            if end - at < LANES:
                passed &= (_ONE << np.uint64(end - at)) - _ONE
            while passed:
                place = at + np.int64(popcount(passed ^ (passed - _ONE))) - 1
                passed &= passed - _ONE
                row = np.int64(bank.entries[place] & own)
                if bank.high.shape[0]:
                    row |= np.int64(bank.high[place]) << bank.low
                prefetch(bank.columns, (0, row))
                prefetch(bank.columns, (1, row))
                work.kept[turn, kept] = row
                kept += 1
    work.who[turn, 2] = kept


@jit
def tell(
    bank: Bank,
    queries: NDArray[np.uint64],
    work: Work,
    turn: int,
    hits: NDArray[np.int64],
    found: int,
) -> int:
    """Add to `hits` the kept rows in the radius that no earlier band told of; return how many."""
    band, query, apart, columns = work.who[turn, 0], work.who[turn, 1], work.apart, bank.columns
    for i in range(work.who[turn, 2]):
        row = work.kept[turn, i]
        apart[0] = columns[0, row] ^ queries[query, 0]
        apart[1] = columns[1, row] ^ queries[query, 1]
        far = np.int64(popcount(apart[0]) + popcount(apart[1]))
        if far > bank.radius:
            continue
        apart[2] = columns[2, row] ^ queries[query, 2]
        apart[3] = columns[3, row] ^ queries[query, 3]
        far += np.int64(popcount(apart[2]) + popcount(apart[3]))
        if far > bank.radius or told(apart, bank.bands, band):
            continue
        if found < hits.shape[1]:
            hits[0, found], hits[1, found], hits[2, found] = query, row, far
        found += 1
    return found


@jit
def told(apart: NDArray[np.uint64], bands: NDArray[np.int64], band: int) -> bool:
    """Tell whether two values that differ in the bits `apart` pass in a band before this one."""
    for one in range(band):
        word, shift, width = bands[one, WORD], bands[one, SHIFT], bands[one, WIDTH]
        key = cut(apart[word], apart[(word + 1) & 3], shift, width)
        near = np.int64(popcount(np.uint64(key)))
        if near > bands[one, RADIUS]:
            continue
        word, shift = bands[one + 1, WORD], bands[one + 1, SHIFT]
        tag = cut(apart[word], apart[(word + 1) & 3], shift, bands[one, TAG])
        if near + np.int64(popcount(np.uint64(tag))) <= bands[one, LIMIT]:
            return True
    return False


@jit
def cut(word: np.uint64, after: np.uint64, shift: int, width: int) -> int:
    """Return the `width` bits from bit `shift` of a word on, which may reach into the next word."""
    there = np.uint64(shift)
    both = (word >> there) | ((after << _ONE) << (np.uint64(63) - there))
    return np.int64(both & ((_ONE << np.uint64(width)) - _ONE))  # type: ignore[return-value]


@jit
def follow(
    entries: NDArray[np.uint32],
    high: NDArray[np.uint8],
    offsets: NDArray[np.uint32],
    widths: NDArray[np.int64],
    shape: tuple[int, int],
) -> bool:
    """Tell whether the lists of each band follow each other and name none but rows there are.

    widths  int64[m]: bits of each band; shape: how many rows, and `low` of the plan
    The lengths of the arrays must be right. A search of lists that follow reads nothing else.
    """
    size, low = shape
    mask, base = (1 << low) - 1, 0
    for band in range(widths.shape[0]):
        buckets = 1 << widths[band]
        begins = offsets[base : base + buckets + 1]
        base += buckets + 1
        if begins[0] != 0 or np.int64(begins[buckets]) != size:
            return False
        falls = 0
        for i in range(buckets):
            falls += int(begins[i + 1] < begins[i])
        strange = 0
        named = entries[band * size : (band + 1) * size]
        if high.shape[0]:
            beyond = high[band * size : (band + 1) * size]
            for i in range(size):
                row = (np.int64(named[i]) & mask) | (np.int64(beyond[i]) << low)
                strange += int(row >= size)
        else:
            for i in range(size):
                strange += int((np.int64(named[i]) & mask) >= size)
        if falls + strange:
            return False
    return True
