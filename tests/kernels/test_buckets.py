"""Packed postings against a plain dictionary: nothing is lost, and nothing is found by half."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.banks.indexes.overlap import LEAST_BITS, build
from mizan.kernels.buckets import STRIDE, count, find, row_of
from mizan.kernels.winnow import BITS
from mizan.signals.sketch import SHORT, Value, write_value

NONE, CLEAR = np.zeros(0, np.uint64), np.zeros(1, np.uint64)


def entries(rows: int, each: int, spread: int, seed: int = 1) -> list[set[int]]:
    """Return sets of fingerprints of which many differ in their lowest bits only."""
    chance = np.random.default_rng(seed)
    tops = chance.integers(0, 2**BITS >> 4, spread, np.uint64) << np.uint64(4)
    drawn = tops[chance.integers(0, spread, (rows, each))]
    return [set(row) for row in (drawn + chance.integers(0, 16, drawn.shape, np.uint64)).tolist()]


def packed(rows: list[set[int]]) -> dict[str, np.ndarray]:
    return build(
        [
            write_value(Value(SHORT, number + 1, np.array(sorted(row), np.uint64)))
            for number, row in enumerate(rows)
        ]
    )


def found(arrays: dict[str, np.ndarray], wanted: list[int]) -> list[list[int]]:
    """Return the rows that each fingerprint is found in."""
    bits = int(arrays["bits"][0])
    offsets, tags = np.split(arrays["postings"], [(1 << bits) + 1])
    runs, near = np.empty((len(wanted), 2), np.int64), np.empty(len(wanted), np.int32)
    head = np.arange(len(wanted), dtype=np.int32)
    find(np.array(wanted, np.uint64), head, offsets, tags, runs, near)
    return [
        [row_of(tags[place], arrays["lows"][place], bits) for place in range(begin, end)]
        for begin, end in runs.tolist()
    ]


@pytest.mark.parametrize(
    ("rows", "each", "spread"),
    [(1, 0, 1), (1, 9, 9), (300, 30, 2000), (3000, 5, 40), (70_000, 2, 9)],
)
def test_every_posting_is_found_again_and_no_other(rows: int, each: int, spread: int) -> None:
    known = entries(rows, each, spread)
    held = sorted(set().union(*known))
    asked = held + [(one ^ 1 << bit) for one in held[:50] for bit in range(BITS)]
    where: dict[int, list[int]] = {}
    for number, row in enumerate(known):
        for one in row:
            where.setdefault(one, []).append(number)

    answers = found(packed(known), asked)

    assert answers == [where.get(one, []) for one in asked]


def test_an_empty_index_holds_nothing() -> None:
    arrays = build([])

    assert found(arrays, [0, 1, 2**BITS - 1]) == [[], [], []]
    assert len(arrays["lows"]) == 0


def test_what_counts_is_counted_by_row() -> None:
    known = entries(500, 20, 3000)
    arrays = packed(known)
    stopped = np.array(sorted(set().union(*known))[::3], np.uint64)
    full = np.full(1, 2**64 - 1, np.uint64)  # a sieve that takes everything for held
    bits, counted, all_of_them = int(arrays["bits"][0]), *np.zeros((2, 500), np.int32)

    count(arrays["postings"], arrays["lows"], bits, CLEAR, NONE, CLEAR, all_of_them)
    count(arrays["postings"], arrays["lows"], bits, CLEAR, stopped, full, counted)

    assert all_of_them.tolist() == [len(row) for row in known]
    assert counted.tolist() == [len(row - set(stopped.tolist())) for row in known]


def test_a_posting_takes_five_bytes() -> None:
    arrays = packed(entries(2000, 30, 60_000))

    bits, postings = int(arrays["bits"][0]), len(arrays["lows"])
    assert bits >= max(LEAST_BITS, (2000 - 1).bit_length())
    assert arrays["postings"].nbytes == 4 * ((1 << bits) + 1 + postings + STRIDE)
    assert sum(array.nbytes for array in arrays.values()) < 5.6 * postings + 14 * 2000
