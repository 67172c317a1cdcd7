"""Floods, breakers, rules that are often wrong, and how narrow automatic action is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.casework.guards import (
    automatic_allowed,
    expected,
    is_flood,
    may_act,
    switch,
    wilson,
)


@pytest.mark.parametrize(
    ("today", "past", "flood"),
    [
        (50, [], False),
        (51, [], True),
        (50, [0, 0, 1, 0], False),
        (51, [0, 0, 1, 0], True),
        (120, [40, 38, 44, 41], False),
        (200, [40, 38, 44, 41], True),
        (1_300, [1_000, 950, 1_040, 1_010], False),
        (3_200, [1_000, 950, 1_040, 1_010], True),
        (900, [10, 12, 9, 5_000, 11], True),
    ],
)
def test_far_more_than_expected_is_a_flood(today: int, past: Sequence[int], flood: bool) -> None:
    assert is_flood(today, past) is flood


def test_the_floor_can_be_set() -> None:
    assert is_flood(6, [], floor=5)
    assert not is_flood(6, [], floor=6)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40), st.integers(0, 1_000))
@settings(max_examples=100, deadline=None)
def test_what_happens_every_day_is_never_a_flood(past: list[int], floor: int) -> None:
    usual = sorted(past)[len(past) // 2]

    assert expected(past, floor=floor) >= floor
    assert not is_flood(usual, [usual] * len(past), floor=floor)


@pytest.mark.parametrize(
    ("count", "limit", "may"), [(0, 0, False), (0, 1, True), (99, 100, True), (100, 100, False)]
)
def test_the_breaker_lets_through_so_many_a_day(count: int, limit: int, may: bool) -> None:
    assert may_act(count, limit) is may


@pytest.mark.parametrize(
    ("reversed_", "decided", "off"),
    [
        (0, 0, False),
        (19, 19, False),
        (4, 20, False),
        (5, 20, True),
        (20, 100, False),
        (21, 100, True),
    ],
)
def test_a_rule_that_is_reversed_too_often_goes_to_review_only(
    reversed_: int, decided: int, off: bool
) -> None:
    assert switch(reversed_, decided) is off


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)],
)
def test_the_interval_is_that_of_wilson(hits: int, total: int, low: float, high: float) -> None:
    assert wilson(hits, total) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(0, 500), st.integers(1, 500))
@settings(max_examples=100, deadline=None)
def test_the_interval_holds_the_share(hits: int, total: int) -> None:
    hits = min(hits, total)

    low, high = wilson(hits, total)

    assert 0 <= low <= hits / total + 1e-9
    assert hits / total - 1e-9 <= high <= 1


ARMED: dict[str, Any] = {
    "opinion": "confirmed",
    "purpose": "harm",
    "may_act": "auto",
    "rule_on": True,
}


@pytest.mark.parametrize("signal", ["sha256", "sha1", "md5", "pdq"])
def test_a_confirmed_fingerprint_may_act_where_the_operator_turned_it_on(signal: str) -> None:
    assert automatic_allowed(signal, **ARMED)


@pytest.mark.parametrize(
    ("signal", "changes"),
    [
        ("neartext", {}),
        ("url", {}),
        ("name", {}),
        ("learned", {}),
        ("vpdq", {}),
        ("", {}),
        ("pdq", {"opinion": "unconfirmed"}),
        ("pdq", {"purpose": "allow"}),
        ("pdq", {"purpose": "commons"}),
        ("pdq", {"may_act": "queue"}),
        ("pdq", {"may_act": "never"}),
        ("pdq", {"rule_on": False}),
        ("pdq", {"public": False}),
    ],
)
def test_nothing_else_ever_acts_without_a_person(signal: str, changes: dict[str, Any]) -> None:
    assert not automatic_allowed(signal, **(ARMED | changes))
