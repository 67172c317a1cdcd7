"""Retro: new entries look back over what was kept of items, and old content gets its cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mizan.banks import queries as bank_queries
from mizan.casework.gather import is_judged_alone
from mizan.casework.queue import severity_of
from mizan.service.cases import changes as cases
from mizan.service.cases import queries as case_queries
from mizan.service.curation.trying import back_matches, reopenable, window
from mizan.service.ground.recording import recorded, store
from mizan.service.items.changes import mark
from mizan.service.items.models import Item
from mizan.service.jobs.changes import enqueue
from mizan.terms.bank import Bank
from mizan.terms.entry import Entry

STEP = 50_000  # kept signals looked at by one job
MOST_ENTRIES = 20_000  # entries looked for by one job
CONFIDENCE = 0.5  # of a match by what is left of an item
LABELS = {"neartext": "known_text", "pdq": "known_image", "url": "known_link"}


def retro(
    *, bank: str, first_entry: int, last_entry: int, after: int = 0, actor: str = "worker"
) -> int:
    """Open cases for items seen before that entries match (job `retro`); return for how many.

    It goes over the window of recent signals in steps, each a job that puts the next on the list.
    What a person left up or put back, what is allowed, and what is in a case stays as it is; so
    doing a step twice changes nothing.
    """
    where = bank_queries.bank(store(), bank)
    entries = _entries(bank, first_entry, last_entry)
    if not entries or where.purpose != "harm":
        return 0
    kept = window().filter(pk__gt=after)
    last = kept.order_by("pk").values_list("pk", flat=True)[STEP - 1 : STEP].first()
    found = back_matches(
        where,
        [(one.signal, one.value) for one in entries],
        kept.filter(pk__lte=last) if last else kept,
    )
    matches = {item: entries[min(places)] for item, places in found.items()}
    with recorded(actor=actor, act="entry.retro", why="new entries look back") as line:
        opened = _open(where, matches, actor)
        line.subject = f"bank/{bank}"
        line.detail = {"first": first_entry, "last": last_entry, "items": opened}
        if not opened:
            line.skip()
        _go_on(bank, first_entry, last_entry, entries, last)
    return opened


def _go_on(bank: str, first: int, last: int, entries: Sequence[Entry], after: int | None) -> None:
    """Put the next step on the list: the rest of the window, or the rest of the entries."""
    if after is not None:
        span: dict[str, Any] = {
            "bank": bank,
            "first_entry": first,
            "last_entry": last,
            "after": after,
        }
        enqueue("retro", dedupe=f"retro-{bank}-{first}-{after}", after=after, **span)
    elif len(entries) == MOST_ENTRIES and entries[-1].id < last:
        rest: dict[str, Any] = {"bank": bank, "first_entry": entries[-1].id + 1, "last_entry": last}
        enqueue("retro", dedupe=f"retro-{bank}-{entries[-1].id + 1}-0", **rest)


def _entries(bank: str, first: int, last: int) -> list[Entry]:
    found = bank_queries.entries(store(), bank, after=first - 1, limit=MOST_ENTRIES)
    return [one for one in found if one.id <= last and one.state == "active"]


def _speaks_for_itself(item: Item) -> bool:
    """Tell whether the scan had found any context, counted or not: then it is judged by itself."""
    findings = (item.report or {}).get("findings", [])
    return is_judged_alone((one["label"], -1.0) for one in findings)


def _open(bank: Bank, matches: dict[int, Entry], actor: str) -> int:
    """Open a case for each entry's items, or let them join the one that its campaign has."""
    fresh = reopenable(list(matches))
    for item in Item.objects.filter(pk__in=fresh).order_by("pk"):
        entry = matches[item.pk]
        group = f"{bank.name}/{entry.id}"
        why = f"entry {entry.id} of bank {bank.name} was added after the item came in"
        alone = _speaks_for_itself(item)
        if not alone and (found := case_queries.open_case_of_group(group)):
            cases.join(case=found.pk, item=item, because="campaign", actor=actor, why=why)
            continue
        label = LABELS.get(entry.signal, "known_file")
        cases.open_case(
            item=item,
            origin="retro",
            severity=severity_of((label,)),
            confidence=CONFIDENCE,
            labels=(label,),
            group=group,
            alone=alone,
            actor=actor,
            why=why,
        )
    mark(fresh, state="cased", forget_at=None)
    return len(fresh)
