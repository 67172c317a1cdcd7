"""Word vectors: the words of a text as hashes, their vectors pooled, and a small net over them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit
from mizan.kernels.linear import LETTERS

INDEX_BITS = 18  # 2^18 places for at most half as many words

_BLANK = np.uint32(0x20)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_WORD = np.uint64(0x94D049BB133111EB)
_SHIFT = np.uint64(64 - INDEX_BITS)
_LOW = np.uint64(0xFFFFFFFF)
_LOWEST, _HIGHEST = np.float32(-128), np.float32(127)  # of any number of a vector
_LONGEST = 64  # letters of a word that are looked at
_ALIF, _LAM, _WAW, _FA = 0x627, 0x644, 0x648, 0x641
_BA, _KAF = 0x628, 0x643


@jit
def word_rows(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    letters: NDArray[np.uint32],
    out: NDArray[np.uint64],
    ends: NDArray[np.int64],
) -> int:
    """Write the hash of every word into `out`, uint64[>= letters / 2 + n]; return how many.

    ends  int64[n + 1]: where each text's words end
    """
    word = np.empty(_LONGEST, np.uint32)
    found = 0
    ends[0] = 0
    for text in range(bounds.shape[0] - 1):
        size = 0
        for at in range(bounds[text], bounds[text + 1] + 1):
            code = codes[at] if at < bounds[text + 1] else _BLANK
            if code < LETTERS:
                code = letters[code]
            if code == _BLANK:
                if size:
                    out[found] = _hash(word, size)
                    found += 1
                size = 0
            elif code != 0 and size < _LONGEST and _is_new(code, word, size):
                word[size] = code
                size += 1
        ends[text + 1] = found
    return found


@jit
def pool_rows(
    words: NDArray[np.uint64],
    ends: NDArray[np.int64],
    index: NDArray[np.uint32],
    checks: NDArray[np.uint32],
    vectors: NDArray[np.int8],
    shares: NDArray[np.float32],
    pooled: NDArray[np.float32],
) -> None:
    """Write the weighted mean, the highest and the lowest of the words' vectors of each text.

    words, ends  as `word_rows` gives them
    index    uint32[2^INDEX_BITS]: the number of a word, from 1, at the place of its hash or behind
    checks   uint32[w]: the lower half of each word's hash
    vectors  int8[w, d]; shares float32[w]: how much each word counts in the mean
    pooled   float32[n, 3 d]; zeros for a text without a known word
    """
    size = vectors.shape[1]
    for text in range(pooled.shape[0]):
        mean = pooled[text, :size]
        high, low = pooled[text, size : 2 * size], pooled[text, 2 * size :]
        mean[:], high[:], low[:] = 0, _LOWEST, _HIGHEST
        total, known = np.float32(0), 0
        for word in words[ends[text] : ends[text + 1]]:
            number = _find(word, index, checks)
            if number < 0:
                continue
            vector, share = vectors[number], shares[number]
            total += share
            for i in range(size):
                value = np.float32(vector[i])
                mean[i] += share * value
                high[i] = max(high[i], value)
                low[i] = min(low[i], value)
            known += 1
        if known:
            for i in range(size):
                mean[i] /= total
        else:
            high[:], low[:] = 0, 0


@jit
def net_rows(
    pooled: NDArray[np.float32],
    first: NDArray[np.float32],
    offsets: NDArray[np.float32],
    second: NDArray[np.float32],
    out: NDArray[np.float64],
) -> None:
    """Write into `out`, float64[n], what a net with one hidden layer of ramps makes of each row.

    Two rows and four features at a time: each weight that is fetched is used twice. A row comes to
    the same bits whichever row it is beside.

    pooled float32[n, f]; first float32[f, h]; offsets float32[h]; second float32[h]
    """
    features, size = first.shape
    fours = features - features % 4
    hidden = np.empty((2, size), np.float32)
    for row in range(0, pooled.shape[0], 2):
        beside = min(row + 1, pooled.shape[0] - 1)
        one, two = pooled[row], pooled[beside]
        hidden[0], hidden[1] = offsets, offsets
        for i in range(0, fours, 4):
            for j in range(size):
                a, b, c, d = first[i, j], first[i + 1, j], first[i + 2, j], first[i + 3, j]
                hidden[0, j] += (one[i] * a + one[i + 1] * b) + (one[i + 2] * c + one[i + 3] * d)
                hidden[1, j] += (two[i] * a + two[i + 1] * b) + (two[i + 2] * c + two[i + 3] * d)
        for i in range(fours, features):
            for j in range(size):
                hidden[0, j] += one[i] * first[i, j]
                hidden[1, j] += two[i] * first[i, j]
        out[row] = _ramps(hidden[0], second)
        out[beside] = _ramps(hidden[1], second)


@jit
def _ramps(hidden: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    total = 0.0
    for j in range(hidden.shape[0]):
        total += max(hidden[j], np.float32(0)) * second[j]
    return total


@jit
def fill_index(hashes: NDArray[np.uint64], index: NDArray[np.uint32]) -> None:
    """Write the number of each word, from 1, into the places of an empty index."""
    for number in range(hashes.shape[0]):
        place = hashes[number] >> _SHIFT
        while index[place] != 0:
            place = (place + np.uint64(1)) & np.uint64(index.shape[0] - 1)
        index[place] = np.uint32(number + 1)


@jit
def _find(word: np.uint64, index: NDArray[np.uint32], checks: NDArray[np.uint32]) -> int:
    """Return the number of a word, from 0, or -1."""
    place = word >> _SHIFT
    check = np.uint32(word & _LOW)
    while index[place] != 0:
        number = int(index[place]) - 1
        if checks[number] == check:
            return number
        place = (place + np.uint64(1)) & np.uint64(index.shape[0] - 1)
    return -1


@jit
def _is_new(code: np.uint32, word: NDArray[np.uint32], size: int) -> bool:
    """Say whether a letter is other than the one before, or a digit."""
    return size == 0 or bool(code != word[size - 1]) or 0x30 <= int(code) <= 0x39


@jit
def _joins(letter: np.uint32) -> bool:
    """Say whether a letter may be a clitic before the article."""
    if letter in (_WAW, _FA):
        return True
    return letter in (_BA, _KAF)


@jit
def _hash(word: NDArray[np.uint32], size: int) -> np.uint64:
    """Return the hash of a word without Arabic "and" and article before it.

    wa-, fa- and bi-, ka-, li- are taken off only together with the article: alone they may be
    letters of the word.
    """
    start = 0
    if size > 5 and _joins(word[0]) and word[1] == _ALIF and word[2] == _LAM:
        start = 3
    elif size > 4 and (word[0] == _ALIF and word[1] == _LAM):
        start = 2
    hashed = _WORD
    for i in range(start, size):
        hashed = (hashed ^ np.uint64(word[i])) * _STEP
    return hashed ^ (hashed >> np.uint64(29))
