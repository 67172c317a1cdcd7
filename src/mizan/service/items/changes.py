"""Writing items. Each change is one ledger line; a batch is one line with a digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from mizan.errors import DeskError
from mizan.service.ground.recording import recorded
from mizan.service.items import erased
from mizan.service.items.models import Item, ItemContent, ItemSignal, UserReport
from mizan.service.jobs.changes import enqueue_many
from mizan.terms.time import now, shift

SCAN_TOGETHER = 100  # items of one scan job
SCANNED = (  # columns that a scan fills in
    "state",
    "verdict",
    "score",
    "lang",
    "dialect",
    "report",
    "policy",
    "bank_seq",
    "scanned_at",
    "forget_at",
    "sha256",
)


def add_items(
    *, rows: Sequence[tuple[Item, ItemContent]], actor: str, why: str
) -> list[tuple[Item, bool]]:
    """Store items that came in, with jobs to scan them; each (source, external id) is there once.

    Return, in order, the stored item and whether it is new. All of it is committed, or nothing.
    """
    with recorded(actor=actor, act="item.receive", why=why, subject="items") as line:
        wanted = {_name(item): (item, content) for item, content in rows}
        known = set(_known(wanted))
        fresh = [wanted[name][0] for name in wanted if name not in known]
        Item.objects.bulk_create(fresh, ignore_conflicts=True)  # another request may be quicker
        stored = _known(wanted)
        new = [name for name in wanted if name not in known]
        contents = []
        for name in new:
            content = wanted[name][1]
            content.item = stored[name]
            contents.append(content)
        ItemContent.objects.bulk_create(contents, ignore_conflicts=True)
        ids = [stored[name].pk for name in new]
        jobs = range(0, len(ids), SCAN_TOGETHER)
        enqueue_many("scan", [{"items": ids[at : at + SCAN_TOGETHER]} for at in jobs])
        line.detail = {"received": len(rows), "new": len(new), "digest": _digest(stored.values())}
    seen = set[tuple[str, str]]()
    answer = []
    for item, _ in rows:
        name = _name(item)
        answer.append((stored[name], name in new and name not in seen))
        seen.add(name)
    return answer


def erase(*, item: int, actor: str, why: str) -> Item:
    """Erase an item's content and fingerprints; number, hash and history stay.

    DeskError desk.unknown; desk.preserved for what the law makes us keep.
    """
    with recorded(actor=actor, act="item.erase", why=why, subject=f"item/{item}") as line:
        found = Item.objects.select_for_update().filter(pk=item).first()
        if found is None:
            raise unknown_item(str(item))
        if found.preserved:
            raise DeskError(
                f"item {item} is preserved and cannot be erased",
                hint="an admin or compliance officer sees why and until when",
                code="desk.preserved",
            )
        if found.state == "erased":
            line.skip()
        drop_content([found.pk])
        ItemSignal.objects.filter(item=found).delete()
        Item.objects.filter(pk=found.pk).update(state="erased", url="", author="", thread="")
        transaction.on_commit(lambda: erased.note(found.source, found.external_id))
        found.refresh_from_db()
    return found


def drop_content(items: Iterable[int]) -> None:
    """Delete what items hold, unless it is preserved. Within a recorded change of the caller."""
    ItemContent.objects.filter(item__in=list(items), item__preserved=False).delete()


def mark(items: Iterable[int], **columns: Any) -> None:
    """Set columns of items. Within a recorded change of the caller."""
    Item.objects.filter(pk__in=list(items)).update(**columns)


def save_scans(rows: Sequence[Item]) -> None:
    """Save what a scan found. Within a recorded change of the caller.

    One statement for all rows: `bulk_update` takes 2 ms of Python a row, while all others wait.
    """
    about = Item._meta  # noqa: SLF001 - Django's public name
    fields = [one for one in about.concrete_fields if one.name in SCANNED]
    columns = ", ".join(f"{field.column} = %s" for field in fields)
    values = [
        [
            *(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields),
            row.pk,
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:  # names are the model's, values are parameters
        cursor.executemany(f"UPDATE {about.db_table} SET {columns} WHERE id = %s", values)  # noqa: S608


def keep_signals(kept: Mapping[int, Iterable[tuple[str, bytes]]]) -> None:
    """Keep fingerprints of items, by their number. Within a recorded change of the caller."""
    at = now()
    ItemSignal.objects.bulk_create(
        [
            ItemSignal(item_id=item, signal=signal, value=value, at=at)
            for item, values in kept.items()
            for signal, value in values
        ]
    )


def add_report(*, item: Item, reporter: str, category: str, comment: str) -> bool:
    """Keep a user's report; False when that person reported it before. Within a recorded change."""
    _, fresh = UserReport.objects.get_or_create(
        item=item,
        reporter=reporter,
        defaults={"category": category, "comment": comment, "at": now()},
    )
    return fresh


def forget(*, days: int, rows: int, limit: int, actor: str) -> int:
    """Delete items that were left long enough ago, and fingerprints beyond the window.

    days, rows  of the window of recent signals; limit: most items deleted at once
    Return how many items went.
    """
    with recorded(actor=actor, act="item.forget", why="kept as long as the profile says") as line:
        due = Item.objects.filter(forget_at__lte=now(), memberships=None, preserved=False)
        gone = [item.pk for item in due.order_by("forget_at")[:limit]]
        Item.objects.filter(pk__in=gone).delete()
        ItemSignal.objects.filter(at__lt=shift(now(), days=-days)).delete()
        if over := ItemSignal.objects.order_by("-id")[rows : rows + 1].first():
            ItemSignal.objects.filter(pk__lte=over.pk).delete()
        line.detail = {"items": len(gone)}
        if not gone:
            line.skip()
    return len(gone)


def unknown_item(name: str) -> DeskError:
    """Return the error for an item that is not here."""
    return DeskError(
        f"there is no item {name[:64]}",
        hint="items judged `leave` are forgotten after some days",
        code="desk.unknown",
    )


def _name(item: Item) -> tuple[str, str]:
    return item.source, item.external_id


def _known(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Item]:
    by_source: dict[str, list[str]] = {}
    for source, external in wanted:
        by_source.setdefault(source, []).append(external)
    return {
        _name(item): item
        for source, names in by_source.items()
        for item in Item.objects.filter(source=source, external_id__in=names)
    }


def _digest(items: Iterable[Item]) -> str:
    """Return what binds a batch: SHA-256 over the items' numbers and hashes."""
    written = ",".join(f"{item.pk}:{item.sha256}" for item in sorted(items, key=lambda one: one.pk))
    return sha256(written.encode()).hexdigest()
