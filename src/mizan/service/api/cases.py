"""Cases over HTTP: read them, decide them as a person's program."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router, Schema

from mizan.service.api.access import NeedsToken
from mizan.service.api.shapes import CaseOut, Failure, case_out
from mizan.service.cases import queries
from mizan.service.cases.changes import is_claimed

router = Router(tags=["cases"], auth=NeedsToken("cases"))
FAILURES = {401: Failure, 403: Failure, 404: Failure, 422: Failure}


class Cases(Schema):
    """A page of the queue."""

    cases: list[CaseOut]


@router.get("/cases", response={200: Cases, **FAILURES}, summary="The queue")
def list_cases(request: HttpRequest, limit: Annotated[int, Field(ge=1, le=200)] = 50) -> Cases:
    """Return what waits to be decided, in the order of the queue."""
    found = queries.queue()[:limit]
    return Cases(cases=[case_out(case, claimed=is_claimed(case)) for case in found])


@router.get("/cases/{number}", response={200: CaseOut, **FAILURES}, summary="One case")
def one_case(request: HttpRequest, number: int) -> CaseOut:
    """Return a case as it stands."""
    found = queries.case(number)
    return case_out(found, claimed=is_claimed(found))
