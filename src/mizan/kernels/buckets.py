"""Buckets: the postings of fingerprints, packed, and how they are found.

A posting is a fingerprint and the row that has it, in 5 bytes and without loss: postings lie by
the top b bits of the fingerprint, so that of its 40 bits 40 - b are left to keep, and a row takes
the b others (`mizan.banks.indexes.overlap` takes as many buckets as that needs). The 40 bits stand
in two arrays, `tags` (32) and `lows` (8): what is asked for is nearly always told from its
neighbours by the first alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit
from mizan.kernels.stops import contained
from mizan.kernels.winnow import BITS

STRIDE = 16  # tags that are compared at once; as many more stand at the end of all, unused

_ONE = np.uint64(1)
_LOW_BITS = 8  # of a posting, in `lows`
_TAG_BITS = 32  # of a posting, in `tags`
_LARGE = 64  # postings of a bucket that is not looked through but halved


@jit
def find(
    hashes: NDArray[np.uint64],
    head: NDArray[np.int32],
    offsets: NDArray[np.uint32],
    tags: NDArray[np.uint32],
    runs: NDArray[np.int64],
    near: NDArray[np.int32],
) -> None:
    """Find where the postings of each fingerprint begin and end, into int64[d, 2].

    Each step is done for all before the next, so that the waits for memory overlap: look buckets
    up, touch them (what is read, into `near`, is not used), compare sixteen tags at a time.
    """
    left = BITS - bits_of(offsets.shape[0] - 1)
    for i in range(head.shape[0]):
        bucket = hashes[head[i]] >> np.uint64(left)
        runs[i, 0], runs[i, 1] = offsets[bucket], offsets[bucket + _ONE]
    for i in range(head.shape[0]):
        near[i] = np.int32(tags[runs[i, 0]] ^ tags[runs[i, 0] + STRIDE - 1])
    mask, shift = (_ONE << np.uint64(left)) - _ONE, np.uint32(_TAG_BITS - left)
    for i in range(head.shape[0]):
        wanted = np.uint32(hashes[head[i]] & mask)
        low, high = runs[i, 0], runs[i, 1]
        runs[i, 1] = low
        if _holds(tags, low, high, wanted, shift):
            low += _below(tags[low:high], wanted, shift)
            runs[i, 0] = low
            while low < high and (tags[low] >> shift) == wanted:
                low += 1
            runs[i, 1] = low


@jit
def _holds(
    tags: NDArray[np.uint32], low: np.int64, high: np.int64, wanted: np.uint32, shift: np.uint32
) -> bool:
    """Say whether a tag may be in a bucket; a short one that is told wrong is seen to be empty."""
    same = np.uint32(high - low > _LARGE)
    while low < high and not same:
        some = tags[low : low + STRIDE]
        for j in range(STRIDE):
            same |= np.uint32((some[j] >> shift) == wanted)
        low += STRIDE
    return bool(same)


@jit
def _below(tags: NDArray[np.uint32], wanted: np.uint32, shift: np.uint32) -> int:
    """Return how many of the rising tags are smaller, by halving."""
    low, high = 0, tags.shape[0]
    while low < high:
        middle = (low + high) >> 1
        if (tags[middle] >> shift) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@jit
def row_of(tag: np.uint32, low: np.uint8, bits: int) -> np.int64:
    """Return the row of a posting, of which the tag keeps all but the low bits.

    bits  b: of a row, and of a bucket
    """
    high = np.uint64(tag) & ((_ONE << np.uint64(bits - _LOW_BITS)) - _ONE)
    return np.int64((high << np.uint64(_LOW_BITS)) | np.uint64(low))


@jit
def bits_of(size: int) -> int:
    """Return the logarithm of a power of two."""
    bits = 0
    while (1 << bits) < size:
        bits += 1
    return bits


@jit
def count(
    postings: NDArray[np.uint32],
    lows: NDArray[np.uint8],
    bits: int,
    frequent: NDArray[np.uint64],
    passages: NDArray[np.uint64],
    sieve: NDArray[np.uint64],
    counted: NDArray[np.int32],
) -> None:
    """Add to `counted`, int32[n], how many fingerprints of each row are not stopped."""
    offsets, tags = postings[: (1 << bits) + 1], postings[(1 << bits) + 1 :]
    wanted, stopped = np.zeros(1, np.uint64), np.zeros(1, np.bool_)
    for bucket in range(offsets.shape[0] - 1):
        for place in range(offsets[bucket], offsets[bucket + 1]):
            wanted[0] = np.uint64(bucket) << np.uint64(BITS - bits)
            wanted[0] |= np.uint64(tags[place]) >> np.uint64(bits - _LOW_BITS)
            contained(wanted, frequent, passages, sieve, stopped)
            if not stopped[0]:
                counted[row_of(tags[place], lows[place], bits)] += 1
