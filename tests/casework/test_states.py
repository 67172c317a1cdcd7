"""What can happen to a case, and that no case is ever stuck."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.casework.states import step, ways
from mizan.errors import CaseError
from mizan.terms.case import CaseState, Event

STATES: tuple[CaseState, ...] = get_args(CaseState)
EVENTS: tuple[Event, ...] = get_args(Event)
walks = st.lists(st.integers(min_value=0, max_value=1_000), max_size=30)


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ("opened", "open"),
        ("opened joined claimed noted skipped released", "open"),
        ("opened claimed decided", "decided"),
        ("opened claimed decided undone", "open"),
        ("opened claimed decided carried_out", "in_force"),
        ("opened claimed decided carried_out reversed", "reversed"),
        ("opened claimed decided carried_out reopened", "open"),
        ("opened escalated claimed decided", "decided"),
        ("opened second_asked claimed approved carried_out", "in_force"),
        ("opened second_asked joined refused", "open"),
        ("opened escalated second_asked approved undone", "open"),
        ("opened decided carried_out reversed noted closed", "closed"),
        ("opened decided carried_out reversed reopened decided", "decided"),
        ("opened closed", "closed"),
    ],
)
def test_a_case_goes_its_way(events: str, state: CaseState) -> None:
    now: CaseState | None = None

    for event in events.split():
        now = step(now, event)  # type: ignore[arg-type]

    assert now == state


@pytest.mark.parametrize(
    ("state", "event"),
    [
        (None, "decided"),
        ("open", "opened"),
        ("open", "undone"),
        ("open", "approved"),
        ("open", "carried_out"),
        ("escalated", "escalated"),
        ("waiting", "decided"),
        ("waiting", "undone"),
        ("waiting", "carried_out"),
        ("decided", "decided"),
        ("decided", "claimed"),
        ("decided", "reversed"),
        ("in_force", "undone"),
        ("in_force", "carried_out"),
        ("in_force", "closed"),
        ("reversed", "reversed"),
        ("closed", "reopened"),
        ("closed", "noted"),
    ],
)
def test_what_is_not_in_the_table_is_refused(state: CaseState | None, event: Event) -> None:
    with pytest.raises(CaseError) as refused:
        step(state, event)

    assert refused.value.code == "case.not_now"
    assert refused.value.hint


@given(walks)
@settings(max_examples=200, deadline=None)
def test_no_state_that_can_be_reached_is_without_a_way_on_but_closed(turns: list[int]) -> None:
    state: CaseState | None = None

    for turn in turns:
        if state == "closed":
            break
        events = ways(state)
        assert any(step(state, event) != state for event in events)
        state = step(state, events[turn % len(events)])

    assert state is None or (state == "closed") == (not ways(state))


def test_every_state_can_be_reached_and_every_event_can_happen() -> None:
    reached: set[CaseState | None] = {None}
    happened: set[Event] = set()

    for _ in STATES:
        for state in list(reached):
            happened |= set(ways(state))
            reached |= {step(state, event) for event in ways(state)}

    assert reached == {None, *STATES}
    assert happened == set(EVENTS)


def test_only_what_has_not_left_yet_can_be_undone() -> None:
    assert [state for state in STATES if "undone" in ways(state)] == ["decided"]


def test_nothing_leaves_what_is_in_force_but_a_reversal_or_opening_it_again() -> None:
    leaving = {event for event in ways("in_force") if step("in_force", event) != "in_force"}

    assert leaving == {"reversed", "reopened"}


def test_from_every_state_but_closed_a_case_can_come_before_a_person_again() -> None:
    for start in set(STATES) - {"closed"}:
        reached: set[CaseState] = {start}
        for _ in STATES:
            reached |= {step(state, event) for state in reached for event in ways(state)}
        assert "open" in reached
