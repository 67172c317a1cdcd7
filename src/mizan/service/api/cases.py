"""Cases over HTTP: the queue, one case."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from mizan.service.api.access import NeedsToken
from mizan.service.api.case_shapes import (
    CaseOut,
    Cases,
    WholeCase,
    case_fields,
    decision_out,
    event_out,
)
from mizan.service.api.pages import cursor_of, place_of
from mizan.service.api.shapes import FOUND, LARGEST, NO_NUL, READ, Cursor, Limit
from mizan.service.cases import queries
from mizan.terms.case import CaseState

router = Router(tags=["cases"], auth=NeedsToken("cases"))
CaseNumber = Annotated[int, Path(ge=1, le=LARGEST)]
Filter = Annotated[str, Query(max_length=80, pattern=NO_NUL)]


@router.get("/cases", response={200: Cases, **READ}, summary="The queue")
def list_cases(
    request: HttpRequest,
    *,
    state: Annotated[list[CaseState], Query(description="Default: open, escalated")] = [],  # noqa: B006 - ninja copies it
    queue: Annotated[list[str], Query(description="review.ar, review.en, review.other")] = [],  # noqa: B006
    label: Filter = "",
    origin: Filter = "",
    group: Annotated[str, Query(max_length=80, pattern=NO_NUL, description="bank/entry")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Cases:
    """Return cases in the order of the queue; without `state`, those that wait to be decided."""
    found = queries.queue(states=state or queries.OPEN, label=label)
    wanted = {"queue__in": queue, "origin": origin, "group": group}
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    if cursor:
        found = queries.after(found, place_of(cursor, queries.Place))
    page = list(found.prefetch_related("members")[: limit + 1])
    return Cases(
        cases=[CaseOut(**case_fields(case)) for case in page[:limit]],
        next=cursor_of(queries.place(page[limit - 1])) if len(page) > limit else None,
    )


@router.get("/cases/{number}", response={200: WholeCase, **FOUND}, summary="One case")
def one_case(request: HttpRequest, number: CaseNumber) -> WholeCase:
    """Return a case as it stands, what happened to it, and what was decided."""
    found = queries.case(number)
    return WholeCase(
        **case_fields(found),
        events=[event_out(event) for event in found.events.order_by("id")],
        decisions=[decision_out(one) for one in found.decisions.order_by("id")],
    )
