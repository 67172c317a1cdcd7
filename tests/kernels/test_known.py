"""The array of known phrases against plain Python."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.kernels.known import (
    BEGINS,
    add_word,
    bits_for,
    buckets_of,
    fill_buckets,
    hash_phrases,
    records_of,
    sieve_of,
    writing_of,
)

MASK = 2**64 - 1


def plain_state(words: list[int]) -> int:
    state = 0
    for word in words:
        state = (state ^ word) * 0x94D049BB133111EB & MASK
        state ^= state >> 29
    return state


def test_the_hash_of_a_phrase_is_that_of_plain_python() -> None:
    words = [2**63 + 5, 17, 0]
    state = np.uint64(0)

    for word in words:
        state = np.uint64(add_word(state, np.uint64(word)))

    assert int(state) == plain_state(words)


def test_keys_are_of_the_first_six_words_and_the_sieve_knows_every_beginning() -> None:
    phrases = [[1], [1, 2, 3], [9, 8, 7, 6, 5, 4, 3, 2]]
    rows = np.repeat(np.arange(3, dtype=np.int32), [len(phrase) for phrase in phrases])
    hashes = np.array([word for phrase in phrases for word in phrase], np.uint64)
    keys, sieve = np.zeros(3, np.uint64), np.zeros(8, np.uint64)

    hash_phrases(rows, hashes, keys, sieve)

    assert keys.tolist() == [plain_state(phrase[:6]) for phrase in phrases]
    for phrase in (phrase[:6] for phrase in phrases):
        for length in range(1, len(phrase) + 1):
            state = plain_state(phrase[:length])
            shown = state >> BEGINS if length < len(phrase) else state
            bits = int(bits_for(np.uint64(shown)))
            assert int(sieve[state >> 61]) & bits == bits


@pytest.mark.parametrize("size", [0, 1, 50])
def test_buckets_say_where_each_begins(size: int) -> None:
    random = np.random.default_rng(4)
    keys = np.sort(random.integers(0, 2**64, size, np.uint64))
    buckets = np.full(2**3 + 2, -1, np.int32)

    fill_buckets(keys, buckets)

    wanted = [int(np.searchsorted(keys, np.uint64(first << 61))) for first in range(8)]
    assert buckets[:8].tolist() == wanted


def test_the_parts_lie_one_behind_the_other() -> None:
    parts = [[2, 1, 4], [11, 12], [13], [14, 15, 16, 17], [18]]
    known = np.array([word for part in parts for word in part], np.uint64)

    assert sieve_of(known).tolist() == [11, 12]
    assert buckets_of(known).tolist() == [13, 0]
    assert records_of(known).tolist() == [[14, 15], [16, 17]]
    assert writing_of(known).tolist() == [18, 0, 0, 0, 0, 0, 0, 0]
