"""Decisions over HTTP: a program decides, undoes and reverses as a person steers it.

A program is never the second person: what needs one waits for somebody at the console.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Router, Schema, Status
from pydantic import AwareDatetime

from mizan.casework.ruling import defaults
from mizan.service.api.access import NeedsToken, actor_of
from mizan.service.api.case_shapes import DecisionOut, decision_out
from mizan.service.api.once import KEYED, answer_once
from mizan.service.api.shapes import LARGEST, NO_NUL, WRITE, Word
from mizan.service.cases import decision_changes as changes
from mizan.service.cases import queries
from mizan.service.cases.models import Case
from mizan.terms.decision import Assessment, ContentType, Exclusion, Relation, Ruling, Stance

router = Router(tags=["decisions"], auth=NeedsToken("decide"))
DecisionNumber = Annotated[int, Path(ge=1, le=LARGEST)]
ASSESSED = {"exclusions", "stance", "note"}


class Why(Schema):
    """Why it is done."""

    why: str = Field("asked by API", min_length=1, max_length=2000, pattern=NO_NUL)


class DecisionIn(Why):
    """A decision. What is left out is filled in as for a person, but for what has to be judged.

    To restrict something needs `clause`, `exclusions` and `stance` at least.
    """

    kind: Literal["leave", "remove", "limit", "label", "close_account"]
    scope: Literal["lead", "all"] = "lead"
    count: int | None = Field(None, ge=1, le=LARGEST, description="For all: how many you saw")
    reason: Word | None = None
    clause: Word | None = None
    labels: list[Word] | None = Field(None, max_length=50)
    content_types: list[ContentType] | None = Field(None, max_length=5)
    exclusions: list[Exclusion] = Field([], max_length=7)
    stance: Stance | None = None
    note: str = Field("", max_length=2000, pattern=NO_NUL)
    relation: Relation = "unknown"
    machine_found: bool | None = None
    territory: list[Word] | None = Field(None, max_length=30)
    until: AwareDatetime | None = None

    def ruling(self, case: Case) -> Ruling:
        """Return it as a ruling on a case."""
        filled = defaults(self.kind, tuple(case.labels), clause=self.clause or "")
        given: dict[str, Any] = {"relation": self.relation}
        for name in ("reason", "labels", "content_types", "machine_found", "territory"):
            value = getattr(self, name)
            if value is not None:
                given[name] = tuple(value) if isinstance(value, list) else value
        if self.until is not None:
            given |= {"until": self.until, "open_ended": False}
        seen = Assessment(exclusions=tuple(self.exclusions), stance=self.stance, note=self.note)
        return replace(filled, assessment=seen, **given)


@router.post(
    "/cases/{number}/decisions",
    response={201: DecisionOut, **WRITE},
    summary="Decide a case",
    openapi_extra=KEYED,
)
def decide(request: HttpRequest, number: DecisionNumber, given: DecisionIn) -> HttpResponse:
    """Decide a case; the action leaves after the undo window, or once a second person agreed."""

    def work() -> DecisionOut:
        case = queries.case(number)
        decision = changes.decide(
            case=number,
            ruling=given.ruling(case),
            user=None,
            actor=actor_of(request),
            why=given.why,
            scope=given.scope,
            count=given.count,
        )
        return decision_out(decision)

    return answer_once(request, 201, work)


@router.post("/decisions/{number}/undo", response={200: DecisionOut, **WRITE}, summary="Undo")
def undo(request: HttpRequest, number: DecisionNumber, given: Why) -> DecisionOut:
    """Take back what this token decided, before its action left."""
    done = changes.undo(decision=number, user=None, actor=actor_of(request), why=given.why)
    return decision_out(done)


@router.post("/decisions/{number}/reverse", response={201: DecisionOut, **WRITE}, summary="Reverse")
def reverse(request: HttpRequest, number: DecisionNumber, given: Why) -> Status[DecisionOut]:
    """Reverse a decision that was carried out; its content comes back."""
    done = changes.reverse(decision=number, user=None, actor=actor_of(request), why=given.why)
    return Status(201, decision_out(done))
