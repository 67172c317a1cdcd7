"""The words of a folded batch, with their hashes; what phrases and languages are found by.

They are cut once for a batch and kept with it, for all who ask.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.block import HASH, LINES, ROW, Plan
from mizan.kernels.compile import direct
from mizan.kernels.spelled import join_spelled, mark_spelled
from mizan.kernels.words import cut_words
from mizan.text.fold import Folded


class Words:
    """The words of every row, in order. 24 bytes a word.

    Their lines are: row; start and end in that row's normal form, end exclusive; kind: SPELLED_OUT
    where it was spelled out letter by letter and has been joined, or 0; two lines that together
    hold the hashes.

    size    how many words there are; what stands behind them is nothing
    spelled  whether any row holds words that are spelled out
    """

    __slots__ = ("_block", "_lines", "_plan", "_readings", "size", "spelled")

    def __init__(
        self, block: NDArray[np.int32], plan: Plan | None, size: int, *, spelled: bool
    ) -> None:
        """Take the words of a batch's block, or, without a plan, `block` itself as the lines."""
        self._block, self._plan, self.size, self.spelled = block, plan, size, spelled
        self._lines: NDArray[np.int32] | None = None
        self._readings: tuple[Words, ...] | None = None

    @property
    def lines(self) -> NDArray[np.int32]:
        """Return the words as kernels take them, int32[6, room]."""
        if self._lines is None:
            self._lines = self._block if self._plan is None else _lines(self._block, self._plan)
        return self._lines

    @property
    def rows(self) -> NDArray[np.int32]:
        """Return the row that each word stands in, int32[w], rising."""
        return self.lines[ROW, : self.size]

    @property
    def hashes(self) -> NDArray[np.uint64]:
        """Return each word's hash, uint64[w]: over its letters, runs of one letter made one."""
        return self.lines[HASH:].reshape(-1).view(np.uint64)[: self.size]

    def readings(self, folded: Folded) -> tuple[Words, ...]:
        """Return other readings, in which letters standing alone have become words.

        Three letters or more, one after the other, are read as one word, and as several where
        the gaps between them differ. They hold only the rows in which words are spelled out.
        """
        if not self.spelled:
            return ()
        if self._readings is None:
            self._readings = _readings(folded, self)
        return self._readings


def words_of(folded: Folded) -> Words:
    """Return the words of a batch; cut when they are first asked for, then kept with it."""
    words = folded.words
    if words is None:
        words = folded.words = _cut(folded)
    return words


def _cut(folded: Folded) -> Words:
    lines = _lines(folded.block, folded.plan)
    size, spelled = _cut_words()(folded.block, folded.plan, lines)
    if size > folded.plan[1]:
        lines = np.empty((LINES, size), np.int32)
        size, spelled = _cut_words()(folded.block, folded.plan, lines)
    return Words(lines, None, size, spelled=spelled)


def _lines(block: NDArray[np.int32], plan: Plan) -> NDArray[np.int32]:
    first, most = 4 * plan[0] + 4 + 2 * plan[2], plan[1]
    return block[first : first + LINES * most].reshape(LINES, most)


def _readings(folded: Folded, words: Words) -> tuple[Words, ...]:
    codes, bounds = folded.codes, folded.both_bounds
    runs = np.empty(words.size, np.int32)
    mark_spelled(codes, bounds, words.lines, runs)
    concerned = np.zeros(len(folded), np.bool_)
    concerned[words.rows[runs > 0]] = True
    kept = np.flatnonzero(concerned[words.rows])
    lines = words.lines.take(kept, axis=1)
    lines[HASH:] = words.hashes[kept].view(np.int32).reshape(2, -1)
    runs = np.empty(len(kept), np.int32)
    mark_spelled(codes, bounds, lines, runs)
    return _joined(folded, lines, runs, 0), _joined(folded, lines, runs, 1)


def _joined(folded: Folded, lines: NDArray[np.int32], runs: NDArray[np.int32], cut: int) -> Words:
    lines = lines.copy()
    size = join_spelled(folded.codes, folded.both_bounds, folded.source, runs, cut, lines)
    return Words(lines, None, size, spelled=False)


@cache
def _cut_words() -> Callable[..., Any]:
    return direct(cut_words, "int32[::1], UniTuple(int64, 3), int32[:, ::1]")
