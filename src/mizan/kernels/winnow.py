"""Text fingerprints: a rolling hash of k letters, thinned by winnowing, at two scales.

Winnowing keeps the smallest of every w hashes in a row (Schleimer, Wilkerson and Aiken, SIGMOD
2003), so that any stretch of w + k - 1 letters shared by two texts gives both the same fingerprint.

A fingerprint is a number of 40 bits, of which the lowest is its scale. So few are enough: of the
35 million in a million short texts one in 15,000 agrees by chance with one that is asked, and it
takes four or more, close together, to make a match. And so few are kept whole everywhere, so that
nothing is ever compared by half.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

BITS = 40  # of a fingerprint
GRAM = (7, 20)  # letters hashed together, at the short and at the long scale
WINDOW = (4, 32)  # hashes in a row of which one is kept
KEPT = 2 / (WINDOW[0] + 1)  # share of all hashes that windows of the short scale keep, on average
BRIEF = 90  # of a text of fewer letters that is looked up every hash of the short scale is kept

# Odd constants with well spread bits: the golden ratio, and the two of splitmix64.
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_TWENTY_NINE = np.uint64(29)
_THIRTY_TWO = np.uint64(32)
_SPARE = np.uint64(64 - BITS)
_ONE = np.uint64(1)
_RING = 32  # a power of two, at least the widest window


@jit
def winnow(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    brief: int,
    every: int,
    hashes: NDArray[np.uint64],
    starts: NDArray[np.int32],
    about: NDArray[np.int64],
) -> int:
    """Fingerprint texts into the arrays given; return how many fingerprints there are.

    codes    uint32[m]: the letters of all texts, tight form, one text after another
    bounds   int64[n + 1]: where each text begins and ends in `codes`
    brief    of texts of fewer letters every hash of the short scale is kept
    every    1 keeps every hash of both scales, 0 one of each window
    hashes   uint64[2 m] and starts int32[2 m]: by text, first the short scale, then the long one,
             each in the order of the text
    about    int64[n + 1, 3]: after a first line of zeros, a line for each text: where its
             fingerprints end, its letters, and the digest of the whole, 0 for an empty one
    """
    ring = np.empty(_RING, np.uint64)
    about[0, 0] = about[0, 1] = about[0, 2] = used = 0
    for text in range(bounds.shape[0] - 1):
        row = codes[bounds[text] : bounds[text + 1]]
        about[text + 1, 1], about[text + 1, 2] = row.shape[0], np.int64(_digest(row))
        for scale in range(2):
            window = WINDOW[scale]
            if every or (scale == 0 and row.shape[0] < brief):
                window = 1
            used += _scale(row, scale, window, ring, hashes[used:], starts[used:])
        about[text + 1, 0] = used
    return used


@jit
def _scale(
    row: NDArray[np.uint32],
    scale: int,
    window: int,
    ring: NDArray[np.uint64],
    hashes: NDArray[np.uint64],
    starts: NDArray[np.int32],
) -> int:
    """Write one text's fingerprints of one scale; return how many."""
    gram = GRAM[scale]
    grams = row.shape[0] - gram + 1
    if grams < 1:
        return 0
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
            hashes[used] = (((lowest * _GOLDEN) >> _SPARE) & ~_ONE) | tag
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
