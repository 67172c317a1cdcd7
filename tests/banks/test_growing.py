"""What is added is found at once, what is removed is found no more, whatever else is there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.banks.indexes.growing import Growing
from mizan.banks.indexes.hamming import HammingIndex, build

POOL = [np.random.default_rng(seed).bytes(32) for seed in range(6)]


def growing(values: list[bytes]) -> Growing:
    return Growing(HammingIndex(build(np.frombuffer(b"".join(values), np.uint64))))


def far(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


@given(
    start=st.lists(st.sampled_from(POOL), max_size=5),
    steps=st.lists(st.one_of(st.sampled_from(POOL), st.integers(0, 40)), max_size=40),
    radius=st.sampled_from([0, 31, 120, 256]),
)
@settings(deadline=None, max_examples=60)
def test_it_finds_what_a_list_would_hold(
    start: list[bytes], steps: list[bytes | int], radius: int
) -> None:
    rows = growing(start)
    held = dict(enumerate(start))
    for step in steps:
        if isinstance(step, bytes):
            row = rows.add(step)
            assert row not in held
            held[row] = step
        elif step < len(rows):
            rows.remove(step)
            held.pop(step, None)

    found = rows.find_many(POOL, radius)

    for value, each in zip(POOL, found, strict=True):
        near = {row: far(value, other) for row, other in held.items()}
        wanted = {row: distance for row, distance in near.items() if distance <= radius}
        assert sorted(each) == sorted(wanted.items())
        assert sorted(rows.find(value, radius)) == sorted(each)


def test_it_grows_past_its_first_room_and_keeps_what_it_had() -> None:
    rng = np.random.default_rng(1)
    values = [rng.bytes(32) for _ in range(3000)]
    rows = growing(values[:10])

    numbers = [rows.add(value) for value in values[10:]]

    assert numbers == list(range(10, 3000))
    assert [rows.find(value, 0) for value in values[::97]] == [
        [(row, 0)] for row in range(0, 3000, 97)
    ]


def test_more_equal_values_than_there_is_room_for_are_all_found() -> None:
    rows = growing([bytes(32)] * 3000)
    for _ in range(2000):
        rows.add(bytes(32))
    rows.remove(4999)
    rows.remove(0)

    assert sorted(rows.find(bytes(32), 31)) == [(row, 0) for row in range(1, 4999)]


@pytest.mark.parametrize("row", [0, 5])
def test_a_row_that_is_removed_twice_stays_away(row: int) -> None:
    rows = growing([bytes(32)] * 3)
    for _ in range(3):
        rows.add(bytes(32))

    rows.remove(row)
    rows.remove(row)

    assert [found for found, _ in sorted(rows.find(bytes(32), 0))] == sorted({*range(6)} - {row})
