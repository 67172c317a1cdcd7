"""A plan of bands is exact, fits in memory, and costs little more for more rows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.banks.indexes.plan import BITS, FLAT_ROWS, WIDEST, Plan, cost, make_plan, size, spread

BESIDE = 17  # bytes that a chunk keeps for a row beside its index


@given(st.integers(0, 63), st.integers(1, 64))
def test_radii_add_up_so_that_nothing_within_the_radius_is_missed(radius: int, bands: int) -> None:
    radii = spread(radius, bands)

    assert sum(each + 1 for each in radii) == radius + 1
    assert max(radii) - min(radii) <= 1


@given(st.integers(FLAT_ROWS, 300_000_000))
@settings(deadline=None, max_examples=20)
def test_bands_lie_side_by_side_in_the_value_and_entries_hold_a_row(rows: int) -> None:
    plan = make_plan(rows)

    assert plan is not None
    assert sum(plan.widths) <= BITS
    assert max(plan.widths) <= WIDEST
    assert plan.radii == spread(31, len(plan.widths))
    assert rows <= 1 << (plan.low + (8 if plan.high else 0))
    assert all(plan.tag(band) + plan.low <= 32 for band in range(len(plan.widths)))


@pytest.mark.parametrize(
    ("rows", "limit"), [(100_000, 135), (1_000_000, 115), (10_000_000, 135), (100_000_000, 135)]
)
def test_an_index_with_its_chunk_stays_within_its_bytes_for_a_row(rows: int, limit: int) -> None:
    plan = make_plan(rows)

    assert plan is not None
    assert size(plan, rows) / rows + BESIDE <= limit


def test_a_hundred_times_the_rows_cost_less_than_four_times_as_much() -> None:
    few, many = make_plan(100_000), make_plan(10_000_000)

    assert few is not None
    assert many is not None
    assert cost(many, 10_000_000) < 4 * cost(few, 100_000)


def test_small_banks_have_no_plan() -> None:
    assert make_plan(FLAT_ROWS - 1) is None
    assert make_plan(0) is None


def test_a_wider_radius_costs_more() -> None:
    plan = Plan((16,) * 16, spread(31, 16), 20, high=False)
    wider = Plan(plan.widths, spread(40, 16), plan.low, plan.high)

    assert cost(plan, 1_000_000) < cost(wider, 1_000_000)
