"""Exact search of 256-bit values by bands: lists of rows by some bits of their value.

Whoever lies within r bits of a query lies within few bits of it in some band of bits, and so stands
in one of the lists whose keys differ from the query's key by as many bits. `Bands` says how few.

Source: the pigeonhole on a ring (Qin, Xiao: "Pigeonring", VLDB 2018). With sum(t + 1) = r + 1, a
value within r bits has a band i with d[i] <= t[i] and, too, d[i] + d[i + 1] <= t[i] + t[i + 1] + 1
(the last band is followed by the first). Each entry therefore carries some bits of the next band,
its tag, beside the number of its row: the tag refuses nearly all entries, and their rows are not
read.
"""

from __future__ import annotations

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
AFTER = 2  # tasks between two stages of one task
STAGES = AFTER + 1  # ... so that many are under way at once
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
    room     int64[k]: room for work
    hits     int64[3, k]: queries, rows and distances, filled from 0 on; pairs that find no room
             are only counted

    The band is the outer loop, so that its lists stay near for all queries. Work comes in tasks,
    one band of one query, and each goes through three stages, a stage behind one another: find
    where its lists begin, sift their entries by tag, compare the rows of those that are left. What
    a stage will read is prefetched by the stage before. A pair is told of in the first band where
    it passes, so nobody need remember what was seen. A query whose lists hold more than fits in a
    part of the room, as in a bank of equal values, gets a flat scan.
    """
    size, low, radius = shape
    asked = queries.shape[0]
    probes = room[: STAGES * 2 * PROBES].reshape(STAGES, 2, PROBES)
    kept = room[STAGES * 2 * PROBES :].reshape(STAGES, -1)
    left = np.zeros(STAGES, np.int64)
    weights = np.zeros(asked, np.int64)
    weigh(offsets, bands, queries, weights)
    tasks = bands.shape[0] * asked
    found = 0
    for step in range(tasks + 2 * AFTER):
        task, turn = step, step % STAGES
        if task < tasks and worth(bands, task // asked, weights[task % asked], kept):
            begin(entries, offsets, bands, task // asked, queries[task % asked], size, probes[turn])
        task, turn = step - AFTER, (step - AFTER) % STAGES
        if 0 <= task < tasks and worth(bands, task // asked, weights[task % asked], kept):
            left[turn] = sift(columns, entries, high, bands, task // asked, queries[task % asked], size, low, probes[turn], kept[turn])
        task, turn = step - 2 * AFTER, (step - 2 * AFTER) % STAGES
        if 0 <= task and worth(bands, task // asked, weights[task % asked], kept):
            rows = kept[turn, : left[turn]]
            found = tell(columns, bands, task // asked, queries, task % asked, radius, rows, hits, found)
    for query in range(asked):
        if weights[query] > kept.shape[1]:
            found = scan(columns, size, queries[query : query + 1], radius, hits, found, query, 0)
    return found


@jit
def worth(bands: NDArray[np.int64], band: int, weight: int, kept: NDArray[np.int64]) -> bool:
    """Tell whether the lists of a band are read for a query: not when they are too long."""
    return bands[band, RADIUS] >= 0 and weight <= kept.shape[1]


@jit
def begin(entries, offsets, bands, band, query, size, probes) -> None:
    """Find where the lists of a band that a query reads begin and end, and prefetch them.

    probes  uint32[2, PROBES]: gets beginnings and ends: of the key, of those with a bit changed,
            of those with two
    """
    first = band * size
    word, shift, width = bands[band, WORD], bands[band, SHIFT], bands[band, WIDTH]
    key = cut(query[word], query[(word + 1) & 3], shift, width)
    base, farthest = bands[band, BASE], bands[band, RADIUS]
    place = base + key
    probes[0, 0], probes[1, 0] = offsets[place], offsets[place + 1]
    count = 1
    for i in range(width if farthest > 0 else 0):
        place = base + (key ^ (1 << i))
        probes[0, count], probes[1, count] = offsets[place], offsets[place + 1]
        count += 1
    for i in range(width if farthest > 1 else 0):
        for j in range(i):
            place = base + (key ^ (1 << i) ^ (1 << j))
            probes[0, count], probes[1, count] = offsets[place], offsets[place + 1]
            count += 1
    for probe in range(count):
        start = first + np.int64(probes[0, probe])
        end = min(first + np.int64(probes[1, probe]), start + AHEAD)
        for at in range(start, end, LANES):
            prefetch(entries, at)


@jit
def sift(columns, entries, high, bands, band, query, size, low, probes, kept) -> int:
    """Put the rows whose tags are near enough into `kept`, prefetch them, return how many."""
    first = band * size
    after = (band + 1) % bands.shape[0]
    word, shift = bands[after, WORD], bands[after, SHIFT]
    tag = cut(query[word], query[(word + 1) & 3], shift, bands[band, TAG])
    mask = np.uint32(((1 << bands[band, TAG]) - 1) << low)
    wanted = np.uint32(np.uint64(tag) << np.uint64(low))
    own = np.uint32((_ONE << np.uint64(low)) - _ONE)
    width, farthest = bands[band, WIDTH], bands[band, RADIUS]
    count = 1
    if farthest > 0:
        count += width
    if farthest > 1:
        count += width * (width - 1) // 2
    found = 0
    for probe in range(count):
        limit = np.uint32(bands[band, LIMIT] - (probe > 0) - (probe > width))
        start, end = first + np.int64(probes[0, probe]), first + np.int64(probes[1, probe])
        for at in range(start, end, LANES):
            passed = alike(entries, at, wanted, mask, limit)
            if end - at < LANES:
                passed &= (_ONE << np.uint64(end - at)) - _ONE
            while passed:
                place = at + np.int64(popcount(passed ^ (passed - _ONE))) - 1
                passed &= passed - _ONE
                row = np.int64(entries[place] & own)
                if high.shape[0]:
                    row |= np.int64(high[place]) << low
                prefetch(columns[0], row)
                prefetch(columns[1], row)
                kept[found] = row
                found += 1
    return found


@jit
def tell(columns, bands, band, queries, query, radius, rows, hits, found) -> int:
    """Add the pairs within the radius to `hits`, unless an earlier band did; return how many."""
    a, b, c, d = queries[query, 0], queries[query, 1], queries[query, 2], queries[query, 3]
    apart = np.empty(4, np.uint64)
    for i in range(rows.shape[0]):
        row = np.int64(rows[i])
        apart[0], apart[1] = columns[0, row] ^ a, columns[1, row] ^ b
        far = np.int64(popcount(apart[0]) + popcount(apart[1]))
        if far > radius:
            continue
        apart[2], apart[3] = columns[2, row] ^ c, columns[3, row] ^ d
        far += np.int64(popcount(apart[2]) + popcount(apart[3]))
        if far > radius or told(apart, bands, band):
            continue
        if found < hits.shape[1]:
            hits[0, found], hits[1, found], hits[2, found] = query, row, far
        found += 1
    return found


@jit
def told(apart: NDArray[np.uint64], bands: NDArray[np.int64], band: int) -> bool:
    """Tell whether two values that differ in the bits `apart` meet in a band before this one."""
    for one in range(band):
        word, shift, width = bands[one, WORD], bands[one, SHIFT], bands[one, WIDTH]
        near = popcount(np.uint64(cut(apart[word], apart[(word + 1) & 3], shift, width)))
        if np.int64(near) > bands[one, RADIUS]:
            continue
        word, shift = bands[one + 1, WORD], bands[one + 1, SHIFT]
        tag = cut(apart[word], apart[(word + 1) & 3], shift, bands[one, TAG])
        if np.int64(near + popcount(np.uint64(tag))) <= bands[one, LIMIT]:
            return True
    return False


@jit
def cut(word: np.uint64, after: np.uint64, shift: int, width: int) -> int:
    """Return the `width` bits from bit `shift` of a word on, which may reach into the next word."""
    there = np.uint64(shift)
    both = (word >> there) | ((after << _ONE) << (np.uint64(63) - there))
    return np.int64(both & ((_ONE << np.uint64(width)) - _ONE))
