"""The lists of bands hold every row once, and reading few of them finds all that is near."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mizan.banks.indexes import hamming
from mizan.banks.indexes.plan import Plan, spread
from mizan.kernels import bands
from mizan.kernels.bands import cut

Rows = NDArray[np.uint64]


def clustered(count: int, seed: int) -> Rows:
    """Values of which many are near one another, some equal."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, 2**64, (count, 4), dtype=np.uint64)
    for row in range(count):
        if rng.random() < 0.6:
            rows[row] = flipped(rows[rng.integers(0, row + 1)], int(rng.integers(0, 40)), rng)
    return rows


def flipped(row: Rows, bits: int, rng: np.random.Generator) -> Rows:
    flat = np.unpackbits(row.view(np.uint8))
    flat[rng.choice(256, bits, replace=False)] ^= 1
    return np.packbits(flat).view(np.uint64)


def by_bands(rows: Rows, plan: Plan, queries: Rows, radius: int, kept: int) -> list[list[int]]:
    """Search by bands alone; a query that reads more than `kept` entries is scanned for."""
    arrays = hamming.build(rows, plan)
    wanted = Plan(plan.widths, spread(radius, len(plan.widths)), plan.low, plan.high)
    hits = np.empty((3, 10 * len(rows) * len(queries) + 10), np.int64)
    room = np.empty(bands.RING * (2 * bands.PROBES + kept), np.int64)
    found = bands.search(
        hamming.frozen(arrays["columns"]),
        *(hamming.frozen(arrays[name]) for name in ("entries", "high", "offsets")),
        hamming.table_of(wanted),
        (len(rows), plan.low, radius),
        hamming.frozen(queries),
        room,
        hits,
    )
    return sorted(hits[:, :found].T.tolist())


def oracle(rows: Rows, queries: Rows, radius: int) -> list[list[int]]:
    far = np.bitwise_count(queries[:, None] ^ rows[None]).sum(2, dtype=np.int64)
    return [[int(q), int(r), int(far[q, r])] for q, r in np.argwhere(far <= radius)]


@given(
    seed=st.integers(0, 2**32),
    count=st.integers(1, 200),
    widths=st.lists(st.integers(1, 12), min_size=2, max_size=20),
    radius=st.integers(0, 59),
    high=st.booleans(),
    kept=st.sampled_from([16, 200, 10_000]),
)
@settings(deadline=None, max_examples=60)
def test_bands_find_what_brute_force_finds(
    *, seed: int, count: int, widths: list[int], radius: int, high: bool, kept: int
) -> None:
    radius = min(radius, 3 * len(widths) - 1)
    rows = clustered(count, seed)
    rng = np.random.default_rng(seed)
    queries = np.stack([flipped(rows[rng.integers(count)], far, rng) for far in range(0, 64, 5)])
    plan = Plan(tuple(widths), spread(31, len(widths)), 4 if high else 16, high)

    assert by_bands(rows, plan, queries, radius, kept) == oracle(rows, queries, radius)


@pytest.mark.parametrize("radius", [0, 1, 8, 24, 31, 40, 47])
def test_a_neighbour_at_every_distance_is_told_of_once(radius: int) -> None:
    rng = np.random.default_rng(radius)
    rows = rng.integers(0, 2**64, (3000, 4), dtype=np.uint64)
    queries = np.stack([flipped(rows[far * 7], far, rng) for far in range(radius + 3)])
    plan = Plan((16,) * 16, spread(31, 16), 12, high=False)

    found = by_bands(rows, plan, queries, radius, kept=4096)

    assert found == [[far, far * 7, far] for far in range(radius + 1)]


def test_each_band_lists_every_row_under_its_key_with_the_tag_of_the_next() -> None:
    rows = np.random.default_rng(3).integers(0, 2**64, (500, 4), dtype=np.uint64)
    plan = Plan((9, 11, 7, 12), (0, 0, 0, 0), 6, high=True)
    arrays = hamming.build(rows, plan)
    bits = np.unpackbits(rows.view(np.uint8), axis=1, bitorder="little").astype(np.int64)
    first, base = 0, 0

    for band, width in enumerate(plan.widths):
        begins = arrays["offsets"][base : base + 2**width + 1].astype(int)
        after = 0 if band == 3 else first + width
        tags = bits[:, after : after + plan.tag(band)] @ (1 << np.arange(plan.tag(band)))
        keys = bits[:, first : first + width] @ (1 << np.arange(width))
        entries = arrays["entries"][band * 500 : band * 500 + 500].astype(int)
        listed = (entries & 63) | arrays["high"][band * 500 : band * 500 + 500].astype(int) << 6

        assert sorted(listed.tolist()) == list(range(500))
        assert (entries >> 6 == tags[listed]).all()
        assert (np.repeat(np.arange(2**width), np.diff(begins)) == keys[listed]).all()
        first, base = first + width, base + 2**width + 1


@pytest.mark.parametrize(("shift", "width"), [(0, 1), (0, 24), (40, 24), (41, 24), (63, 2)])
def test_a_band_may_reach_into_the_next_word(shift: int, width: int) -> None:
    word, after = 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03

    wanted = ((after << 64 | word) >> shift) & ((1 << width) - 1)

    assert cut(np.uint64(word), np.uint64(after), shift, width) == wanted
