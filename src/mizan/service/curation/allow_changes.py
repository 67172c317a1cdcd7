"""Allow: one click "this was wrong" leaves a post, its image and their near-copies alone."""

from __future__ import annotations

from contextlib import suppress

from mizan.banks import changes as banks
from mizan.banks import queries as bank_queries
from mizan.banks.changes import NewEntry
from mizan.casework.ruling import defaults
from mizan.engine.admit import Value, values_of
from mizan.errors import BankError, ContentError, DeskError
from mizan.service.cases import changes as cases
from mizan.service.cases import queries as case_queries
from mizan.service.cases.decision_changes import decide, not_yours, reverse, undo
from mizan.service.cases.models import Case
from mizan.service.curation.outcome import Outcome
from mizan.service.ground.engine import engine
from mizan.service.ground.recording import recorded, store
from mizan.service.items import queries as item_queries
from mizan.service.items.models import Item, ItemSignal
from mizan.service.people.models import User
from mizan.service.people.rights import may

BANK = "allowed"  # where the console puts what was wrong
COPIES = {"lead", "same", "near"}  # why an item is in a case, where one click serves all of it


def allow_item(
    *, case: int | None = None, item: int | None = None, user: User, why: str
) -> Outcome:
    """Leave an item alone from now on: decisions are taken back, and it is known as innocent.

    Give the case, of which the lead item counts, or the item. It works without its content, from
    the fingerprints that were kept. A decision in force is reversed, one that waits is undone, and
    an open case is decided `leave`.

    DeskError desk.unknown, desk.not_yours, desk.taken; desk.nothing_kept when neither content nor
    fingerprints are left.
    """
    if not may(user.role, "curate"):
        raise not_yours()
    found = case_queries.case(case) if case is not None else None
    subject = found.lead if found else _item(item)
    found = found or _case_of(subject)
    values = _values(subject)
    with recorded(actor=user.actor, act="item.allow", why=why, subject=f"item/{subject.pk}"):
        if found is not None:
            _take_back(cases.locked(found.pk), user, why)
        added = _add(values, found, user.actor, why)
    return Outcome(added=added)


def _take_back(case: Case, user: User, why: str) -> None:
    """Undo, reverse, or decide `leave`, whichever the case is ready for."""
    last = case_queries.decision_in_force(case)
    if last is not None and last.kind in {"leave", "restore"}:
        return
    if last is not None and last.state == "in_force":
        if not may(user.role, "second"):
            raise not_yours()
        reverse(decision=last.pk, user=user, actor=user.actor, why=why)
        return
    if last is not None and last.state in {"waiting", "pending"}:
        undo(decision=last.pk, user=user, why=why)
        case.refresh_from_db()
    if case.state in case_queries.OPEN:
        copies = set(case.members.values_list("because", flat=True)) <= COPIES
        decide(
            case=case.pk,
            ruling=defaults("leave"),
            user=user,
            actor=user.actor,
            why=why,
            scope="all" if copies else "lead",
            count=case.members.count() if copies else None,
        )


def _values(item: Item) -> list[Value]:
    """Return what identifies an item: of its content where it is held, else what was kept of it."""
    values = [
        (one.signal, bytes(one.value))
        for one in ItemSignal.objects.filter(item=item).exclude(signal="url").order_by("id")
    ]
    held = item_queries.contents([item.pk]).get(item.pk)
    if held is not None:
        with suppress(ContentError, BankError):  # an address alone: what was kept has to do
            values += values_of(item_queries.as_content(held), engine().signals, "allow")
    if not values:
        raise DeskError(
            f"nothing is left by which item {item.pk} could be known again",
            hint="its content and fingerprints were erased or are older than the window",
            code="desk.nothing_kept",
        )
    return list(dict.fromkeys(values))


def _add(values: list[Value], case: Case | None, actor: str, why: str) -> banks.Added:
    """Put the values into the allow bank, made when it is missing. Last, as banks are held."""
    if BANK not in {one.name for one in bank_queries.banks(store())}:
        banks.create_bank(
            store(), name=BANK, purpose="allow", owner="console", actor=actor, why=why
        )
    ref = f"case/{case.pk}" if case else ""
    rows = [NewEntry(signal=name, value=value, source_ref=ref) for name, value in values]
    return banks.add_entries(store(), bank=BANK, rows=rows, actor=actor, why=why)


def _item(number: int | None) -> Item:
    if number is None:
        raise DeskError("neither a case nor an item is named", hint="give one", code="desk.unknown")
    return item_queries.item(number)


def _case_of(item: Item) -> Case | None:
    return Case.objects.filter(members__item=item).order_by("-id").first()
