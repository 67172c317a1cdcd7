"""Index of text fingerprints: which entries share stretches of a text, and which stretches.

Arrays of a segment: `postings` uint32[2^b + 1 + p + 16] and `lows` uint8[p] are the postings, five
bytes each, after where the buckets begin: one for each value of the top b bits of a fingerprint
(`mizan.kernels.buckets` says how they are packed). `equals` int32[2^c + 1 + n] and `whole`
uint64[n] find equal texts by the top c bits of their digest, in the same manner. `every` uint8[n]
is 1 for entries of which every fingerprint is kept. `bits` int64[2] is b and c. Map them
copy-on-write: kernels know writable arrays only, so a read-only array is copied.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.banks.indexes.hits import TextHits
from mizan.banks.stops import NO_STOPS, Stops
from mizan.kernels.buckets import STRIDE, count
from mizan.kernels.compile import direct
from mizan.kernels.handle import handle_of
from mizan.kernels.lines import LINE
from mizan.kernels.postings import OWN, search
from mizan.kernels.winnow import BITS
from mizan.signals.arrays import Sketches
from mizan.signals.sketch import EVERY, PASSAGE, read_values
from mizan.text.compiled import packed_table

PER_BUCKET = 16  # postings of one bucket at most, on average: of as many the tags fill a cache line
WHOLE_PER_BUCKET = 8
LEAST_BITS = 8  # of a bucket, so that a tag holds what is left of a fingerprint
PACKED_BITS = 24  # of a bucket, so that a bucket and a posting fit into 64 bits

_PAGE = 1 << 22  # postings that are looked over at a time
LINES = 64  # hits, and stretches, for which there is room at first
_NOTHING = TextHits(np.zeros(1, LINE), 1, 0)
Arrays = tuple[NDArray[Any], ...]
Room = tuple[NDArray[np.int64], NDArray[np.int32]]


def build(rows: Sequence[bytes]) -> dict[str, NDArray[Any]]:
    """Return the arrays of an index over `neartext` values.

    A passage's value holds fingerprints of both scales and is no evidence; it is found by its
    digest only.
    """
    scales, digests, counts, hashes = read_values(rows)
    evidence = scales != PASSAGE
    hashes = hashes[np.repeat(evidence, counts)]
    owner = np.repeat(np.arange(len(rows), dtype=np.uint64), np.where(evidence, counts, 0))
    bits = max(LEAST_BITS, (len(rows) - 1).bit_length(), (len(hashes) // PER_BUCKET).bit_length())
    buckets, postings = _rising(hashes, owner, bits)
    order = np.argsort(digests, kind="stable")
    whole_bits = (len(rows) // WHOLE_PER_BUCKET).bit_length()
    whole = digests[order]
    tags, unused = (postings >> np.uint64(8)).astype(np.uint32), np.zeros(STRIDE, np.uint32)
    borders = _offsets(whole >> np.uint64(1) >> np.uint64(63 - whole_bits), whole_bits)
    return {
        "postings": np.concatenate([_offsets(buckets, bits), tags, unused]),
        "lows": postings.astype(np.uint8),
        "equals": np.concatenate([borders, order]).astype(np.int32),
        "whole": whole,
        "every": (scales == EVERY).astype(np.uint8),
        "bits": np.array([bits, whole_bits], np.int64),
    }


def _rising(
    hashes: NDArray[np.uint64], owner: NDArray[np.uint64], bits: int
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the bucket of each posting and the 40 bits that are kept of it, in order."""
    width, mask = np.uint64(bits), np.uint64((1 << BITS) - 1)
    if bits > PACKED_BITS:
        order = np.lexsort((owner, hashes))
        hashes, owner = hashes[order], owner[order]
        return hashes >> np.uint64(BITS - bits), ((hashes << width) | owner) & mask
    packed = np.sort((hashes << width) | owner)
    return packed >> np.uint64(BITS), packed & mask


def _offsets(buckets: NDArray[np.uint64], bits: int) -> NDArray[np.uint32]:
    """Return where each of 2^bits buckets begins, and where the last one ends."""
    sizes = np.bincount(buckets.astype(np.int64), minlength=1 << bits)
    return np.concatenate([np.zeros(1, np.uint32), np.cumsum(sizes).astype(np.uint32)])


class Asked:
    """All that a search needs beside the texts, for one set of stops.

    rooms  handles of it, each with room for work that no other search has, clear, and that room;
           taking and giving back is one step
    """

    __slots__ = ("_arrays", "_bits", "counted", "rooms", "stops")

    def __init__(self, stops: Stops, arrays: Arrays, bits: tuple[int, int]) -> None:
        self.stops, self._arrays, self._bits = stops, arrays, bits
        self.counted: NDArray[np.int32] = arrays[5]
        self.rooms: list[Room] = []

    def take(self) -> Room:
        """Return room that no other search has."""
        if self.rooms:
            with suppress(IndexError):  # when another thread was quicker
                return self.rooms.pop()
        work = np.zeros((2, len(self.counted)), np.int32)
        handle = np.append(handle_of(*self._arrays, *work), [self._bits], axis=0)
        return handle, work


class OverlapIndex:
    """Finds every entry that shares enough of a text. Thread-safe."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._arrays = (
            _owned(arrays["postings"], np.uint32),
            _owned(arrays["lows"], np.uint8),
            _owned(arrays["equals"], np.int32),
            _owned(arrays["whole"], np.uint64),
        )
        self._every = _owned(arrays["every"], np.uint8)
        self._bits, self._whole_bits = arrays["bits"].tolist()
        self._asked: Asked | None = None
        self._most = LINES

    def search(self, signals: Sketches, *, radius: int = 0, stops: Stops | None = None) -> TextHits:  # noqa: ARG002 - one shape for all indexes
        """Return every pair of a sketch and an entry that agree, by query, equal texts first.

        They agree when at least 4 rare fingerprints of the entry lie in stretches of the text and
        are more than a common phrase: 60 % of the text; or 35 % of the entry, 65 % where that is
        less than 30 % of the text; or a passage of some 35 letters of an entry at least twice as
        long. Of a short text and a short entry every fingerprint is compared, and 7 must be
        shared, of an entry that has 10. They agree too when the whole texts are equal; then
        distance is 0, coverage and share are 1, and the stretch is the whole text. Both numbers
        count distinct fingerprints outside of `stops`.
        """
        asked = self._asked
        if asked is None or asked.stops is not (stops or NO_STOPS):
            asked = self._ask(stops or NO_STOPS)
        room, texts, lines = asked.take(), signals.texts, np.empty(self._most, LINE)
        given = (texts.read, texts.block, texts.plan, signals.packed)
        brief = 0 if signals.made else signals.brief
        found, ended = _search()(*given, brief, room[0], lines)
        while found < 0:
            lines = np.empty(-2 * found, LINE)
            self._most = len(lines)
            found, ended = _search()(*given, 0, room[0], lines)
        signals.made = True
        asked.rooms.append(room)  # only after a search that ran to its end, which leaves it clear
        if found == 1:
            return _NOTHING
        if texts.order is not None:
            texts.tight.reorder(lines, found)
        return TextHits(lines, found, ended)

    def rare(self, stops: Stops | None) -> NDArray[np.int32]:
        """Return how many fingerprints of each row count under `stops`, int32[n]."""
        return self._ask(stops or NO_STOPS).counted >> 1

    def thin(self, stops: Stops | None) -> NDArray[np.bool_]:
        """Say of each row whether too few of its fingerprints count, so only equality finds it."""
        enough = np.array(OWN, np.int32)[self._every]
        few: NDArray[np.bool_] = self.rare(stops) < enough
        return few

    def _ask(self, stops: Stops) -> Asked:
        """Return what a search under `stops` needs; kept until the stops change."""
        asked = self._asked
        if asked is None or asked.stops is not stops:
            counted = np.zeros(len(self._every), np.int32)
            count(*self._arrays[:2], self._bits, *stops.lists, counted)
            arrays = (packed_table(), *self._arrays, 2 * counted + self._every, *stops.lists)
            self._asked = asked = Asked(stops, arrays, (self._bits, self._whole_bits))
        return asked

    def values(self) -> None:
        """Return None: the fingerprints of passages are not kept here."""
        return


def check(arrays: Mapping[str, NDArray[Any]], rows: int) -> None:
    """Raise ValueError unless the arrays are an index of `rows` values that can be searched."""
    names = ("postings", "lows", "equals", "whole", "every", "bits")
    if [arrays[name].dtype.str for name in names] != ["<u4", "|u1", "<i4", "<u8", "|u1", "<i8"]:
        raise ValueError("other types of numbers")
    bits, whole_bits = arrays["bits"].tolist()
    postings, lows, equals = (arrays[name] for name in names[:3])
    if not (0 < bits < BITS and 0 <= whole_bits < BITS) or postings.ndim != 1 or lows.ndim != 1:
        raise ValueError("buckets that cannot be")
    if arrays["whole"].shape != (rows,) or arrays["every"].shape != (rows,):
        raise ValueError("other shapes")
    head, whole_head = (1 << bits) + 1, (1 << whole_bits) + 1
    if len(postings) != head + len(lows) + STRIDE or len(equals) != whole_head + rows:
        raise ValueError("other shapes")
    for offsets, end in ((postings[:head], len(lows)), (equals[:whole_head], rows)):
        if offsets[0] or offsets[-1] != end or (offsets[1:] < offsets[:-1]).any():
            raise ValueError("buckets that do not follow each other")
    owners = equals[whole_head:]
    if _highest_row(postings[head:], lows, bits) >= rows:
        raise ValueError("a row that is not there")
    if rows and not (owners.min() >= 0 and owners.max() < rows):
        raise ValueError("a row that is not there")


def _highest_row(tags: NDArray[np.uint32], lows: NDArray[np.uint8], bits: int) -> int:
    """Return the highest row that a posting names, -1 without postings; in bounded room."""
    mask, highest = np.uint64((1 << bits) - 1), -1
    for first in range(0, len(lows), _PAGE):
        low = lows[first : first + _PAGE]
        packed = tags[first : first + len(low)].astype(np.uint64) << np.uint64(8) | low
        highest = max(highest, int((packed & mask).max()))
    return highest


@cache
def _search() -> Callable[..., Any]:
    plan = "UniTuple(int64, 3)"
    given = f"unicode_type, int32[::1], {plan}, uint64[::1], int64, int64[:, ::1]"
    return direct(search, given, record=LINE)


def _owned(array: NDArray[Any], dtype: type[np.generic]) -> NDArray[Any]:
    """Return the array as the kernels take it; it is copied only when it is not already so."""
    return np.require(array, dtype, ("C", "W"))
