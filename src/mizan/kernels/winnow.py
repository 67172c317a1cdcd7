"""Text fingerprints: a rolling hash of k letters, thinned by winnowing, at two scales.

Winnowing keeps the smallest of every w hashes in a row (Schleimer, Wilkerson and Aiken, SIGMOD
2003), so that any stretch of w + k - 1 letters shared by two texts gives both the same fingerprint.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

GRAM = (7, 20)  # letters hashed together, at the short and at the long scale
WINDOW = (4, 32)  # hashes in a row of which one is kept

# Odd constants with well spread bits: the golden ratio, and the two of splitmix64.
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_TWENTY_NINE = np.uint64(29)
_THIRTY_TWO = np.uint64(32)
_ONE = np.uint64(1)
_RING = 32  # a power of two, at least the widest window


@jit
def winnow(
    codes: NDArray[np.uint32], bounds: NDArray[np.int64], every: int
) -> tuple[
    NDArray[np.int64],
    NDArray[np.uint64],
    NDArray[np.int32],
    NDArray[np.int32],
    NDArray[np.uint64],
    NDArray[np.int32],
]:
    """Fingerprint texts; return (bounds, hashes, starts, ends, digests, lengths).

    codes   uint32[m]: the letters of all texts, tight form, one text after another
    bounds  int64[n + 1]: where each text begins and ends in `codes`
    every   1 keeps every hash, 0 one of each window
    The result's bounds are int64[n + 1] into hashes uint64, starts and ends int32: first the
    short scale, then the long one, each in the order of the text; the lowest bit of a hash is its
    scale. digests uint64[n] are of the whole texts, 0 for an empty one; lengths int32[n].
    """
    texts = bounds.shape[0] - 1
    found = np.zeros(texts + 1, np.int64)
    digests, lengths = np.zeros(texts, np.uint64), np.zeros(texts, np.int32)
    hashes = np.empty(codes.shape[0] + 64, np.uint64)
    starts = np.empty(codes.shape[0] + 64, np.int32)
    used = 0
    for text in range(texts):
        row = codes[bounds[text] : bounds[text + 1]]
        digests[text], lengths[text] = _digest(row), row.shape[0]
        if used + 2 * row.shape[0] > hashes.shape[0]:
            room = 2 * (used + row.shape[0])
            hashes, old_hashes = np.empty(room, np.uint64), hashes
            starts, old_starts = np.empty(room, np.int32), starts
            hashes[:used] = old_hashes[:used]
            starts[:used] = old_starts[:used]
        for scale in range(2):
            used += _scale(row, scale, every, hashes[used:], starts[used:])
        found[text + 1] = used
    ends = starts[:used].copy()
    for i in range(used):
        ends[i] += GRAM[np.int64(hashes[i] & _ONE)]
    return found, hashes[:used], starts[:used], ends, digests, lengths


@jit
def _scale(
    row: NDArray[np.uint32],
    scale: int,
    every: int,
    hashes: NDArray[np.uint64],
    starts: NDArray[np.int32],
) -> int:
    """Write one text's fingerprints of one scale; return how many."""
    gram, window = GRAM[scale], 1 if every else WINDOW[scale]
    grams = row.shape[0] - gram + 1
    if grams < 1:
        return 0
    ring = np.empty(_RING, np.uint64)
    tag, used, place = np.uint64(scale), 0, 0
    lowest = rolling = np.uint64(0)
    leaving = _ONE  # weight of the letter that leaves
    for i in range(gram - 1):
        rolling = rolling * _GOLDEN + _letter(row[i])
        leaving *= _GOLDEN
    for i in range(grams):
        rolling = rolling * _GOLDEN + _letter(row[i + gram - 1])
        order = _scramble(rolling)
        rolling -= _letter(row[i]) * leaving
        ring[i & (_RING - 1)] = order
        fresh = i == window - 1 or (i == grams - 1 and grams < window)
        if i == 0 or order < lowest:
            lowest, place = order, i
            fresh = fresh or i >= window
        elif place <= i - window:
            lowest, place = order, i
            for j in range(i - 1, i - window, -1):
                if ring[j & (_RING - 1)] < lowest:
                    lowest, place = ring[j & (_RING - 1)], j
            fresh = True
        if fresh:
            # What is kept is small by choice; the product spreads it over all bits again.
            hashes[used] = ((lowest * _GOLDEN) & ~_ONE) | tag
            starts[used] = place
            used += 1
    return used


@jit
def _digest(row: NDArray[np.uint32]) -> np.uint64:
    """Hash a whole text; 0 only for the empty one."""
    value = np.uint64(row.shape[0])
    for i in range(row.shape[0]):
        value = (value ^ _letter(row[i])) * _FIRST
        value ^= value >> _THIRTY_TWO
    value = _scramble(value)
    return value | _ONE if row.shape[0] else np.uint64(0)


@jit
def _letter(code: np.uint32) -> np.uint64:
    """Spread one code point over 64 bits."""
    value = (np.uint64(code) + _ONE) * _SECOND
    return value ^ (value >> _TWENTY_NINE)


@jit
def _scramble(value: np.uint64) -> np.uint64:
    """Mix all bits, one to one."""
    value = (value ^ (value >> _THIRTY_TWO)) * _FIRST
    value = (value ^ (value >> _TWENTY_NINE)) * _SECOND
    return value ^ (value >> _THIRTY_TWO)
