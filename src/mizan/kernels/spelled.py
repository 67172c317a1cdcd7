"""Joining words that are spelled out letter by letter, so that they can be looked up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.block import END, KIND, ROW, START, hashes_of
from mizan.kernels.compile import jit
from mizan.kernels.phrases import SPELLED_OUT
from mizan.kernels.words import SPELLED, hash_word, is_digit


@jit
def mark_spelled(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    words: NDArray[np.int32],
    run_ends: NDArray[np.int32],
) -> int:
    """Mark where words are spelled out letter by letter; return how many there are.

    At the first letter of each such run `run_ends`, int32[words], becomes the number of the word
    after the run; everywhere else it becomes 0.
    """
    rows, starts, ends = words[ROW], words[START], words[END]
    found, word, size = 0, 0, run_ends.shape[0]
    run_ends[:] = 0
    while word < size:
        stop = word
        while stop < size and rows[stop] == rows[word] and ends[stop] == starts[stop] + 1:
            if is_digit(codes[bounds[1, rows[stop]] + starts[stop]]):
                break
            stop += 1
        if stop - word >= SPELLED:
            run_ends[word] = stop
            found += 1
        word = max(stop, word + 1)
    return found


@jit
def join_spelled(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    source: NDArray[np.int32],
    run_ends: NDArray[np.int32],
    cut: int,
    words: NDArray[np.int32],
) -> int:
    """Make each run of single letters one word, in place; return how many words are left.

    With `cut`, a run is parted where the original's gap is wider than the narrowest of the run,
    as between words that are spelled out one after the other. The kind becomes SPELLED_OUT for
    words that are new, and 0 for the others.
    """
    rows, starts, ends, kinds = words[ROW], words[START], words[END], words[KIND]
    hashes = hashes_of(words)
    size, word = 0, 0
    while word < run_ends.shape[0]:
        stop = max(run_ends[word], np.int32(word + 1))
        base = bounds[1, rows[word]]
        narrow = np.int32(2**31 - 1)
        for i in range(word + 1, stop):
            gap = source[base + starts[i]] - source[base + starts[i - 1]]
            narrow = min(narrow, gap)
        while word < stop:
            first = word
            word += 1
            while word < stop:
                gap = source[base + starts[word]] - source[base + starts[word - 1]]
                if cut and gap > narrow:
                    break
                word += 1
            rows[size] = rows[first]
            starts[size] = starts[first]
            ends[size] = ends[word - 1]
            kinds[size] = SPELLED_OUT if word > first + 1 else 0
            hashes[size] = hashes[first]
            if kinds[size]:
                hashes[size] = hash_word(codes[base + starts[size] : base + ends[size]])
            size += 1
    return size
