"""Reading items and what they hold."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from mizan.service.items.changes import unknown_item
from mizan.service.items.models import Item, ItemContent
from mizan.terms.content import Content


def item(number: int) -> Item:
    """Return an item. DeskError desk.unknown."""
    found = Item.objects.filter(pk=number).first()
    if found is None:
        raise unknown_item(str(number))
    return found


def by_name(source: str, external_id: str) -> Item:
    """Return an item by the service's own name for it. DeskError desk.unknown."""
    found = Item.objects.filter(source=source, external_id=external_id).first()
    if found is None:
        raise unknown_item(external_id)
    return found


def locked(number: int) -> Item:
    """Return an item, held until the transaction ends. DeskError desk.unknown."""
    found = Item.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise unknown_item(str(number))
    return found


def listed(*, source: str = "", external_id: str = "", state: str = "") -> QuerySet[Item]:
    """Return items, newest first, with the cases they are in."""
    given = {"source": source, "external_id": external_id, "state": state}
    wanted = {name: value for name, value in given.items() if value}
    return Item.objects.filter(**wanted).prefetch_related("memberships").order_by("-id")


def contents(items: Iterable[int]) -> dict[int, ItemContent]:
    """Return what is held of items, by their number; those erased or left are missing."""
    rows = ItemContent.objects.filter(item__in=list(items)).select_related("item")
    return {row.item_id: row for row in rows}


def text_of(held: ItemContent) -> str | None:
    """Return the text as it was handed in, lone surrogates included; None when there is none."""
    return None if held.text is None else bytes(held.text).decode("utf-8", "surrogatepass")


def as_content(held: ItemContent) -> Content:
    """Return a stored content as the engine takes it."""
    return Content(
        id=str(held.item_id),
        text=text_of(held),
        url=held.link,
        data=None if held.data is None else bytes(held.data),
        name=held.name or None,
        **{name: held.digests.get(name) for name in ("sha256", "sha1", "md5", "pdq")},
    )


def locked_received(numbers: Iterable[int]) -> list[Item]:
    """Return those items that still wait for their scan, held until the transaction ends."""
    found = Item.objects.select_for_update().filter(pk__in=list(numbers), state="received")
    return list(found.order_by("pk"))
