"""Appeals and strikes over HTTP. Appeals are answered by people, at the console."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema
from pydantic import AwareDatetime

from mizan.casework.appeals import LONGEST
from mizan.service.actions.strike_queries import in_force, state_of, strikes_of
from mizan.service.api.access import NeedsToken, actor_of
from mizan.service.api.bodies import malformed
from mizan.service.api.once import KEYED, answer_once
from mizan.service.api.shapes import NO_NUL, READ, WRITE, ExternalId, Name, Number
from mizan.service.intake.appeal_changes import appeal
from mizan.service.items import queries
from mizan.service.items.models import Item

router = Router(tags=["appeals"])
MOST = 200  # strikes in one answer


class AppealIn(Schema):
    """An appeal against what was decided about an item, named by its number or by your name."""

    item: Number | None = None
    source: Name | None = None
    external_id: ExternalId | None = None
    appellant: str = Field(min_length=1, max_length=128, pattern=NO_NUL, description="Opaque id")
    text: str = Field("", max_length=LONGEST, pattern=NO_NUL)

    def found(self) -> Item:
        """Return the item it is about. DeskError desk.unknown, api.malformed."""
        if self.item is not None:
            return queries.item(self.item)
        if self.source is None or self.external_id is None:
            raise malformed("an appeal names its item: `item`, or `source` and `external_id`")
        return queries.by_name(self.source, self.external_id)


class AppealOut(Schema):
    """What became of it. The answer comes by webhook: appeal.upheld or appeal.reversed."""

    id: int
    case: int
    decision: int
    new: bool = Field(description="False: the same appellant had appealed before")
    outcome: Literal["", "upheld", "reversed"]


class StrikeOut(Schema):
    """One strike: a count with an end."""

    id: int
    decision: int
    reason: str
    at: AwareDatetime
    expires_at: AwareDatetime
    state: Literal["in_force", "withdrawn", "lifted", "expired"]


class Strikes(Schema):
    """An author's strikes, newest first."""

    in_force: int = Field(description="How many count now")
    strikes: list[StrikeOut]


@router.post(
    "/appeals",
    response={202: AppealOut, **WRITE},
    auth=NeedsToken("items"),
    summary="Pass on an appeal",
    openapi_extra=KEYED,
)
def take(request: HttpRequest, given: AppealIn) -> HttpResponse:
    """Put a decision before a person who did not take it, with what the appellant says."""

    def work() -> AppealOut:
        made, new = appeal(
            item=given.found(),
            appellant=given.appellant,
            text=given.text,
            actor=actor_of(request),
        )
        return AppealOut(
            id=made.pk,
            case=made.case_id,
            decision=made.decision_id,
            new=new,
            outcome=made.outcome,  # type: ignore[arg-type]  # a row holds one of them
        )

    return answer_once(request, 202, work)


@router.get(
    "/authors/{source}/{author}/strikes",
    response={200: Strikes, **READ},
    auth=NeedsToken("cases"),
    summary="Strikes of an author",
)
def strikes(request: HttpRequest, source: str, author: str) -> Strikes:
    """Return what counts against an author. Nothing but counts, reasons and dates is kept."""
    found = strikes_of(source.replace("\0", ""), author.replace("\0", ""))
    return Strikes(
        in_force=in_force(found).count(),
        strikes=[
            StrikeOut(
                id=one.pk,
                decision=one.decision_id,
                reason=one.reason,
                at=one.at,
                expires_at=one.expires_at,
                state=state_of(one),  # type: ignore[arg-type]  # one of them
            )
            for one in found[:MOST]
        ],
    )
