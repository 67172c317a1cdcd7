"""The words of a folded batch, with their hashes; what phrases and languages are found by.

They are cut once for a batch and kept with it, for all who ask.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import direct
from mizan.kernels.phrases import HASH, ROW, split_words
from mizan.kernels.spelled import join_spelled, mark_spelled
from mizan.text.fold import Folded

_LETTERS = 3  # of a short word with its blank; room for more is made where there are more words


class Words:
    """The words of every row, in order. 24 bytes a word.

    lines   int32[6, room], as kernels take them: row; start and end in that row's normal form, end
            exclusive; kind: SPELLED_OUT where it was spelled out letter by letter and has been
            joined, or 0; two lines that together hold the hashes
    size    how many words there are; what stands behind them is nothing
    spelled  whether any row holds words that are spelled out
    """

    __slots__ = ("_readings", "lines", "size", "spelled")

    def __init__(self, lines: NDArray[np.int32], size: int, spelled: bool) -> None:  # noqa: FBT001 - as the kernel tells it
        self.lines, self.size, self.spelled = lines, size, spelled
        self._readings: tuple[Words, ...] | None = None

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


def room_for_words(folded: Folded) -> NDArray[np.int32]:
    """Return lines with room for the words of most batches."""
    return np.empty((6, folded.size // _LETTERS + len(folded)), np.int32)


def _cut(folded: Folded) -> Words:
    lines = room_for_words(folded)
    size, spelled = _split_words()(folded.letters, folded.both_bounds, lines)
    if size > lines.shape[1]:
        lines = np.empty((6, size), np.int32)
        size, spelled = _split_words()(folded.letters, folded.both_bounds, lines)
    return Words(lines, size, spelled)


def _readings(folded: Folded, words: Words) -> tuple[Words, ...]:
    runs = np.empty(words.size, np.int32)
    mark_spelled(folded.letters, folded.both_bounds, words.lines, runs)
    concerned = np.zeros(len(folded), np.bool_)
    concerned[words.rows[runs > 0]] = True
    kept = np.flatnonzero(concerned[words.rows])
    lines = words.lines.take(kept, axis=1)
    lines[HASH:] = words.hashes[kept].view(np.int32).reshape(2, -1)
    runs = np.empty(len(kept), np.int32)
    mark_spelled(folded.letters, folded.both_bounds, lines, runs)
    return _joined(folded, lines, runs, 0), _joined(folded, lines, runs, 1)


def _joined(
    folded: Folded, lines: NDArray[np.int32], runs: NDArray[np.int32], cut: int
) -> Words:
    lines = lines.copy()
    size = join_spelled(folded.letters, folded.both_bounds, folded.source, runs, cut, lines)
    return Words(lines, size, False)  # noqa: FBT003


@cache
def _split_words() -> Callable[..., Any]:
    return direct(split_words, "uint32[::1], int64[:, ::1], int32[:, ::1]")
