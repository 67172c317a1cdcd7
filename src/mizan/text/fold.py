"""The comparing form of texts, with a map back to the original.

Two texts that a reader takes for the same fold to the same form, however they are spelled or
disguised. `mizan.text.definition` says how. Letters whose direction was overridden (U+202D,
U+202E) are folded in the order in which a reader reads them; see `mizan.kernels.overrides`.

Memory: 24 bytes for each code point of the batch, while it is alive, plus one copy of the text
while it is made, and 8 bytes more in a batch with overrides. The whole line, with the text
itself, words and fingerprints, takes about 48. Nothing grows faster than that but the few
ligatures that come apart (18 code points at most, U+FDFA).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.fold import fold_rows, past_marks, tighten_rows
from mizan.kernels.overrides import reading_order, widest
from mizan.text.compiled import as_dict, load_table

OVERRIDES = ("\u202d", "\u202e")
_SLACK = 64  # room for a few ligatures before the buffers are made again


@dataclass(frozen=True, slots=True)
class Original:
    """The texts as they came, one after the other.

    raw     uint32[N]: code points, lone surrogates included
    bounds  int64[n + 1]: where each row begins and ends in `raw`
    read    uint32[N]: the same in the order of reading; `raw` itself where nothing is overridden
    order   int32[N]: the place in its row of each code point of `read`, or None where it is `raw`
    """

    raw: NDArray[np.uint32]
    bounds: NDArray[np.int64]
    read: NDArray[np.uint32]
    order: NDArray[np.int32] | None

    def spans(
        self, rows: NDArray[np.int32], starts: NDArray[np.int32], ends: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return stretches of `read` as stretches of `raw`, with the marks on the last letter.

        Where the order differs, it is the least stretch of `raw` that holds all of it.
        """
        table = load_table()
        starts, ends = starts.copy(), ends.copy()
        past_marks(self.read, self.bounds, table.index, table.pages, rows, ends)
        if self.order is not None:
            widest(self.order, self.bounds, rows, starts, ends)
        return starts, ends


@dataclass(frozen=True, slots=True)
class Tight:
    """The normal form without blanks and with runs of one letter made one.

    Spaced, dotted and repeated letters vanish in it. Digits are never made one.

    codes   uint32[T]: code points
    source  int32[T]: the place of the first of each run in that row's own text, as it is read
    last    int32[T]: the place of the last of each run
    bounds  int64[n + 1]: where each row begins and ends in the arrays above
    """

    codes: NDArray[np.uint32]
    source: NDArray[np.int32]
    last: NDArray[np.int32]
    bounds: NDArray[np.int64]
    original: Original

    def span(self, row: int, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original that [start, end) of a row's tight form covers."""
        return _one(self.spans(*_as_arrays(row, start, end)))

    def spans(
        self, rows: NDArray[np.int32], starts: NDArray[np.int32], ends: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the original starts and ends of many stretches, none of them empty."""
        first = self.bounds[rows]
        ends = self.last[first + ends - 1] + np.int32(1)
        return self.original.spans(rows, self.source[first + starts], ends)


@dataclass(frozen=True, slots=True)
class Folded:
    """The normal form of a batch of texts.

    codes   uint32[M]: code points; words parted by one blank (U+0020), none at the ends
    source  int32[M]: the place of each in that row's own text as it is read, never falling: the
            original but for overrides (see Original). `span` knows the way back.
    bounds  int64[n + 1]: where each row begins and ends in the arrays above
    """

    original: Original
    codes: NDArray[np.uint32]
    source: NDArray[np.int32]
    bounds: NDArray[np.int64]
    tight: Tight

    @property
    def raw(self) -> NDArray[np.uint32]:
        """Return the original code points of all rows, uint32[N]."""
        return self.original.raw

    @property
    def raw_bounds(self) -> NDArray[np.int64]:
        """Return where each row begins and ends in `raw`, int64[n + 1]."""
        return self.original.bounds

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def text(self, row: int) -> str:
        """Return the normal form of one row."""
        return _decode(self.codes[self.bounds[row] : self.bounds[row + 1]])

    def span(self, row: int, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original that [start, end) of a row's normal form covers."""
        return _one(self.spans(*_as_arrays(row, start, end)))

    def spans(
        self, rows: NDArray[np.int32], starts: NDArray[np.int32], ends: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the original starts and ends of many stretches, none of them empty."""
        first = self.bounds[rows]
        ends = self.source[first + ends - 1] + np.int32(1)
        return self.original.spans(rows, self.source[first + starts], ends)


def fold(text: str) -> str:
    """Return the normal form of one text."""
    codes, _, _ = _fold(_read([text]))
    return _decode(codes)


def fold_many(texts: Sequence[str]) -> Folded:
    """Return the normal and the tight form of many texts, in one pass."""
    original = _read(texts)
    codes, source, bounds = _fold(original)
    return Folded(original, codes, source, bounds, _tighten(original, codes, source, bounds))


@cache
def table() -> dict[int, str]:
    """Return the table as str.translate takes it: all of the fold but the joining of blanks."""
    return as_dict(load_table())


def _read(texts: Sequence[str]) -> Original:
    joined = "".join(texts).encode("utf-32-le", "surrogatepass")
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=bounds[1:])
    raw = np.frombuffer(joined, "<u4")
    if not any(override in text for text in texts for override in OVERRIDES):
        return Original(raw, bounds, raw, None)
    known, order = load_table(), np.empty(len(raw), np.int32)
    reading_order(raw, bounds, known.index, known.pages, order)
    read = raw[order + np.repeat(bounds[:-1], np.diff(bounds))]
    read.flags.writeable = False  # as `raw` is: kernels are compiled for one or the other
    return Original(raw, bounds, read, order)


def _fold(
    original: Original,
) -> tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int64]]:
    found = load_table()
    bounds = np.empty_like(original.bounds)
    size, room = len(original.raw) + _SLACK, 0
    while size > room:
        room = size
        codes, source = np.empty(room, np.uint32), np.empty(room, np.int32)
        size = fold_rows(
            original.read,
            original.bounds,
            found.index,
            found.pages,
            found.spilled,
            codes,
            source,
            bounds,
        )
    return codes[:size], source[:size], bounds


def _tighten(
    original: Original,
    codes: NDArray[np.uint32],
    source: NDArray[np.int32],
    bounds: NDArray[np.int64],
) -> Tight:
    tight_codes, tight_bounds = np.empty_like(codes), np.empty_like(bounds)
    first, last = np.empty_like(source), np.empty_like(source)
    size = tighten_rows(codes, source, bounds, tight_codes, first, last, tight_bounds)
    return Tight(tight_codes[:size], first[:size], last[:size], tight_bounds, original)


def _decode(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _as_arrays(*numbers: int) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    row, start, end = (np.array([number], np.int32) for number in numbers)
    return row, start, end


def _one(spans: tuple[NDArray[np.int32], NDArray[np.int32]]) -> tuple[int, int]:
    return int(spans[0][0]), int(spans[1][0])
