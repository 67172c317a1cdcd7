from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mizan.banks.indexes.equal import EqualIndex, build, check
from mizan.signals.arrays import Digests
from mizan.signals.key import key_of

Keys = NDArray[np.uint8]


def keys_of(*values: int) -> Keys:
    joined = b"".join(key_of(str(value).encode()) for value in values)
    return np.frombuffer(joined, np.uint8).reshape(-1, 16)


def search(rows: Keys, queries: Keys) -> list[tuple[int, int]]:
    signals = Digests(np.arange(len(queries), dtype=np.int32), queries)
    hits = EqualIndex(build(rows)).search(signals, radius=0, stops=None)
    assert hits.distance.tolist() == [0] * len(hits)
    return list(zip(hits.query.tolist(), hits.row.tolist(), strict=True))


def test_every_row_finds_itself_and_nothing_else() -> None:
    rows = keys_of(*range(500))

    assert search(rows, rows) == [(i, i) for i in range(500)]
    assert search(rows, keys_of(*range(500, 600))) == []


def test_a_value_that_is_there_three_times_is_found_three_times() -> None:
    rows = keys_of(1, 2, 1, 3, 1)

    assert search(rows, keys_of(1, 9, 3, 1)) == [
        (0, 0), (0, 2), (0, 4), (2, 3), (3, 0), (3, 2), (3, 4),
    ]  # fmt: skip


def test_keys_that_share_only_their_first_half_do_not_match() -> None:
    rows = keys_of(1, 1).copy()
    rows[1, 15] ^= 1

    assert search(rows, keys_of(1)) == [(0, 0)]


@pytest.mark.parametrize(("rows", "queries"), [((), (1,)), ((1,), ()), ((), ())])
def test_nothing_is_found_in_nothing(rows: tuple[int, ...], queries: tuple[int, ...]) -> None:
    assert search(keys_of(*rows), keys_of(*queries)) == []


def test_keys_that_differ_in_any_one_bit_do_not_match() -> None:
    row = keys_of(1)
    others = np.repeat(row, 128, axis=0)
    others[np.arange(128), np.arange(128) // 8] ^= np.uint8(1) << np.arange(128, dtype=np.uint8) % 8

    assert search(row, others) == []
    assert search(others, row) == []


@pytest.mark.parametrize("count", [1, 31, 32, 33, 63, 64, 65, 1023, 1024, 1025])
def test_values_come_back_whatever_their_number(count: int) -> None:
    rows = keys_of(*range(count))

    arrays = build(rows)

    check(arrays, count)
    assert (EqualIndex(arrays).values() == rows).all()


def test_an_index_takes_little_more_room_than_its_keys() -> None:
    keys = np.random.default_rng(1).integers(0, 256, (2**16, 16), np.uint8)

    arrays = build(keys)

    assert sum(array.nbytes for array in arrays.values()) < 16.5 * len(keys)


def test_rows_that_may_not_be_written_to_are_searched_as_well() -> None:
    rows = np.frombuffer(bytes(16), np.uint8).reshape(1, 16)

    assert search(rows, rows) == [(0, 0)]


CROWDED = st.lists(  # many in one bucket, and many that repeat
    st.tuples(st.sampled_from([0, 1, 2**127, 2**63, 2**56, 2**61]), st.integers(0, 3)), max_size=90
)


@settings(deadline=None, max_examples=100)
@given(CROWDED, CROWDED)
def test_crowded_buckets_give_what_a_table_gives(
    rows: list[tuple[int, int]], queries: list[tuple[int, int]]
) -> None:
    banked, asked = ([(a ^ b).to_bytes(16, "little") for a, b in side] for side in (rows, queries))

    found = search(packed(banked), packed(asked))

    assert found == [
        (i, k) for i, one in enumerate(asked) for k, other in enumerate(banked) if one == other
    ]


def packed(keys: list[bytes]) -> Keys:
    return np.frombuffer(b"".join(keys), np.uint8).reshape(-1, 16)
