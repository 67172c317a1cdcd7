from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from mizan.banks.indexes.hamming import HammingIndex, build
from mizan.signals.arrays import Bits

RADII = (0, 1, 8, 24, 31, 40, 60, 127, 128, 255, 256)
Rows = NDArray[np.uint64]


def random_rows(count: int, seed: int = 1) -> Rows:
    return np.random.default_rng(seed).integers(0, 2**64, (count, 4), dtype=np.uint64)


def flipped(row: Rows, bits: int, seed: int) -> Rows:
    """The row with `bits` of its 256 bits changed."""
    places = np.random.default_rng(seed).choice(256, bits, replace=False)
    flat = np.unpackbits(row.view(np.uint8))
    flat[places] ^= 1
    return np.packbits(flat).view(np.uint64)


def search(rows: Rows, queries: Rows, radius: int) -> list[tuple[int, int, int]]:
    signals = Bits(np.arange(len(queries), dtype=np.int32), queries)
    hits = HammingIndex(build(rows)).search(signals, radius=radius, stops=None)
    pairs = zip(hits.query.tolist(), hits.row.tolist(), hits.distance.tolist(), strict=True)
    return sorted(pairs)


def oracle(rows: Rows, queries: Rows, radius: int) -> list[tuple[int, int, int]]:
    far = np.bitwise_count(queries[:, None] ^ rows[None]).sum(2, dtype=np.int64)
    return [(int(q), int(r), int(far[q, r])) for q, r in np.argwhere(far <= radius)]


@pytest.mark.parametrize("radius", RADII)
@pytest.mark.parametrize("count", [1, 3, 1023, 1024, 1025, 3000])
def test_a_search_finds_exactly_what_brute_force_finds(count: int, radius: int) -> None:
    rows = random_rows(count)
    near = [flipped(rows[i % count], i, i) for i in range(0, 64, 3)]
    queries = np.stack([*near, *random_rows(4, 9)])

    assert search(rows, queries, radius) == oracle(rows, queries, radius)


@pytest.mark.parametrize("distance", range(0, 257, 8))
def test_a_planted_neighbour_is_found_at_its_distance_and_not_below(distance: int) -> None:
    rows = random_rows(2000)
    query = flipped(rows[1234], distance, 5)[None]

    assert (0, 1234, distance) in search(rows, query, distance)
    assert (0, 1234, distance) not in search(rows, query, distance - 1)


@pytest.mark.parametrize("radius", RADII)
def test_equal_and_skewed_hashes_are_all_found(radius: int) -> None:
    zero, one = np.zeros((1, 4), np.uint64), np.full((1, 4), 2**64 - 1, np.uint64)
    half = np.array([[0, 0, 2**64 - 1, 2**64 - 1]], np.uint64)
    rows = np.concatenate([np.repeat(zero, 700, 0), one, half, np.repeat(one, 2000, 0)])
    queries = np.concatenate([zero, one, half])

    assert search(rows, queries, radius) == oracle(rows, queries, radius)


def test_no_hit_is_cut_off_however_many_there_are() -> None:
    rows = np.zeros((5000, 4), np.uint64)

    assert len(search(rows, np.zeros((3, 4), np.uint64), 0)) == 15_000


@pytest.mark.parametrize(("rows", "queries"), [(0, 3), (3, 0), (0, 0)])
def test_nothing_is_found_in_nothing(rows: int, queries: int) -> None:
    assert search(random_rows(rows), random_rows(queries), 256) == []


def test_arrays_that_cannot_be_written_are_searched() -> None:
    rows = random_rows(10)
    arrays = build(rows)
    for array in arrays.values():
        array.flags.writeable = False
    frozen = rows[:1].copy()
    frozen.flags.writeable = False

    hits = HammingIndex(arrays).search(Bits(np.zeros(1, np.int32), frozen), radius=0, stops=None)

    assert hits.row.tolist() == [0]
    assert hits.distance.tolist() == [0]


def template_bank(count: int, seed: int) -> Rows:
    """A skewed bank: a third of it lies near one of three values, many of them equal to it."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, 2**64, (count, 4), dtype=np.uint64)
    rows[1::9], rows[4::9], rows[7::9] = rows[1], np.uint64(0), np.uint64(2**64 - 1)
    noise = rng.integers(0, 2**64, (count // 2, 4, 5), dtype=np.uint64)
    rows[: count // 2] ^= np.bitwise_and.reduce(noise, axis=2)  # about 8 bits of 256
    return rows


@pytest.mark.parametrize("bank", [random_rows, template_bank])
def test_a_large_bank_finds_what_brute_force_finds_at_every_radius(
    bank: Callable[[int, int], Rows],
) -> None:
    rows = bank(70_000, 3)
    near = [flipped(rows[999 * far], far, far) for far in range(64)]
    queries = np.stack([*near, rows[1], rows[60_001], *random_rows(2, 9)])
    index = HammingIndex(build(rows))
    assert index._planned(31) is not None  # by bands
    far = np.bitwise_count(queries[:, None] ^ rows[None]).sum(2, dtype=np.int64)

    for radius in (0, 1, 2, 8, 15, 16, 24, 31, 33, 40, 47, 55, 60, 63):
        pairs = np.argwhere(far <= radius)
        batch = index.search(Bits(np.zeros(0, np.int32), queries), radius=radius)
        alone = [
            index.search(Bits(np.zeros(0, np.int32), query[None]), radius=radius).row
            for query in queries[::7]
        ]

        order = np.lexsort((batch.row, batch.query))
        assert np.array_equal(np.stack([batch.query, batch.row])[:, order].T, pairs)
        assert np.array_equal(batch.distance[order], far[pairs[:, 0], pairs[:, 1]])
        for query, found in zip(range(0, len(queries), 7), alone, strict=True):
            assert sorted(found.tolist()) == pairs[pairs[:, 0] == query, 1].tolist()


def test_a_large_bank_has_bands_and_a_small_one_has_none() -> None:
    assert len(build(random_rows(70_000))["bands"]) > 8
    assert len(build(random_rows(1000))["bands"]) == 0


@pytest.mark.parametrize("away", [0, 5, 31, 32])
def test_a_hundred_thousand_equal_hashes_are_found_or_passed_by(away: int) -> None:
    rows = random_rows(120_000)
    rows[10_000:110_000] = rows[5]
    query = flipped(rows[5], away, 1)[None]
    index = HammingIndex(build(rows))

    found = index.search(Bits(np.zeros(1, np.int32), query), radius=31)

    wanted = [5, *range(10_000, 110_000)] if away <= 31 else []
    assert sorted(found.row.tolist()) == wanted


def test_a_large_bank_of_one_value_is_searched() -> None:
    index = HammingIndex(build(np.zeros((70_000, 4), np.uint64)))

    hits = index.search(Bits(np.zeros(0, np.int32), random_rows(3)), radius=31)
    all_of_them = index.search(Bits(np.zeros(0, np.int32), np.zeros((2, 4), np.uint64)), radius=31)

    assert len(hits) == 0
    assert len(all_of_them) == 140_000


def test_arrays_are_read_where_they_lie() -> None:
    arrays = build(random_rows(70_000))

    index = HammingIndex(arrays)

    assert np.shares_memory(index._columns, arrays["columns"])
    assert all(np.shares_memory(one, arrays["entries"]) for one in index._lists[:1])
    assert all(array.ctypes.data % 64 == 0 for array in arrays["columns"])
