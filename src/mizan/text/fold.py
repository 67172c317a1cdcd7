"""The comparing form of texts, with a map back to the original.

Two texts that a reader takes for the same fold to the same form, however they are spelled or
disguised. `mizan.text.definition` says how. Letters whose direction was overridden (U+202D,
U+202E) are folded in the order in which a reader reads them; see `mizan.kernels.overrides`.

What few ask for is made when it is asked for, and kept: code points, places in the original, the
tight form, words. Two threads that ask at once make it twice and keep either; both are equal.

Memory: 16 bytes for each code point of the batch while it is alive, plus one copy of the text, and
where asked for 4 for code points, 12 for the tight form; 8 more in a batch with overrides. Nothing
grows faster than that but the few ligatures that come apart (18 code points at most, U+FDFA).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.block import LINES, Plan
from mizan.kernels.compile import direct
from mizan.kernels.fold import (
    TOO_SMALL,
    fold_text,
    fold_to_text,
    past_marks,
    trace_text,
)
from mizan.kernels.lines import LINE
from mizan.kernels.overrides import reading_order, widest
from mizan.kernels.tight import place_stretches, tighten_rows
from mizan.text.compiled import OVERRIDES, as_dict, load_table, packed_table

if TYPE_CHECKING:
    from mizan.text.disguise import Undone
    from mizan.text.words import Words

Spans = tuple[NDArray[np.int32], NDArray[np.int32]]

_LETTERS = 3  # of a short word with its blank; where there are more words, they get other room
_SLACK = 64  # letters; room for a few ligatures before the buffers are made again


class Original:
    """The texts as they came, one after the other.

    text    all of them as one str
    bounds  int64[n + 1]: where each row begins and ends in it
    order   int32[N]: the place in its row of each code point in the order of reading, or None
            where nothing is overridden
    read    the texts in the order of reading; `text` itself where nothing is overridden
    """

    __slots__ = ("_raw", "bounds", "order", "read", "text")

    def __init__(self, text: str, bounds: NDArray[np.int64]) -> None:
        self.text, self.bounds = text, bounds
        self.order: NDArray[np.int32] | None = None
        self._raw: NDArray[np.uint32] | None = None
        self.read = text

    def reorder(self) -> None:
        """Put the letters in the order of reading; while nobody else sees this."""
        self.order = np.empty(len(self.text), np.int32)
        reading_order(self.raw, self.bounds, packed_table(), self.order)
        moved = self.order + np.repeat(self.bounds[:-1], np.diff(self.bounds))
        self.read = _decode(self.raw[moved])

    @property
    def raw(self) -> NDArray[np.uint32]:
        """Return the code points of the texts, uint32[N], lone surrogates included."""
        if self._raw is None:
            self._raw = _encode(self.text)
        return self._raw

    def spans(
        self, rows: NDArray[np.int32], starts: NDArray[np.int32], ends: NDArray[np.int32]
    ) -> Spans:
        """Return stretches of `read` as stretches of `text`, with the marks on the last letter.

        Where the order differs, it is the least stretch of `text` that holds all of it.
        """
        starts, ends = starts.copy(), ends.copy()
        read = self.raw if self.order is None else _encode(self.read)
        past_marks(read, self.bounds, packed_table(), rows, ends)
        if self.order is not None:
            widest(self.order, self.bounds, rows, starts, ends)
        return starts, ends


class Tight:
    """The normal form without blanks and with runs of one letter made one.

    Spaced, dotted and repeated letters vanish in it. Digits are never made one.
    """

    __slots__ = ("_folded", "_made")

    def __init__(self, folded: Folded) -> None:
        self._folded = folded
        self._made: tuple[NDArray[np.uint32], NDArray[np.int64]] | None = None

    @property
    def codes(self) -> NDArray[np.uint32]:
        """Return the code points, uint32[T]."""
        return self._tightened()[0]

    @property
    def bounds(self) -> NDArray[np.int64]:
        """Return where each row begins and ends in `codes`, int64[n + 1]."""
        return self._tightened()[1]

    def span(self, row: int, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original that [start, end) of a row's tight form covers."""
        return _one(self.spans(*_as_arrays(row, start, end)))

    def spans(
        self, rows: NDArray[np.int32], starts: NDArray[np.int32], ends: NDArray[np.int32]
    ) -> Spans:
        """Return the original starts and ends of many stretches, none of them empty."""
        lines = np.zeros(len(rows) + 1, LINE)
        lines["text"][1:], lines["ended"] = rows, np.arange(len(rows) + 1)
        lines["begin"][:-1], lines["stop"][:-1] = starts, ends
        folded = self._folded
        _place_stretches()(
            folded.read, packed_table(), folded.block, folded.plan, len(lines), lines
        )
        self.reorder(lines, len(lines))
        return lines["start"][:-1].copy(), lines["end"][:-1].copy()

    def reorder(self, lines: NDArray[Any], found: int) -> None:
        """Make stretches of the texts as they are read the least that hold them as they came.

        lines  as `mizan.kernels.lines` has them, of which `found` are hits, with the first
        """
        folded, ended = self._folded, lines["ended"][:found]
        if folded.order is not None:
            rows, last = np.repeat(lines["text"][1:found], np.diff(ended)), int(ended[-1])
            starts, ends = lines["start"][:last].copy(), lines["end"][:last].copy()
            widest(folded.order, folded.raw_bounds, rows, starts, ends)
            lines["start"][:last], lines["end"][:last] = starts, ends

    def _tightened(self) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        if self._made is None:
            folded = self._folded
            bounds = np.empty((2, len(folded) + 1), np.int64)
            bounds[0] = folded.bounds
            codes = np.empty(folded.size + 1, np.uint32)
            size = _tighten_rows()(folded.codes, bounds, codes)
            self._made = codes[:size], bounds[1]
        return self._made


class Folded:
    """The normal form of a batch of texts.

    read    the texts, one after the other, in the order of reading
    order   as of Original
    block, plan  all that is known of the batch; see `mizan.kernels.block`
    size    how many code points the normal form has
    traced  whether the places of the letters have been written into the block
    words   what `mizan.text.words.words_of` found, kept for those who ask after the first
    undone  what `mizan.text.disguise.undone_of` found, kept likewise
    """

    __slots__ = (
        "_bounds",
        "_original",
        "_tight",
        "block",
        "order",
        "plan",
        "read",
        "size",
        "traced",
        "undone",
        "words",
    )

    def __init__(self, read: str, block: NDArray[np.int32], plan: Plan, size: int) -> None:
        self.read, self.block, self.plan, self.size = read, block, plan, size
        self.traced = False
        self.order: NDArray[np.int32] | None = None
        self.words: Words | None = None
        self.undone: Undone | None = None
        self._original: Original | None = None
        self._tight: Tight | None = None
        self._bounds: NDArray[np.int64] | None = None

    @property
    def original(self) -> Original:
        """Return the texts as they came."""
        if self._original is None:
            self._original = Original(self.read, self.both_bounds[0])
        return self._original

    @property
    def both_bounds(self) -> NDArray[np.int64]:
        """Return where each row begins and ends in the texts, then in `codes`, int64[2, n + 1]."""
        if self._bounds is None:
            self._bounds = _bounds(self.block, self.plan)
        return self._bounds

    @property
    def bounds(self) -> NDArray[np.int64]:
        """Return where each row begins and ends in `codes` and `source`, int64[n + 1]."""
        bounds: NDArray[np.int64] = self.both_bounds[1]
        return bounds

    @property
    def codes(self) -> NDArray[np.uint32]:
        """Return the code points: words parted by one blank (U+0020), none at the ends."""
        first = 4 * self.plan[0] + 4
        return self.block[first : first + self.size].view(np.uint32)

    @property
    def source(self) -> NDArray[np.int32]:
        """Return the place of each letter in that row's own text as it is read, int32[M].

        Never falling. It is the original's but for overrides (see Original); `span` knows the
        way back.
        """
        if not self.traced:
            _trace_text()(self.read, packed_table(), self.block, self.plan)
            self.traced = True
        first = 4 * self.plan[0] + 4 + self.plan[2]
        return self.block[first : first + self.size]

    @property
    def tight(self) -> Tight:
        """Return the tight form of the batch."""
        if self._tight is None:
            self._tight = Tight(self)
        return self._tight

    @property
    def raw(self) -> NDArray[np.uint32]:
        """Return the original code points of all rows, uint32[N]."""
        return self.original.raw

    @property
    def raw_bounds(self) -> NDArray[np.int64]:
        """Return where each row begins and ends in `raw`, int64[n + 1]."""
        bounds: NDArray[np.int64] = self.both_bounds[0]
        return bounds

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self.plan[0]

    def text(self, row: int) -> str:
        """Return the normal form of one row."""
        return _decode(self.codes[self.bounds[row] : self.bounds[row + 1]])

    def span(self, row: int, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original that [start, end) of a row's normal form covers."""
        return _one(self.spans(*_as_arrays(row, start, end)))

    def spans(
        self, rows: NDArray[np.int32], starts: NDArray[np.int32], ends: NDArray[np.int32]
    ) -> Spans:
        """Return the original starts and ends of many stretches, none of them empty."""
        first = self.bounds[rows]
        ends = self.source[first + ends - 1] + np.int32(1)
        return self.original.spans(rows, self.source[first + starts], ends)


def fold(text: str) -> str:
    """Return the normal form of one text."""
    folded: str | None = _fold_to_text()("".join((text,)), packed_table())
    return fold_many((text,)).text(0) if folded is None else folded


def fold_many(texts: Sequence[str]) -> Folded:
    """Return the normal form of many texts, in one pass, and the way to their other forms."""
    joined, rows = "".join(texts), len(texts)
    letters = len(joined) + (len(joined) >> 6) + _SLACK
    plan = rows, letters // _LETTERS + rows, letters
    block = np.empty(4 * rows + 4 + LINES * plan[1] + 2 * letters, np.int32)
    if rows != 1:  # of one text the kernel knows the bounds
        bounds = _bounds(block, plan)[0]
        bounds[0] = 0
        np.cumsum(np.fromiter(map(len, texts), np.int64, rows), out=bounds[1:])
    size = _fold_text()(joined, packed_table(), block, plan, 1)
    return Folded(joined, block, plan, size) if size >= 0 else _fold_again(joined, block, plan)


def _fold_again(joined: str, block: NDArray[np.int32], plan: Plan) -> Folded:
    """Fold texts whose letters have to be put in order, or that need more room than most."""
    original = Original(joined, _bounds(block, plan)[0])
    if any(override in joined for override in OVERRIDES):
        original.reorder()
    (rows, words, letters), size = plan, TOO_SMALL
    while size == TOO_SMALL:
        letters *= 2
        block = np.empty(4 * rows + 4 + LINES * words + 2 * letters, np.int32)
        plan = rows, words, letters
        _bounds(block, plan)[0] = original.bounds
        size = _fold_text()(original.read, packed_table(), block, plan, 0)
    folded = Folded(original.read, block, plan, size)
    folded.order, folded._original = original.order, original  # noqa: SLF001 - it is being made
    return folded


def _bounds(block: NDArray[np.int32], plan: Plan) -> NDArray[np.int64]:
    return block[: 4 * (plan[0] + 1)].view(np.int64).reshape(2, -1)


@cache
def table() -> dict[int, str]:
    """Return the table as str.translate takes it: all of the fold but the joining of blanks."""
    return as_dict(load_table())


def _encode(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def _decode(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _as_arrays(*numbers: int) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    row, start, end = (np.array([number], np.int32) for number in numbers)
    return row, start, end


def _one(spans: Spans) -> tuple[int, int]:
    return int(spans[0][0]), int(spans[1][0])


_BLOCK = "unicode_type, uint32[::1], int32[::1], UniTuple(int64, 3)"


@cache
def _fold_text() -> Callable[..., Any]:
    return direct(fold_text, f"{_BLOCK}, int64")


@cache
def _trace_text() -> Callable[..., Any]:
    return direct(trace_text, _BLOCK)


@cache
def _fold_to_text() -> Callable[..., Any]:
    return direct(fold_to_text, "unicode_type, uint32[::1]")


@cache
def _tighten_rows() -> Callable[..., Any]:
    return direct(tighten_rows, "uint32[::1], int64[:, ::1], uint32[::1]")


@cache
def _place_stretches() -> Callable[..., Any]:
    return direct(place_stretches, f"{_BLOCK}, int64", record=LINE)
