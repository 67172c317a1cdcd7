"""Cases and decisions as the API gives them. No content, and no reviewer's name."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import AwareDatetime

from mizan.service.api.shapes import MOST_ITEMS
from mizan.service.cases.changes import is_claimed
from mizan.service.cases.models import Case, CaseEvent, Decision


class CaseOut(Schema):
    """A case as it stands."""

    id: int
    state: str
    origin: str
    queue: str
    lang: str
    labels: list[str]
    severity: int
    confidence: float
    reach: int
    group: str
    relation: str
    due_at: AwareDatetime | None
    opened_at: AwareDatetime
    decided_at: AwareDatetime | None
    items: list[int]
    claimed: bool


class Cases(Schema):
    """A page of the queue."""

    cases: list[CaseOut]
    next: str | None


class EventOut(Schema):
    """Something that happened to a case."""

    at: AwareDatetime
    kind: str
    by: str  # "user" for a person, else the actor
    data: dict[str, Any]


class DecisionOut(Schema):
    """A decision as it stands."""

    id: int
    case: int
    kind: str
    state: str
    reason: str
    clause: str
    labels: list[str]
    automatic: bool
    single_person: bool
    at: AwareDatetime
    release_at: AwareDatetime | None
    done_at: AwareDatetime | None
    undoes: int | None


class WholeCase(CaseOut):
    """A case with what happened to it, and what was decided."""

    events: list[EventOut]
    decisions: list[DecisionOut]


def case_fields(case: Case) -> dict[str, Any]:
    """Return the fields of `CaseOut`."""
    given = [name for name in CaseOut.model_fields if name not in {"id", "items", "claimed"}]
    return {
        "id": case.pk,
        "items": [one.item_id for one in case.members.all()[:MOST_ITEMS]],
        "claimed": is_claimed(case),
        **{name: getattr(case, name) for name in given},
    }


def event_out(event: CaseEvent) -> EventOut:
    """Return an event, without the words of a person."""
    by = "user" if event.actor.startswith("user:") else event.actor
    return EventOut(at=event.at, kind=event.kind, by=by, data=event.data)


def decision_out(decision: Decision) -> DecisionOut:
    """Return a decision, without the words of a person."""
    columns = ("kind", "state", "automatic", "single_person", "at", "release_at", "done_at")
    ruling = decision.ruling
    return DecisionOut(
        id=decision.pk,
        case=decision.case_id,
        undoes=decision.undoes_id,
        **{name: ruling[name] for name in ("reason", "clause", "labels")},
        **{name: getattr(decision, name) for name in columns},
    )
