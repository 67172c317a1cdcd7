"""Items over HTTP: hand in, look at, erase; and what users report."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from mizan.service.api.access import NeedsToken, actor_of
from mizan.service.api.shapes import (
    MOST_ITEMS,
    Failure,
    Fault,
    ItemIn,
    ItemOut,
    ItemReceipt,
    item_out,
)
from mizan.service.intake import changes
from mizan.service.intake.changes import Receipt
from mizan.service.items import changes as item_changes
from mizan.service.items import queries

router = Router(tags=["items"], auth=NeedsToken("items"))
FAILURES = {401: Failure, 403: Failure, 404: Failure, 422: Failure}


class Batch(Schema):
    """Items handed in together."""

    items: list[ItemIn] = Field(min_length=1, max_length=MOST_ITEMS)


class Receipts(Schema):
    """What became of each, in order."""

    items: list[ItemReceipt]


@router.post("/items", response={202: Receipts, **FAILURES}, summary="Hand items in")
def hand_in(request: HttpRequest, batch: Batch) -> tuple[int, Receipts]:
    """Store items; workers scan them. What is answered with an id is not lost any more."""
    receipts = changes.receive(items=[one.as_new() for one in batch.items], actor=actor_of(request))
    answers = [
        _receipt(new.external_id, got) for new, got in zip(batch.items, receipts, strict=True)
    ]
    return 202, Receipts(items=answers)


@router.get("/items/{number}", response={200: ItemOut, **FAILURES}, summary="One item")
def look(request: HttpRequest, number: int) -> ItemOut:
    """Return an item as it stands."""
    return item_out(queries.item(number))


@router.delete(
    "/items/{number}", response={200: ItemOut, 409: Failure, **FAILURES}, summary="Erase"
)
def erase(request: HttpRequest, number: int) -> ItemOut:
    """Erase an item's content and fingerprints, unless it is preserved."""
    return item_out(item_changes.erase(item=number, actor=actor_of(request), why="asked by API"))


def _receipt(external_id: str, got: Receipt) -> ItemReceipt:
    if got.error is not None:
        error: Any = got.error
        fault = Fault(code=error.code, message=error.message, hint=error.hint)
        return ItemReceipt(external_id=external_id, error=fault)
    item = got.item
    if item is None:
        raise AssertionError("a receipt has an item or an error")
    return ItemReceipt(external_id=external_id, id=item.pk, new=got.new, state=item.state)
