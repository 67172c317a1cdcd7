"""The words of a folded batch, with their hashes; what phrases and languages are found by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.phrases import Places, join_spelled, mark_spelled, mark_tagged, split_words
from mizan.text.fold import Folded, _encode as _E


@dataclass(frozen=True, slots=True)
class Words:
    """The words of every row, in order. 21 bytes a word.

    rows    int32[w]: the row it stands in
    starts  int32[w], ends int32[w]: where it stands in that row's normal form, end exclusive
    hashes  uint64[w]: over its letters, with runs of one letter made one
    joined  uint8[w]: SPELLED_OUT where it was spelled out letter by letter and has been joined,
            TAGGED where it stands behind a number sign, 0 otherwise
    """

    rows: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    hashes: NDArray[np.uint64]
    joined: NDArray[np.uint8]

    @property
    def places(self) -> Places:
        """Return rows, starts and ends, as the kernels take them."""
        return self.rows, self.starts, self.ends


def words_of(folded: Folded) -> Words:
    """Return the words of a batch."""
    room = len(folded) + int(np.count_nonzero(folded.codes == 0x20))
    rows, starts, ends = (np.empty(room, np.int32) for _ in range(3))
    words = Words(rows, starts, ends, np.empty(room, np.uint64), np.zeros(room, np.uint8))
    words = _cut(words, split_words(folded.codes, folded.bounds, words.places, words.hashes))
    original = folded.original
    mark_tagged(
        original.raw if original.order is None else _E(original.read),
        original.bounds,
        folded.source,
        folded.bounds,
        words.places,
        words.joined,
    )
    return words


def spelled_out(folded: Folded, words: Words) -> Iterator[Words]:
    """Yield other readings of a batch in which letters standing alone have become words.

    Three letters or more, one after the other, are read as one word, and as several where the
    gaps between them differ. There is no other reading where no word is spelled out.
    """
    runs = np.empty(len(words.rows), np.int32)
    if mark_spelled(folded.codes, folded.bounds, words.places, runs):
        yield _joined(folded, words, runs, 0)
        yield _joined(folded, words, runs, 1)


def _joined(folded: Folded, words: Words, runs: NDArray[np.int32], cut: int) -> Words:
    rows, starts, ends = words.rows.copy(), words.starts.copy(), words.ends.copy()
    read = Words(rows, starts, ends, words.hashes.copy(), words.joined.copy())
    size = join_spelled(
        folded.codes,
        folded.bounds,
        folded.source,
        runs,
        cut,
        read.places,
        read.hashes,
        read.joined,
    )
    return _cut(read, size)


def _cut(words: Words, size: int) -> Words:
    rows, starts, ends = words.rows[:size], words.starts[:size], words.ends[:size]
    return Words(rows, starts, ends, words.hashes[:size], words.joined[:size])
