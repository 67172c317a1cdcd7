"""The undo window, and moments in time."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.casework.undo import can_undo, seconds_left, undo_until
from mizan.errors import CaseError, MizanError
from mizan.terms.time import day_of, now, read, shift

TAKEN = read("2026-11-22T23:59:30+00:00")


@pytest.mark.parametrize(
    ("after", "can", "left"),
    [(-3, True, 63), (0, True, 60), (0.2, True, 60), (59.9, True, 1), (60, False, 0), (1e6, 0, 0)],
)
def test_a_decision_can_be_taken_back_for_a_minute(after: float, can: bool, left: int) -> None:
    until = undo_until(TAKEN)
    later = shift(TAKEN, seconds=after)

    assert can_undo(later, until) == can
    assert seconds_left(later, until) == left


def test_without_a_window_it_leaves_at_once() -> None:
    assert undo_until(TAKEN, 0) == TAKEN
    assert not can_undo(TAKEN, TAKEN)


@pytest.mark.parametrize("window", [-1, 86_401])
def test_a_window_out_of_range_is_refused(window: int) -> None:
    with pytest.raises(CaseError) as refused:
        undo_until(TAKEN, window)

    assert refused.value.code == "case.bad_window"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22T14:30:00+00:00", "2026-11-22"),
        ("2026-11-22T14:30:00Z", "2026-11-22"),
        ("2026-11-22T01:30:00+03:00", "2026-11-21"),
        ("2026-12-31T23:30:00-01:00", "2027-01-01"),
    ],
)
def test_a_moment_is_read_with_its_offset(text: str, day: str) -> None:
    moment = read(text)

    assert day_of(moment) == day
    assert moment.isoformat().endswith("+00:00")
    assert read(moment.isoformat()) == moment


@pytest.mark.parametrize(
    "text",
    ["", "now", "2026-11-22", "2026-11-22T14:30:00", "2026-13-01T00:00Z", "0001-01-01T00:00+09:00"],
)
def test_what_is_no_certain_moment_is_refused(text: str) -> None:
    with pytest.raises(MizanError) as refused:
        read(text)

    assert refused.value.code == "time.unreadable"


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(MizanError):
        assert day_of(read(text))


def test_shifting_there_and_back_changes_nothing() -> None:
    moment = now()

    assert shift(shift(moment, days=1, hours=2, minutes=3, seconds=4), hours=-26, seconds=-184) == (
        moment
    )
