"""Items as the API takes and gives them."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime

from mizan.service.api.shapes import (
    LARGEST,
    MOST_ITEMS,
    NO_NUL,
    ExternalId,
    Fault,
    Name,
    Text,
    Word,
)
from mizan.service.intake.changes import Receipt
from mizan.service.intake.receiving import NewItem
from mizan.service.items.models import Item


class ItemIn(Schema):
    """One item to be looked at. Give one of text, html, url, or fingerprints."""

    source: Name = Field(description="Which part of your service")
    external_id: ExternalId = Field(description="Your own name for it")
    text: Text | None = None
    html: Text | None = None
    url: Word | None = Field(None, max_length=8192, description="An address that is the content")
    digests: dict[Literal["sha256", "sha1", "md5", "pdq"], Word] = Field(
        default_factory=dict, description="Hex digits in lower case, of bytes that stay with you"
    )
    surface: str = Field("", max_length=64, pattern=NO_NUL, description="Where it stands")
    public: bool = Field(True, description="Open to anybody; what is not is not scanned")
    author: str = Field("", max_length=128, pattern=NO_NUL, description="An opaque id, no name")
    thread: str = Field("", max_length=255, pattern=NO_NUL)
    link: str = Field(
        "", max_length=8192, pattern=NO_NUL, description="The item's own address; never fetched"
    )
    reach: int = Field(0, ge=0, le=LARGEST)
    posted_at: AwareDatetime | None = None

    def as_new(self) -> NewItem:
        """Return it as intake takes it."""
        return NewItem(**{name: getattr(self, name) for name in ItemIn.model_fields})


class Batch(Schema):
    """Items handed in together."""

    items: list[ItemIn] = Field(min_length=1, max_length=MOST_ITEMS)


class ItemReceipt(Schema):
    """What became of one item: its number, or the fault for which it was not taken."""

    external_id: str
    id: int | None = None
    new: bool = False
    state: str | None = None
    error: Fault | None = None


class Receipts(Schema):
    """What became of each, in order."""

    items: list[ItemReceipt]


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


class Items(Schema):
    """A page of items, newest first."""

    items: list[ItemOut]
    next: str | None


def item_out(item: Item) -> ItemOut:
    """Return an item as the API gives it."""
    cases = [one.case_id for one in item.memberships.all()]
    columns = ("source", "external_id", "kind", "state", "standing", "verdict", "score", "lang")
    return ItemOut(
        id=item.pk,
        case=max(cases, default=None),
        received_at=item.received_at,
        scanned_at=item.scanned_at,
        report=item.report,
        **{name: getattr(item, name) for name in columns},
    )


def receipt_out(external_id: str, got: Receipt) -> ItemReceipt:
    """Return what became of an item that was handed in."""
    if got.error is not None:
        error = got.error
        fault = Fault(code=error.code, message=error.message, hint=error.hint)
        return ItemReceipt(external_id=external_id, error=fault)
    if got.item is None:
        raise AssertionError("a receipt has an item or an error")
    return ItemReceipt(external_id=external_id, id=got.item.pk, new=got.new, state=got.item.state)
