"""What the API takes and gives."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime

from mizan.service.cases.models import Case
from mizan.service.intake.receiving import NewItem
from mizan.service.items.models import Item

MOST_ITEMS = 1000  # in one request


class Fault(Schema):
    """Why something cannot be done."""

    code: str = Field(description="Stable; see the reference of error codes")
    message: str
    hint: str = ""


class Failure(Schema):
    """The body of every answer that is no success."""

    error: Fault


class ItemIn(Schema):
    """One item to be looked at. Give one of text, html, url, or fingerprints."""

    source: str = Field(min_length=1, max_length=64, description="Which part of your service")
    external_id: str = Field(min_length=1, max_length=255, description="Your own name for it")
    text: str | None = None
    html: str | None = None
    url: str | None = Field(None, max_length=8192, description="An address that is the content")
    digests: dict[Literal["sha256", "sha1", "md5", "pdq"], str] = Field(default_factory=dict)
    surface: str = Field("", max_length=64, description="Where it stands")
    public: bool = Field(True, description="Open to anybody; what is not is not scanned")
    author: str = Field("", max_length=128, description="An opaque id, never a name")
    thread: str = Field("", max_length=255)
    link: str = Field("", max_length=8192, description="The item's own address; never fetched")
    reach: int = Field(0, ge=0, le=2**62)
    posted_at: AwareDatetime | None = None

    def as_new(self) -> NewItem:
        """Return it as intake takes it."""
        return NewItem(**self.model_dump())


class ItemReceipt(Schema):
    """What became of one item: its number, or the fault for which it was not taken."""

    external_id: str
    id: int | None = None
    new: bool = False
    state: str | None = None
    error: Fault | None = None


class ItemOut(Schema):
    """An item as it stands."""

    id: int
    source: str
    external_id: str
    kind: str
    state: str
    standing: str
    verdict: str
    score: float | None
    lang: str
    received_at: AwareDatetime
    scanned_at: AwareDatetime | None
    case: int | None
    report: dict[str, Any] | None


class CaseOut(Schema):
    """A case as it stands. No content, and no reviewer's name."""

    id: int
    state: str
    origin: str
    queue: str
    lang: str
    labels: list[str]
    severity: int
    confidence: float
    reach: int
    due_at: AwareDatetime | None
    opened_at: AwareDatetime
    items: list[int]
    claimed: bool


def item_out(item: Item) -> ItemOut:
    """Return an item as the API gives it."""
    membership = item.memberships.order_by("-case_id").first()
    columns = ("source", "external_id", "kind", "state", "standing", "verdict", "score", "lang")
    return ItemOut(
        id=item.pk,
        case=membership.case_id if membership else None,
        received_at=item.received_at,
        scanned_at=item.scanned_at,
        report=item.report,
        **{name: getattr(item, name) for name in columns},
    )


def case_out(case: Case, *, claimed: bool) -> CaseOut:
    """Return a case as the API gives it."""
    columns = ("state", "origin", "queue", "lang", "labels", "severity", "confidence", "reach")
    return CaseOut(
        id=case.pk,
        due_at=case.due_at,
        opened_at=case.opened_at,
        items=list(case.members.order_by("id").values_list("item_id", flat=True)[:MOST_ITEMS]),
        claimed=claimed,
        **{name: getattr(case, name) for name in columns},
    )
