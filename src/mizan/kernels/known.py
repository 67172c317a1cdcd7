"""Known phrases in one array of 64-bit words, so that they are one argument of the search.

First a header of HEADER words, which says how many words each of the following takes, then

sieve    uint64[2**a], a > 0: two bits for each key, and for the beginning of each phrase two
         others, by which the search knows that it has to go on
buckets  int32[2**b + 2], b > 0: for each value of a key's upper b bits, the first record whose
         key is not below; the last is padding
records  uint64[n + 1, 2], by key: the hash of an entry's first words; where it begins in the
         writing, and above bit 32 the number of its phrase with its flags. The last is the end
writing  uint8[...]: the entries in UTF-8, one after the other
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

HEADER = 3

MOST_WORDS = 6  # words of a phrase that are hashed; those after them are only compared
BEGINS = 12  # bits of a hash that say in the sieve that it ends a phrase; then those for its begin


@jit
def sieve_of(known: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the sieve."""
    return known[HEADER : HEADER + np.int64(known[0])]


@jit
def buckets_of(known: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Return the buckets, with their padding."""
    first = HEADER + np.int64(known[0])
    return known[first : first + np.int64(known[1])].view(np.int32)


@jit
def records_of(known: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the records, uint64[n + 1, 2]."""
    first, size = HEADER + np.int64(known[0] + known[1]), np.int64(known[2])
    return known[first : first + size].reshape(size // 2, 2)


@jit
def writing_of(known: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Return the letters of the entries."""
    first = HEADER + np.int64(known[0] + known[1] + known[2])
    return known[first:].view(np.uint8)


@jit
def add_word(state: np.uint64, word: np.uint64) -> np.uint64:
    """Return the hash of a phrase with one more word at its end; an empty phrase has hash 0."""
    state = (state ^ word) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(29))


@jit
def bits_of(power: int) -> int:
    """Return which power of two a number is."""
    bits = 0
    while (1 << bits) < power:
        bits += 1
    return bits


@jit
def bits_for(state: np.uint64) -> np.uint64:
    """Return the two bits that stand for a hash in its word of the sieve."""
    low = np.uint64(1) << (state & np.uint64(63))
    return low | (np.uint64(1) << ((state >> np.uint64(6)) & np.uint64(63)))


@jit
def fill_buckets(keys: NDArray[np.uint64], buckets: NDArray[np.int32]) -> None:
    """Write for each value of the upper bits of the rising `keys` the first that is not below."""
    upper = np.uint64(64 - bits_of(buckets.shape[0] - 2))
    bucket = 0
    for entry in range(keys.shape[0]):
        mine = np.int64(keys[entry] >> upper)
        while bucket <= mine:
            buckets[bucket] = entry
            bucket += 1
    while bucket < buckets.shape[0]:
        buckets[bucket] = keys.shape[0]
        bucket += 1


@jit
def hash_phrases(
    rows: NDArray[np.int32],
    hashes: NDArray[np.uint64],
    keys: NDArray[np.uint64],
    sieve: NDArray[np.uint64],
) -> None:
    """Write into `keys`, zero before, the hash of the first words of each row.

    sieve  uint64[2**a], a > 0, zero before: gets two bits for each key, and for the beginning
           of each phrase two others, by which the search knows that it has to go on
    """
    upper = np.uint64(64 - bits_of(sieve.shape[0]))
    seen, size = 0, rows.shape[0]
    for word in range(size):
        row = rows[word]
        seen = seen + 1 if word > 0 and row == rows[word - 1] else 1
        if seen > MOST_WORDS:
            continue
        keys[row] = add_word(keys[row], hashes[word])
        more = word + 1 < size and rows[word + 1] == row and seen < MOST_WORDS
        state = keys[row] >> np.uint64(BEGINS) if more else keys[row]
        sieve[keys[row] >> upper] |= bits_for(state)
