"""Entries as the desk changes them: tried first, by two people where a bank may act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from mizan.banks import changes as banks
from mizan.banks import queries as bank_queries
from mizan.banks.changes import Added, NewEntry
from mizan.casework.seconds import needs_second
from mizan.service.cases.changes import locked
from mizan.service.cases.decision_changes import not_yours
from mizan.service.curation.models import EntryOrigin, Proposal
from mizan.service.curation.outcome import Outcome
from mizan.service.curation.proposal_changes import Performer, propose
from mizan.service.curation.trying import Preview, ProtectedError, try_entries
from mizan.service.ground.recording import recorded, store
from mizan.service.jobs.changes import enqueue
from mizan.service.people.models import User
from mizan.service.people.rights import may
from mizan.terms.bank import Bank
from mizan.terms.time import now

COUNTED = 50  # entries added at once for which the items seen before are counted first


def preview(*, bank: str, rows: Sequence[NewEntry]) -> Preview:
    """Return what entries would hit and open, before it happens. BankError bank.unknown."""
    return try_entries(bank_queries.bank(store(), bank), rows)


def add_entries(
    *,
    bank: str,
    rows: Sequence[NewEntry],
    actor: str,
    user: User | None,
    why: str,
    override: str = "",
    case: int | None = None,
) -> Outcome:
    """Add entries, or propose them where the bank may act; look back for what they match.

    user      the person who asks; None for a program or the command line
    override  why they are right although they hit what must stay up
    case      the case that they were made from: its reversal withdraws them

    ProtectedError (desk.protected) with what they hit; BankError bank.unknown and others.
    """
    if user is not None and not may(user.role, "curate"):
        raise not_yours()
    where = bank_queries.bank(store(), bank)
    tried = try_entries(where, rows, count_back=len(rows) <= COUNTED)
    if tried.blocked and not override.strip():
        raise ProtectedError(tried.kinds)
    given = [_as_given(row, override if tried.blocked else "", case) for row in rows]
    if _is_armed(where) and any(row.opinion == "confirmed" for row in given):
        payload = {"bank": bank, "rows": [_written(row) for row in given], "case": case}
        return Outcome(proposal=_propose("entry.add", payload, bank, actor, why), trial=tried)
    added = _add(bank=bank, rows=given, actor=actor, why=why, case=case, override=override)
    return Outcome(added=added, trial=tried)


def remove_entry(*, bank: str, entry: int, actor: str, why: str) -> Outcome:
    """Take an entry out for good. BankError bank.unknown_entry, bank.removed."""
    with recorded(actor=actor, act="entry.remove", why=why) as line:
        line.skip()  # the bank store leaves the line
        banks.remove_entry(store(), bank=bank, entry=entry, actor=actor, why=why)
    return Outcome()


def disable_entry(*, bank: str, entry: int, actor: str, why: str) -> Outcome:
    """Switch an entry off: it matches nothing until it is enabled."""
    with recorded(actor=actor, act="entry.disable", why=why) as line:
        line.skip()
        banks.set_enabled(store(), bank=bank, entry=entry, enabled=False, actor=actor, why=why)
    return Outcome()


def enable_entry(*, bank: str, entry: int, actor: str, why: str) -> Outcome:
    """Switch an entry on again; in a bank that may act, a confirmed one needs a second person."""
    found = bank_queries.entry(store(), bank, entry)
    if _is_armed(bank_queries.bank(store(), bank)) and found.opinion == "confirmed":
        return Outcome(proposal=_propose_one("entry.enable", bank, entry, actor, why))
    _enable(bank=bank, entry=entry, actor=actor, why=why)
    return Outcome()


def confirm_entry(*, bank: str, entry: int, actor: str, why: str) -> Outcome:
    """Stand behind an entry from outside; in a bank that may act, by two people."""
    found = bank_queries.entry(store(), bank, entry)
    if _is_armed(bank_queries.bank(store(), bank)) and found.opinion != "confirmed":
        return Outcome(proposal=_propose_one("entry.confirm", bank, entry, actor, why))
    _confirm(bank=bank, entry=entry, actor=actor, why=why)
    return Outcome()


def deconfirm_entry(*, bank: str, entry: int, actor: str, why: str) -> Outcome:
    """Stop standing behind an entry: it opens cases still, and never leads to action."""
    with recorded(actor=actor, act="entry.deconfirm", why=why) as line:
        line.skip()
        banks.deconfirm(store(), bank=bank, entry=entry, actor=actor, why=why)
    return Outcome()


def _add(
    *,
    bank: str,
    rows: Sequence[NewEntry | Mapping[str, Any]],
    actor: str,
    why: str,
    case: int | None = None,
    override: str = "",
) -> Added:
    """Add entries now. The rows of cases are held first: the bank store's are held until commit."""
    given = [_read(row) for row in rows]
    with recorded(actor=actor, act="entry.override", why=override or why) as line:
        if not any(row.because for row in given):
            line.skip()
        line.subject, line.detail = f"bank/{bank}", {"entries": len(given)}
        where = bank_queries.bank(store(), bank)
        if case is not None:
            locked(case)
        added = banks.add_entries(store(), bank=bank, rows=given, actor=actor, why=why)
        if case is not None and where.purpose == "harm":  # what a reversal withdraws
            moment = now()
            EntryOrigin.objects.bulk_create(
                [
                    EntryOrigin(bank=bank, entry=entry, case_id=case, at=moment)
                    for entry in dict.fromkeys(added.ids)
                ],
                ignore_conflicts=True,
            )
        look_back_for(where, added)
    return added


def look_back_for(bank: Bank, added: Added) -> None:
    """Put the search for items seen before on the list, where a bank is of harm."""
    if bank.purpose != "harm" or not (added.new or added.revived):
        return
    first, last = min(added.ids), max(added.ids)
    if last - first > 2 * len(added.ids):  # old numbers among new ones: one by one
        for one in sorted(set(added.ids))[:1000]:
            enqueue("retro", bank=bank.name, first_entry=one, last_entry=one)
        return
    enqueue("retro", bank=bank.name, first_entry=first, last_entry=last)


def _enable(*, bank: str, entry: int, actor: str, why: str) -> None:
    with recorded(actor=actor, act="entry.enable", why=why) as line:
        line.skip()
        banks.set_enabled(store(), bank=bank, entry=entry, enabled=True, actor=actor, why=why)


def _confirm(*, bank: str, entry: int, actor: str, why: str) -> None:
    with recorded(actor=actor, act="entry.confirm", why=why) as line:
        line.skip()
        banks.confirm(store(), bank=bank, entry=entry, actor=actor, why=why)


PERFORMERS: dict[str, Performer] = {
    "entry.add": _add,
    "entry.enable": _enable,
    "entry.confirm": _confirm,
}


def _is_armed(bank: Bank) -> bool:
    return needs_second("add_entry", purpose=bank.purpose, may_act=bank.may_act)


def _propose(deed: str, payload: dict[str, Any], bank: str, actor: str, why: str) -> Proposal:
    return propose(deed=deed, payload=payload, subject=f"bank/{bank}", actor=actor, why=why)


def _propose_one(deed: str, bank: str, entry: int, actor: str, why: str) -> Proposal:
    payload = {"bank": bank, "entry": entry}
    subject = f"bank/{bank}/{entry}"
    return propose(deed=deed, payload=payload, subject=subject, actor=actor, why=why)


def _as_given(row: NewEntry, override: str, case: int | None) -> NewEntry:
    """Return a row with why it may hit what must stay up, and the case it was made from."""
    row = replace(row, because=override) if override and not row.because else row
    return replace(row, source_ref=f"case/{case}") if case is not None else row


def _written(row: NewEntry) -> dict[str, Any]:
    return {**asdict(row), "value": row.value.hex()}


def _read(row: NewEntry | Mapping[str, Any]) -> NewEntry:
    if isinstance(row, NewEntry):
        return row
    return NewEntry(**{**row, "value": bytes.fromhex(row["value"])})
