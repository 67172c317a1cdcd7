"""When a failed delivery is tried again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mizan.connectors.backoff import DELAYS, LONGEST, next_try


def test_the_waits_grow_over_28_hours_and_then_it_is_given_up() -> None:
    waits = [next_try(attempt, jitter=0.5) for attempt in range(1, 12)]

    assert waits[-1] is None
    assert waits[:-1] == list(DELAYS)
    assert 28 <= sum(DELAYS) / 3600 < 29


def test_the_jitter_spreads_a_wait_from_half_to_one_and_a_half() -> None:
    assert next_try(1, jitter=0) == 2.5
    assert next_try(1, jitter=1) == 7.5


def test_a_receiver_may_ask_for_longer_but_not_for_ever_and_not_for_shorter() -> None:
    assert next_try(1, retry_after=60, jitter=0.5) == 60
    assert next_try(1, retry_after=1e9, jitter=0.5) == LONGEST
    assert next_try(3, retry_after=1, jitter=0.5) == 120


def test_asking_for_time_does_not_prolong_what_is_given_up() -> None:
    assert next_try(len(DELAYS) + 1, retry_after=60, jitter=0.5) is None


@given(st.integers(1, len(DELAYS)), st.floats(0, 1), st.floats(0, 1e12))
def test_a_wait_is_never_nothing_and_never_for_ever(
    attempt: int, jitter: float, asked: float
) -> None:
    wait = next_try(attempt, retry_after=asked, jitter=jitter)

    assert wait is not None
    assert 2.5 <= wait <= 1.5 * LONGEST
