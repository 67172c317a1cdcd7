"""Comparisons of sixteen values at once say what numpy says of each."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from mizan.kernels.compile import jit
from mizan.kernels.lanes import LANES, alike, near, prefetch


@jit
def near_two(columns: NDArray[np.uint64], at: int, query: NDArray[np.uint64], limit: int) -> int:
    return near(columns, at, (query[0], query[1]), np.uint64(limit))


@jit
def near_four(columns: NDArray[np.uint64], at: int, query: NDArray[np.uint64], limit: int) -> int:
    return near(columns, at, (query[0], query[1], query[2], query[3]), np.uint64(limit))


@jit
def alike_one(entries: NDArray[np.uint32], at: int, key: int, mask: int, limit: int) -> int:
    prefetch(entries, (at,))
    return alike(entries, at, np.uint32(key), np.uint32(mask), np.uint32(limit))


def bits_of(truths: NDArray[np.bool_]) -> int:
    return sum(1 << lane for lane, truth in enumerate(truths.tolist()) if truth)


@pytest.mark.parametrize("at", [0, 1, 7, 24])
@pytest.mark.parametrize("limit", [0, 50, 64, 70, 128, 256])
def test_near_marks_the_rows_within_the_limit(at: int, limit: int) -> None:
    rng = np.random.default_rng(limit)
    columns = rng.integers(0, 2**64, (4, 40), dtype=np.uint64)
    query = columns[:, at + 3].copy()
    far = np.bitwise_count(columns ^ query[:, None])[:, at : at + LANES].astype(int)

    two = near_two(columns, at, query, limit)
    four = near_four(columns, at, query, limit)

    assert two == bits_of(far[:2].sum(0) <= limit)
    assert four == bits_of(far.sum(0) <= limit)


@pytest.mark.parametrize("limit", [0, 1, 3, 8, 32])
@pytest.mark.parametrize("mask", [0, 0xFFFF0000, 0xFFF00000, 0xFFFFFFFF])
def test_alike_marks_the_entries_that_differ_in_few_bits_of_the_mask(limit: int, mask: int) -> None:
    entries = np.random.default_rng(mask).integers(0, 2**32, 60, dtype=np.uint32)
    key = int(entries[20])

    for at in (0, 5, 20, 44):
        told = alike_one(entries, at, key, mask, limit)

        far = np.bitwise_count((entries[at : at + LANES] ^ np.uint32(key)) & np.uint32(mask))
        assert told == bits_of(far <= limit)
