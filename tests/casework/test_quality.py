from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.casework.agreement import Rate, agreement
from mizan.casework.appeals import release
from mizan.casework.sampling import is_chosen, share
from mizan.errors import CaseError
from mizan.terms.time import read, shift

START = read("2026-11-22T12:00:00+00:00")


def test_kappa_is_that_of_cohens_formula() -> None:
    pairs = [("leave", "leave")] * 20 + [("removal", "removal")] * 15
    pairs += [("leave", "removal")] * 5 + [("removal", "leave")] * 10

    found = agreement(pairs)

    assert (found.n, found.share) == (50, 0.7)
    assert found.kappa == pytest.approx(0.4)
    assert found.verdict == "red"


def test_few_comparisons_say_nothing_and_one_kind_alone_has_no_kappa() -> None:
    assert agreement([]).verdict == "too_few"
    assert agreement([("leave", "removal")] * 29).verdict == "too_few"
    assert agreement([("leave", "leave")] * 40).kappa is None
    assert agreement([("leave", "leave")] * 40).verdict == "ok"


def test_a_rate_has_its_interval_and_says_when_it_is_of_too_few() -> None:
    rate = Rate(hits=6, n=30)

    assert rate.share == 0.2
    assert rate.interval == pytest.approx((0.0951, 0.3731), abs=0.0005)
    assert (rate.few, Rate(hits=0, n=29).few) == (False, True)


def test_of_the_same_seed_the_same_decisions_are_chosen_and_of_another_others() -> None:
    chosen = [n for n in range(2000) if is_chosen(b"a" * 32, n, 0.1)]

    assert chosen == [n for n in range(2000) if is_chosen(b"a" * 32, n, 0.1)]
    assert chosen != [n for n in range(2000) if is_chosen(b"b" * 32, n, 0.1)]
    assert 140 < len(chosen) < 260


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**62), st.floats(0, 1), st.floats(0, 1))
def test_what_is_chosen_stays_chosen_when_the_share_rises(n: int, one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert is_chosen(b"k" * 32, n, high) or not is_chosen(b"k" * 32, n, low)


@pytest.mark.parametrize(
    ("expected", "sampled", "wanted"),
    [(0, 0, 1.0), (0, 49, 1.0), (0, 50, 0.01), (40, 0, 1.0), (1000, 0, 0.064), (100_000, 0, 0.01)],
)
def test_the_share_reaches_the_least_and_the_percentage(
    expected: int, sampled: int, wanted: float
) -> None:
    found = share(percent=1, least=50, expected=expected, sampled=sampled)

    assert found == pytest.approx(wanted, abs=0.001)


@pytest.mark.parametrize("actor", ["user:rima", "user:RIMA", "cli:rima"])
def test_who_decided_cannot_answer_by_any_door(actor: str) -> None:
    with pytest.raises(CaseError) as fault:
        release(actor, ["user:rima"], team="team", opened_at=START, now=shift(START, days=9))

    assert fault.value.code == "case.first_decider"


def test_a_team_of_one_waits_and_is_marked() -> None:
    asked = {"team": "solo", "opened_at": START, "delay_hours": 24}

    with pytest.raises(CaseError):
        release("user:rima", ["user:rima"], now=shift(START, hours=23.9), **asked)
    late = release("user:rima", ["user:rima"], now=shift(START, hours=24), **asked)
    other = release("user:sami", ["user:rima"], now=START, **asked)

    assert late.marks == ("single-person",)
    assert other.marks == ()
