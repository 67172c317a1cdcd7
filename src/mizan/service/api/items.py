"""Items over HTTP: hand in, look at, erase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Annotated, Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import ValidationError

from mizan.service.api.access import NeedsToken, actor_of
from mizan.service.api.bodies import FORM, JSON, json_of, malformed, read_json, wrong_type
from mizan.service.api.described import body_of
from mizan.service.api.item_shapes import (
    Batch,
    ItemIn,
    ItemOut,
    Items,
    Receipts,
    item_out,
    receipt_out,
)
from mizan.service.api.once import KEYED, answer_once
from mizan.service.api.pages import after_number, next_number
from mizan.service.api.shapes import FOUND, LARGEST, READ, WRITE, Cursor, Limit
from mizan.service.intake import changes
from mizan.service.intake.receiving import NewItem
from mizan.service.items import changes as item_changes
from mizan.service.items import queries

router = Router(tags=["items"], auth=NeedsToken("items"))
ItemNumber = Annotated[int, Path(ge=1, le=LARGEST)]
Filter = Annotated[str, Query(max_length=255, pattern=r"^[^\x00]*$")]


@router.post(
    "/items",
    response={202: Receipts, **WRITE},
    summary="Hand items in",
    openapi_extra={**KEYED, **body_of(Batch, ItemIn)},
)
def hand_in(request: HttpRequest) -> HttpResponse:
    """Store items; workers scan them. What is answered with an id is not lost any more."""
    if request.content_type == FORM:
        new, asked = _from_form(request)
        return _taken(request, [new], asked)
    if request.content_type != JSON:
        raise wrong_type(JSON, FORM)
    batch = _validated(Batch, read_json(json_of(request)))
    return _taken(request, [one.as_new() for one in batch.items], None)


@router.get("/items", response={200: Items, **READ}, summary="Items, newest first")
def list_items(
    request: HttpRequest,
    source: Filter = "",
    external_id: Filter = "",
    state: Filter = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Items:
    """Return items by your own name for them, by source, or by state."""
    found = queries.listed(source=source, external_id=external_id, state=state)
    if cursor:
        found = found.filter(pk__lt=after_number(cursor))
    page = list(found[: limit + 1])
    return Items(
        items=[item_out(item) for item in page[:limit]],
        next=next_number([item.pk for item in page], limit),
    )


@router.get("/items/{number}", response={200: ItemOut, **FOUND}, summary="One item")
def look(request: HttpRequest, number: ItemNumber) -> ItemOut:
    """Return an item as it stands."""
    return item_out(queries.item(number))


@router.delete("/items/{number}", response={200: ItemOut, **WRITE}, summary="Erase an item")
def erase(request: HttpRequest, number: ItemNumber) -> ItemOut:
    """Erase an item's content and fingerprints, unless it is preserved."""
    return item_out(item_changes.erase(item=number, actor=actor_of(request), why="asked by API"))


def _taken(request: HttpRequest, items: Sequence[NewItem], asked: bytes | None) -> HttpResponse:
    def work() -> Receipts:
        receipts = changes.receive(items=items, actor=actor_of(request))
        pairs = zip(items, receipts, strict=True)
        return Receipts(items=[receipt_out(new.external_id, got) for new, got in pairs])

    return answer_once(request, 202, work, asked=asked)


def _validated(shape: Any, given: Any) -> Any:
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        named = sorted({".".join(map(str, one["loc"])) for one in error.errors()})
        said = f"these fields are missing or malformed: {', '.join(named[:10]) or 'all'}"
        raise malformed(said) from None


def _from_form(request: HttpRequest) -> tuple[NewItem, bytes]:
    """Return the one item of a form, and what binds the request."""
    fields = {name: str(value) for name, value in request.POST.items()}
    new: NewItem = _validated(ItemIn, fields).as_new()
    file = request.FILES.get("file")
    bound = sha256(repr(sorted(fields.items())).encode("utf-8", "replace"))
    if isinstance(file, UploadedFile):
        data = file.read()
        bound.update(data)
        new = replace(new, data=data, name=clean_name(file.name))
    return new, bound.digest()


def clean_name(name: str | None) -> str:
    """Return a file's name as it can be kept and shown."""
    return "".join(one for one in name or "" if one.isprintable())[:255]
