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
from mizan.kernels.phrases import split_words
from mizan.kernels.spelled import join_spelled, mark_spelled
from mizan.text.fold import Folded

_LETTERS = 3  # of a short word with its blank; room for more is made where there are more words


class Words:
    """The words of every row, in order. 24 bytes a word.

    places  int32[4, room]: row; start and end in that row's normal form, end exclusive; kind:
            SPELLED_OUT where it was spelled out letter by letter and has been joined, or 0
    hashes  uint64[room]: over its letters, with runs of one letter made one
    size    how many words there are; what stands behind them in the arrays is nothing
    spelled  whether any row holds words that are spelled out
    """

    __slots__ = ("_readings", "_room", "places", "size", "spelled")

    def __init__(
        self, places: NDArray[np.int32], hashes: NDArray[np.uint64], size: int, *, spelled: bool
    ) -> None:
        self.places, self._room, self.size, self.spelled = places, hashes, size, spelled
        self._readings: tuple[Words, ...] | None = None

    @property
    def rows(self) -> NDArray[np.int32]:
        """Return the row that each word stands in, int32[w], rising."""
        return self.places[0, : self.size]

    @property
    def hashes(self) -> NDArray[np.uint64]:
        """Return the hash of each word, uint64[w]."""
        return self._room[: self.size]

    @property
    def room(self) -> NDArray[np.uint64]:
        """Return the hashes as kernels take them, uint64[room]."""
        return self._room

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
    size, room = folded.size // _LETTERS + len(folded), -1
    while size > room:
        room = size
        places, hashes = np.empty((4, room), np.int32), np.empty(room, np.uint64)
        size, spelled = _split_words()(folded.letters, folded.both_bounds, places, hashes)
    return Words(places, hashes, size, spelled=spelled)


def _readings(folded: Folded, words: Words) -> tuple[Words, ...]:
    runs = np.empty(words.size, np.int32)
    mark_spelled(folded.letters, folded.both_bounds, words.places, runs)
    concerned = np.zeros(len(folded), np.bool_)
    concerned[words.rows[runs > 0]] = True
    kept = np.flatnonzero(concerned[words.rows])
    part = Words(words.places.take(kept, axis=1), words.hashes[kept], len(kept), spelled=True)
    runs = np.empty(part.size, np.int32)
    mark_spelled(folded.letters, folded.both_bounds, part.places, runs)
    return _joined(folded, part, runs, 0), _joined(folded, part, runs, 1)


def _joined(folded: Folded, words: Words, runs: NDArray[np.int32], cut: int) -> Words:
    places, hashes = words.places.copy(), words.hashes.copy()
    size = join_spelled(
        folded.letters, folded.both_bounds, folded.source, runs, cut, places, hashes
    )
    return Words(places, hashes, size, spelled=False)


@cache
def _split_words() -> Callable[..., Any]:
    return direct(split_words, "uint32[::1], int64[:, ::1], int32[:, ::1], uint64[::1]")
