"""The states of a case, and the table of allowed steps from one to the next."""

from __future__ import annotations

from mizan.errors import CaseError
from mizan.terms.case import CaseState, Event

_TABLE: dict[CaseState, dict[Event, CaseState]] = {
    "open": {
        "joined": "open",
        "claimed": "open",
        "released": "open",
        "skipped": "open",
        "noted": "open",
        "escalated": "escalated",
        "second_asked": "waiting",
        "decided": "decided",
        "closed": "closed",
    },
    "escalated": {
        "joined": "escalated",
        "claimed": "escalated",
        "released": "escalated",
        "skipped": "escalated",
        "noted": "escalated",
        "second_asked": "waiting",
        "decided": "decided",
        "closed": "closed",
    },
    "waiting": {
        "joined": "waiting",
        "claimed": "waiting",
        "released": "waiting",
        "skipped": "waiting",
        "noted": "waiting",
        "approved": "decided",
        "refused": "open",
    },
    "decided": {"noted": "decided", "undone": "open", "carried_out": "in_force"},
    "in_force": {"noted": "in_force", "reversed": "reversed", "reopened": "open"},
    "reversed": {"noted": "reversed", "reopened": "open", "closed": "closed"},
    "closed": {},
}
_BEGINNING: dict[Event, CaseState] = {"opened": "open"}


def step(state: CaseState | None, event: Event) -> CaseState:
    """Return the state after the event; None is a case that is not there yet.

    An event that is not allowed in this state is a `CaseError` (`case.not_now`). The one who asked
    for a second person takes the request back by `refused`. What was escalated is `open` after
    it was undone, refused or opened again; escalate it again if that is wanted.
    """
    after = _steps(state).get(event)
    if after is None:
        raise CaseError(
            f"'{event}' cannot happen to a case that is {state or 'not opened'}",
            code="case.not_now",
            hint="look at the case again; somebody else may have been faster",
        )
    return after


def ways(state: CaseState | None) -> tuple[Event, ...]:
    """Return what can happen to a case in this state, in a fixed order."""
    return tuple(_steps(state))


def _steps(state: CaseState | None) -> dict[Event, CaseState]:
    return _BEGINNING if state is None else _TABLE[state]
