"""Tests of fingerprints against stop sets, and the counting that makes a background.

Sieves are Bloom filters of one word for each key (Putze, Sanders and Singler, "Cache-, hash- and
space-efficient Bloom filters", 2007): a key is three bits of one uint64, so that asking costs one
touch of memory. At two keys a word, one in a thousand others is taken for one of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit
from mizan.kernels.winnow import GRAM

SLOT_BITS = 26  # of a fingerprint's 40, its highest: what a background counts
_TO_SLOT = np.uint64(40 - SLOT_BITS)
SHARED = np.uint8(2)  # what stands in a passage that everybody shares
PHRASE = 4  # shared fingerprints in a row, some ten letters, that are a phrase with edges
EDGE = GRAM[0] - 1  # fingerprints that reach over an edge
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_ONE, _SIX = np.uint64(1), np.uint64(63)


@jit
def contained(
    hashes: NDArray[np.uint64],
    frequent: NDArray[np.uint64],
    passages: NDArray[np.uint64],
    sieve: NDArray[np.uint64],
    stopped: NDArray[Any],
) -> None:
    """Say of each fingerprint whether it does not count, in `stopped`, bool or uint8.

    There is 1 for what is frequent, SHARED for what stands in a passage, 0 for what counts.

    frequent  uint64[2^a]: a sieve of the background's slots
    passages  uint64[p]: rising; exact
    sieve     uint64[2^b]: of `passages`, which need not be asked of what it does not hold
    """
    for i in range(hashes.shape[0]):  # nothing is decided on the way, so that the waits overlap
        stopped[i] = _in(frequent, hashes[i] >> _TO_SLOT)
    if not passages.shape[0]:
        return
    for i in range(hashes.shape[0]):
        if _in(sieve, hashes[i]):
            place = rank(passages, hashes[i])
            if place < passages.shape[0] and passages[place] == hashes[i]:
                stopped[i] = SHARED


@jit
def stop_edges(hashes: NDArray[np.uint64], stopped: NDArray[np.uint8]) -> None:
    """Stop what reaches over the edge of a shared passage, such as a name, in a brief text.

    Between a name and the words beside it stand fingerprints that are of neither. Two headlines
    that share no more than the name and "in the" behind it would have up to six on each side.
    Such a text has a fingerprint of the short scale at each letter, so neighbours are neighbours.
    """
    size = 0
    while size < hashes.shape[0] and not hashes[size] & _ONE:
        size += 1
    run = 0
    for i in range(size + 1):
        if i < size and stopped[i] == SHARED:
            run += 1
            continue
        if run >= PHRASE:
            for j in range(max(0, i - run - EDGE), min(size, i + EDGE)):
                stopped[j] = max(stopped[j], np.uint8(1))
        run = 0


@jit
def _in(sieve: NDArray[np.uint64], key: np.uint64) -> bool:
    """Ask a sieve for a key."""
    mixed = key * _MIX
    bits = _bits(mixed)
    return bool((sieve[_word(mixed, sieve.shape[0])] & bits) == bits)


@jit
def _bits(mixed: np.uint64) -> np.uint64:
    """Return the three bits of a key, some of which may be the same."""
    one = _ONE << (mixed >> np.uint64(58))
    other = _ONE << ((mixed >> np.uint64(52)) & _SIX)
    return one | other | (_ONE << ((mixed >> np.uint64(46)) & _SIX))


@jit
def _word(mixed: np.uint64, words: int) -> np.uint64:
    """Return the word of a key, of a power of two of words."""
    return (mixed >> np.uint64(20)) & np.uint64(words - 1)


@jit
def fill(sieve: NDArray[np.uint64], keys: NDArray[np.uint64]) -> None:
    """Put keys into a sieve, uint64[power of two]."""
    for i in range(keys.shape[0]):
        mixed = keys[i] * _MIX
        sieve[_word(mixed, sieve.shape[0])] |= _bits(mixed)


@jit
def count_up(counters: NDArray[np.uint8], slots: NDArray[np.int64]) -> None:
    """Raise one-byte counters by one for each slot named; they stay at 255."""
    for i in range(slots.shape[0]):
        if counters[slots[i]] < np.uint8(255):
            counters[slots[i]] += np.uint8(1)


@jit
def rank(rising: NDArray[np.uint64], wanted: np.uint64) -> int:
    """Return how many of the rising numbers are smaller, by halving."""
    low, high = 0, rising.shape[0]
    while low < high:
        middle = (low + high) // 2
        if rising[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low
