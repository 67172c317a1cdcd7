from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from mizan.banks.indexes.equal import EqualIndex, build
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
