"""Cutting folded texts into words, with a hash of each.

A word's hash is taken over its letters with runs of one letter made one, so that a word and its
drawn-out form meet; digits are never made one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.block import END, KIND, ROW, START, Plan, bounds_of, hashes_of, letters_of
from mizan.kernels.compile import jit

BLANK = 0x20
SPELLED = 3  # so many letters on their own, one after the other, are a word spelled out


@jit
def is_digit(code: np.uint32) -> bool:
    """Say whether a folded code point is a digit; all of them are ASCII."""
    return bool(code - np.uint32(0x30) < np.uint32(10))


@jit
def mixed(state: np.uint64) -> np.uint64:
    """Return the state behind the last letter of a word with all of its bits in all of them."""
    state = (state ^ (state >> np.uint64(32))) * np.uint64(0xBF58476D1CE4E5B9)
    return state ^ (state >> np.uint64(31))


@jit
def hash_word(codes: NDArray[np.uint32]) -> np.uint64:
    """Return the hash of a word's letters: blanks left out, runs of one letter made one."""
    state, before = np.uint64(0xCBF29CE484222325), np.uint32(BLANK)
    for i in range(codes.shape[0]):
        code = codes[i]
        if code != np.uint32(BLANK) and (code != before or is_digit(code)):
            state = (state ^ np.uint64(code)) * np.uint64(0x9E3779B97F4A7C15)
            before = code
    return np.uint64(mixed(state))


@jit
def split_words(
    codes: NDArray[np.uint32], bounds: NDArray[np.int64], words: NDArray[np.int32]
) -> tuple[int, bool]:
    """Write every word of a batch; return how many there are, and whether any is spelled out.

    bounds  int64[2, n + 1]: the second row says where the rows of `codes` begin and end
    words   int32[6, room], as of `mizan.kernels.block`; the kind is 0
    Nothing is written past the room: the caller calls again with enough.
    """
    hashes = hashes_of(words)
    size, spelled, room = 0, False, hashes.shape[0]
    for row in range(bounds.shape[1] - 1):
        text = codes[bounds[1, row] : bounds[1, row + 1]]
        place, alone = 0, 0  # single letters, one after the other
        while place < text.shape[0]:
            start, before = place, np.uint32(BLANK)
            state = np.uint64(0xCBF29CE484222325)
            while place < text.shape[0] and text[place] != np.uint32(BLANK):
                code = text[place]
                added = (state ^ np.uint64(code)) * np.uint64(0x9E3779B97F4A7C15)
                state = state if code == before and not is_digit(code) else added
                before = code
                place += 1
            alone = alone + 1 if place == start + 1 and not is_digit(before) else 0
            spelled |= alone >= SPELLED
            if size < room:
                words[ROW, size] = row
                words[START, size] = start
                words[END, size] = place
                words[KIND, size] = 0
                hashes[size] = mixed(state)
            size += 1
            place += 1
    return size, spelled


@jit
def cut_words(block: NDArray[np.int32], plan: Plan, words: NDArray[np.int32]) -> tuple[int, bool]:
    """Cut the words of a batch into lines of their own, as of `split_words`."""
    return split_words(letters_of(block, plan), bounds_of(block, plan), words)
