"""Search of text fingerprints in an inverted index, and the counting that goes with it.

One pass tallies how many fingerprints each entry shares with the text; only entries with enough
of them are looked at again for where they lie. The cost of a text is bounded by its own length
plus the postings of its distinct fingerprints, whatever is repeated in it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit
from mizan.kernels.winnow import GRAM, WINDOW

ENOUGH = 4  # rare fingerprints that an entry must share with a text
STRETCH = 3  # distinct fingerprints that a stretch needs, lest chance hits add up
PASSAGE = (12, 3)  # by scale: as many in one stretch (some 35, 55 letters) are more than a phrase
WHOLE = 0.6  # ... or this share of the text, which is then hardly anything else
PART = 0.35  # ... and so is this share of the entry, however short and scattered
GAP = (32, 100)  # letters, by scale: stretches no further apart are one
# Letters, by scale: as much as one changed word of `GRAM` letters leaves without a fingerprint.
RUN = (GRAM[0] + 2 * WINDOW[0], GRAM[1] + 2 * WINDOW[1])
REPEATS = 8  # places of one fingerprint in a text that are looked at

_SCALE = np.uint64(1)
_BARRED = -(1 << 30)  # a tally that no text can raise to `ENOUGH`


class Texts(NamedTuple):
    """Sketches to look up, as `winnow` gives them, with what does not count."""

    bounds: NDArray[np.int64]  # [n + 1]
    hashes: NDArray[np.uint64]  # [m]
    starts: NDArray[np.int32]  # [m]
    digest: NDArray[np.uint64]  # [n]
    lengths: NDArray[np.int32]  # [n]
    stopped: NDArray[np.bool_]  # [m]


class Postings(NamedTuple):
    """An inverted index: which entries have a fingerprint, and which are a whole text."""

    offsets: NDArray[np.int64]  # [2^b + 1]: first posting by the top b bits
    keys: NDArray[np.uint64]  # [p], rising: fingerprints
    rows: NDArray[np.int32]  # [p]: the entry that has it
    digests: NDArray[np.uint64]  # [entries], rising: of whole texts
    digest_rows: NDArray[np.int32]  # [entries]


class Room(NamedTuple):
    """Room for work, one per thread."""

    tally: NDArray[np.int32]  # [entries]: zero between searches
    touched: NDArray[np.int32]  # [entries]


@jit
def search(
    texts: Texts, bank: Postings, counted: NDArray[np.int64], room: Room
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Look texts up; return (hits, spans).

    counted  int64[entries]: how many fingerprints of each entry count
    hits   int64[h, 5]: text, entry, fingerprints shared (-1: the whole texts are equal), rare
           fingerprints of the text at the entry's scale, the end of its stretches in `spans`
    spans  int64[s, 2]: stretches of the tight text, end exclusive
    """
    hits, spans = np.empty((16, 5), np.int64), np.empty((16, 2), np.int64)
    found = ended = 0
    for text in range(texts.bounds.shape[0] - 1):
        first, last = texts.bounds[text], texts.bounds[text + 1]
        here, at = texts.hashes[first:last], texts.starts[first:last]
        equal = _equal(texts.digest[text], bank, room)
        number, head, times, rare = _number(here, texts.stopped[first:last])
        runs, reached = _tally(here, head, bank, room, equal)
        names, begins = _admit(runs, times, bank.rows, room, reached)
        places = _places(number, runs, bank.rows, room.tally, begins)
        hits = _roomier(hits, found, equal + names.shape[0])
        spans = _roomier(spans, ended, equal + places.shape[0])
        for i in range(equal):
            spans[ended, 0], spans[ended, 1] = 0, texts.lengths[text]
            ended += 1
            hits[found, 0], hits[found, 1], hits[found, 2] = text, room.touched[i], -1
            hits[found, 3], hits[found, 4] = 1, ended
            found += 1
        seen = np.full(head.shape[0], -1, np.int32)
        for name in range(names.shape[0]):
            mine = places[begins[name] : begins[name + 1]]
            scale = int(here[mine[0]] & _SCALE)
            shared, kept, most = _stretches(mine, number, at, scale, name, seen, spans[ended:])
            telling = (
                most >= PASSAGE[scale]
                or shared >= PART * counted[names[name]]
                or shared >= WHOLE * rare[scale]
            )
            if shared >= ENOUGH and telling:
                ended += kept
                hits[found, 0], hits[found, 1], hits[found, 2] = text, names[name], shared
                hits[found, 3], hits[found, 4] = rare[scale], ended
                found += 1
        for i in range(reached):
            room.tally[room.touched[i]] = 0
    return hits[:found], spans[:ended]


@jit
def told(
    hits: NDArray[np.int64], rare: NDArray[np.int64]
) -> tuple[
    NDArray[np.int32],
    NDArray[np.int64],
    NDArray[np.int32],
    NDArray[np.float32],
    NDArray[np.float32],
    NDArray[np.int64],
]:
    """Turn the hits of `search` into (query, row, distance, coverage, share, span bounds).

    rare  int64[entries]: how many fingerprints of each entry count
    """
    count = hits.shape[0]
    query, row = np.empty(count, np.int32), np.empty(count, np.int64)
    distance, bounds = np.empty(count, np.int32), np.zeros(count + 1, np.int64)
    coverage, share = np.ones(count, np.float32), np.ones(count, np.float32)
    for i in range(count):
        query[i], row[i], bounds[i + 1] = hits[i, 0], hits[i, 1], hits[i, 4]
        distance[i] = 0 if hits[i, 2] < 0 else -1
        if hits[i, 2] >= 0:
            coverage[i] = hits[i, 2] / rare[hits[i, 1]]
            share[i] = hits[i, 2] / hits[i, 3]
    return query, row, distance, coverage, share, bounds


@jit
def _equal(digest: np.uint64, bank: Postings, room: Room) -> int:
    """Put the entries whose whole text is equal first among the touched, barred from the tally."""
    reached = 0
    if digest == np.uint64(0):
        return reached
    place = rank(bank.digests, digest)
    while place < bank.digests.shape[0] and bank.digests[place] == digest:
        room.touched[reached] = bank.digest_rows[place]
        room.tally[bank.digest_rows[place]] = _BARRED
        reached += 1
        place += 1
    return reached


@jit
def _number(
    hashes: NDArray[np.uint64], stopped: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Give each distinct fingerprint that counts a number, in the order of their first places.

    Returns (number, head, times, rare): each place's number, or -1 where it does not count; the
    first place of each number; in how many places it is, `REPEATS` at most; how many by scale.
    """
    number, head = np.full(hashes.shape[0], -1, np.int32), np.empty(hashes.shape[0], np.int32)
    times, rare = np.zeros(hashes.shape[0], np.int32), np.zeros(2, np.int64)
    size = 16
    while size < 2 * hashes.shape[0]:
        size *= 2
    table = np.full(size, -1, np.int32)
    mask, distinct = np.uint64(size - 1), 0
    for i in range(hashes.shape[0]):
        if stopped[i]:
            continue
        slot = (hashes[i] >> _SCALE) & mask
        while table[slot] >= 0 and hashes[head[table[slot]]] != hashes[i]:
            slot = (slot + _SCALE) & mask
        if table[slot] < 0:
            table[slot] = distinct
            head[distinct] = i
            rare[int(hashes[i] & _SCALE)] += 1
            distinct += 1
        if times[table[slot]] < REPEATS:
            times[table[slot]] += 1
            number[i] = table[slot]
    return number, head[:distinct], times[:distinct], rare


@jit
def _tally(
    hashes: NDArray[np.uint64], head: NDArray[np.int32], bank: Postings, room: Room, equal: int
) -> tuple[NDArray[np.int64], int]:
    """Find the postings of each fingerprint and count them by entry.

    equal  how many entries were touched before
    Returns (runs, reached): int64[d, 2], where each fingerprint's postings begin and end; how
    many entries are touched now.
    """
    runs, reached = np.empty((head.shape[0], 2), np.int64), equal
    shift = np.uint64(64 - _bits(bank.offsets.shape[0] - 1))
    for i in range(head.shape[0]):
        wanted = hashes[head[i]]
        bucket = int(wanted >> shift)
        place, last = bank.offsets[bucket], bank.offsets[bucket + 1]
        place += rank(bank.keys[place:last], wanted)
        runs[i, 0] = place
        while place < last and bank.keys[place] == wanted:
            entry = bank.rows[place]
            if room.tally[entry] == 0:
                room.touched[reached] = entry
                reached += 1
            room.tally[entry] += 1
            place += 1
        runs[i, 1] = place
    return runs, reached


@jit
def _bits(size: int) -> int:
    """Return the logarithm of a power of two."""
    bits = 0
    while (1 << bits) < size:
        bits += 1
    return bits


@jit
def _admit(
    runs: NDArray[np.int64],
    times: NDArray[np.int32],
    rows: NDArray[np.int32],
    room: Room,
    reached: int,
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Name the entries that share enough, and make room for where; others' tallies are cleared.

    The tally of an admitted entry becomes its name plus one. Returns the entries by name, and
    where the places of each begin, one more for where all of them end.
    """
    tally, names = room.tally, np.empty(reached, np.int32)
    admitted = 0
    for i in range(reached):
        entry = room.touched[i]
        if tally[entry] >= ENOUGH:
            names[admitted] = entry
            admitted += 1
            tally[entry] = admitted
        else:
            tally[entry] = 0
    begins = np.zeros(admitted + 1, np.int64)
    if admitted:
        for i in range(runs.shape[0]):
            for place in range(runs[i, 0], runs[i, 1]):
                begins[tally[rows[place]]] += times[i]
    begins[0] = 0  # where those that were not admitted were counted
    for name in range(admitted):
        begins[name + 1] += begins[name]
    return names[:admitted], begins


@jit
def _places(
    number: NDArray[np.int32],
    runs: NDArray[np.int64],
    rows: NDArray[np.int32],
    tally: NDArray[np.int32],
    begins: NDArray[np.int64],
) -> NDArray[np.int32]:
    """Return the places of all admitted entries, by name, each in the order of the text."""
    places = np.empty(begins[-1], np.int32)
    filled = begins[:-1].copy()
    for i in range(number.shape[0]):
        if number[i] < 0:
            continue
        for place in range(runs[number[i], 0], runs[number[i], 1]):
            name = tally[rows[place]] - 1
            if name >= 0:
                places[filled[name]] = i
                filled[name] += 1
    return places


@jit
def _stretches(
    mine: NDArray[np.int32],
    number: NDArray[np.int32],
    starts: NDArray[np.int32],
    scale: int,
    name: int,
    seen: NDArray[np.int32],
    spans: NDArray[np.int64],
) -> tuple[int, int, int]:
    """Join one entry's places into stretches and keep those that hold enough.

    seen   int32 by number: the last entry that counted it, so that nothing counts twice
    Returns how many distinct fingerprints the kept stretches hold, how many were kept, and the
    most that one of them adds.
    """
    shared = kept = first = most = 0
    for i in range(mine.shape[0]):
        end = starts[mine[i]] + GRAM[scale]
        if i + 1 < mine.shape[0] and starts[mine[i + 1]] - end <= GAP[scale]:
            continue
        if _varied(mine[first : i + 1], number):
            begin, stop = _firm(mine[first : i + 1], number, starts, scale)
            begin, stop = first + begin, first + stop
            spans[kept, 0], spans[kept, 1] = (
                starts[mine[begin]],
                starts[mine[stop - 1]] + GRAM[scale],
            )
            kept += 1
            before = shared
            for j in range(begin, stop):
                if seen[number[mine[j]]] != name:
                    seen[number[mine[j]]] = name
                    shared += 1
            most = max(most, shared - before)
        first = i + 1
    return shared, kept, most


@jit
def _firm(
    places: NDArray[np.int32], number: NDArray[np.int32], starts: NDArray[np.int32], scale: int
) -> tuple[int, int]:
    """Return where the first run of a stretch that is varied begins and where the last one ends.

    A stretch bridges gaps, so a chance hit near a copy would join it and carry the span into words
    that are not copied. Places no further apart than `RUN` are one run. Between varied runs a
    lesser one is a copy with changes; before and after all of them it may as well be chance, and
    is left out. Without any varied run the whole stretch stays.
    """
    begin, stop, first = -1, places.shape[0], 0
    for i in range(places.shape[0]):
        end = starts[places[i]] + GRAM[scale]
        if i + 1 < places.shape[0] and starts[places[i + 1]] - end <= RUN[scale]:
            continue
        if _varied(places[first : i + 1], number):
            begin, stop = first if begin < 0 else begin, i + 1
        first = i + 1
    return max(begin, 0), stop


@jit
def _varied(places: NDArray[np.int32], number: NDArray[np.int32]) -> bool:
    """Say whether a stretch holds at least `STRETCH` = 3 distinct fingerprints."""
    one = other = -1
    for i in range(places.shape[0]):
        this = number[places[i]]
        if one < 0 or this == one:
            one = this
        elif other < 0 or this == other:
            other = this
        else:
            return True
    return False


@jit
def _roomier(array: NDArray[np.int64], used: int, needed: int) -> NDArray[np.int64]:
    """Return the array, or a larger copy of its used rows when so many more do not fit."""
    if used + needed <= array.shape[0]:
        return array
    larger = np.empty((2 * (used + needed), array.shape[1]), np.int64)
    larger[:used] = array[:used]
    return larger


@jit
def rank(rising: NDArray[np.uint64], wanted: np.uint64) -> int:
    """Return how many of the rising numbers are smaller, by halving."""
    low, high = 0, rising.shape[0]
    while low < high:
        middle = (low + high) // 2
        if rising[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low
