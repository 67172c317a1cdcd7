"""Reports over HTTP: what users of the service report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from mizan.service.api.access import NeedsToken, actor_of
from mizan.service.api.bodies import malformed
from mizan.service.api.once import KEYED, answer_once
from mizan.service.api.shapes import NO_NUL, WRITE, ExternalId, Name, Number
from mizan.service.intake import changes
from mizan.service.items import queries

router = Router(tags=["reports"], auth=NeedsToken("items"))


class ReportIn(Schema):
    """A user's report about an item: by its number, or by source and external id."""

    item: Number | None = None
    source: Name | None = None
    external_id: ExternalId | None = None
    reporter: str = Field("", max_length=128, pattern=NO_NUL, description="An opaque id, no name")
    category: str = Field("", max_length=64, pattern=NO_NUL)
    comment: str = Field("", max_length=2000, pattern=NO_NUL)


class ReportOut(Schema):
    """Where the report went."""

    item: int
    case: int
    new: bool = Field(description="False: this reporter had reported it before")
    reports: int = Field(description="People who reported the item")


@router.post(
    "/reports", response={202: ReportOut, **WRITE}, summary="Pass on a report", openapi_extra=KEYED
)
def report(request: HttpRequest, given: ReportIn) -> HttpResponse:
    """Put the item before a person: the report joins its open case, or opens one."""

    def work() -> ReportOut:
        item = _item_of(given)
        done = changes.report(
            item=item,
            reporter=given.reporter,
            category=given.category,
            comment=given.comment,
            actor=actor_of(request),
        )
        return ReportOut(item=item, case=done.case.pk, new=done.new, reports=done.count)

    return answer_once(request, 202, work)


def _item_of(given: ReportIn) -> int:
    if given.item is not None:
        return given.item
    if given.source is None or given.external_id is None:
        raise malformed("a report names its item: `item`, or `source` and `external_id`")
    return int(queries.by_name(given.source, given.external_id).pk)
