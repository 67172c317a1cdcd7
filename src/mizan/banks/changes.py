"""Writing the bank store. Every function here is one transaction and leaves one ledger line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal

from mizan.banks import queries
from mizan.banks.store import Store
from mizan.errors import BankError
from mizan.ledger.chain import append, clean
from mizan.signals.key import key_of
from mizan.terms import time
from mizan.terms.bank import Bank, MayAct, Purpose
from mizan.terms.entry import Opinion

ChangeKind = Literal["add", "remove", "disable", "enable", "confirm", "bank"]
GOOD_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
FARTHEST = 63  # bits; beyond it the index would have to read every entry
COMMONS_SIGNAL = "neartext"  # passages are the only thing that a commons bank holds


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """A fingerprint to be added, with where it comes from."""

    signal: str
    value: bytes
    label: str = ""
    source: str = "operator"
    source_ref: str = ""
    opinion: Opinion = "confirmed"
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of adding entries."""

    ids: tuple[int, ...]  # of the rows given, in order
    new: int  # entries that were not there
    already: int  # rows that the bank, or an earlier row, held already
    revived: int  # entries that were removed or disabled and are in force again
    kept: int  # rows left removed or disabled, because they were not to be revived


def create_bank(
    store: Store,
    *,
    name: str,
    purpose: Purpose,
    actor: str,
    why: str,
    may_act: MayAct = "queue",
    max_distance: int | None = None,
    owner: str = "",
    legal_basis: str = "",
) -> Bank:
    """Make a bank. BankError bank.bad_name, bank.exists, bank.bad_distance."""
    if not GOOD_NAME.fullmatch(name):
        raise BankError(
            "a bank cannot have this name",
            hint="letters a-z, digits, . _ - and at most 64 of them, a letter or digit first",
            code="bank.bad_name",
        )
    _check_distance(max_distance)
    with store.writing():
        if any(one.name == name for one in queries.banks(store)):
            raise BankError(
                f"there is a bank called {name} already",
                hint="choose another name, or add to that bank",
                code="bank.exists",
            )
        made = Bank(
            id=_take(store, "bank", 1),
            name=name,
            purpose=purpose,
            may_act=may_act,
            max_distance=max_distance,
            owner=clean(owner),
            legal_basis=clean(legal_basis),
        )
        store.run(
            "banks.insert_bank",
            id=made.id,
            name=name,
            purpose=purpose,
            may_act=may_act,
            max_distance=max_distance,
            owner=made.owner,
            legal_basis=made.legal_basis,
            added=time.stamp(),
        )
        _tell(store, made, "bank")
        _record(store, "bank.create", made, actor, why)
    return made


def set_bank(
    store: Store,
    *,
    name: str,
    actor: str,
    why: str,
    may_act: MayAct | None = None,
    max_distance: int | None = None,
    owner: str | None = None,
    legal_basis: str | None = None,
) -> Bank:
    """Change the properties of a bank that are given; its purpose stays what it was."""
    _check_distance(max_distance)
    with store.writing():
        old = queries.bank(store, name)
        new = replace(
            old,
            may_act=old.may_act if may_act is None else may_act,
            max_distance=old.max_distance if max_distance is None else max_distance,
            owner=old.owner if owner is None else clean(owner),
            legal_basis=old.legal_basis if legal_basis is None else clean(legal_basis),
        )
        _save(store, new, "bank.set", actor, why)
    return new


def add_entries(
    store: Store,
    *,
    bank: str,
    rows: Sequence[NewEntry],
    actor: str,
    why: str,
    revive: bool = True,
) -> Added:
    """Add fingerprints to a bank; each value is there once.

    An entry that is there stays as it is. One that was removed or disabled is put back in force
    with `revive`, as when a person adds it by hand, and left alone without, as in an import. A
    confirmed row confirms an entry that was not. BankError bank.unknown, bank.commons_text_only.
    """
    with store.writing():
        where = queries.bank(store, bank)
        _check_signals(where, rows)
        wanted: dict[tuple[str, bytes], NewEntry] = {}
        keys = [(row.signal, key_of(row.value)) for row in rows]
        for key, row in zip(keys, rows, strict=True):
            wanted.setdefault(key, row)
        first = _take(store, "entry", len(wanted))
        ids = dict(zip(wanted, range(first, first + len(wanted)), strict=True))
        new = _insert(store, where, wanted, ids)
        if new:
            _tell(store, where, "add", first, first + len(wanted) - 1)
        met = _Met() if new == len(wanted) else _meet(store, where, wanted, ids, revive=revive)
        added = Added(
            ids=tuple(ids[key] for key in keys),
            new=new,
            already=len(rows) - new - met.revived - met.kept,
            revived=met.revived,
            kept=met.kept,
        )
        _record_added(store, where, added, wanted, actor=actor, why=why)
    return added


def remove_entry(store: Store, *, bank: str, entry: int, actor: str, why: str) -> None:
    """Take an entry out for good: its value is dropped, its number and provenance stay.

    Its key stays too, so that no import brings it back; adding it by hand does.
    BankError bank.unknown_entry, bank.removed.
    """
    with store.writing():
        where = _entry_in_force(store, bank, entry)
        store.run("banks.remove_entry", id=entry)
        _tell(store, where, "remove", entry, entry)
        _record(store, "entry.remove", where, actor, why, entry=entry)


def set_enabled(
    store: Store, *, bank: str, enabled: bool, actor: str, why: str, entry: int | None = None
) -> None:
    """Switch a bank, or one entry of it, on or off. What is off matches nothing.

    BankError bank.unknown, bank.unknown_entry, bank.removed.
    """
    kind: ChangeKind = "enable" if enabled else "disable"
    with store.writing():
        if entry is None:
            where = replace(queries.bank(store, bank), enabled=enabled)
            _save(store, where, f"bank.{kind}", actor, why)
            return
        where = _entry_in_force(store, bank, entry)
        store.run("banks.set_entry_state", id=entry, state="active" if enabled else "disabled")
        _tell(store, where, kind, entry, entry)
        _record(store, f"entry.{kind}", where, actor, why, entry=entry)


def confirm(store: Store, *, bank: str, entry: int, actor: str, why: str) -> None:
    """Note that the operator's own people stand behind an entry.

    BankError bank.unknown_entry, bank.removed.
    """
    _opine(store, "confirm", bank, entry, actor, why)


def deconfirm(store: Store, *, bank: str, entry: int, actor: str, why: str) -> None:
    """Note that they do not, or not any more; as `confirm`."""
    _opine(store, "deconfirm", bank, entry, actor, why)


def _opine(store: Store, act: str, bank: str, entry: int, actor: str, why: str, /) -> None:
    with store.writing():
        where = _entry_in_force(store, bank, entry)
        store.run(f"banks.{act}_entry", id=entry)
        _tell(store, where, "confirm", entry, entry)  # readers look at what it is now
        _record(store, f"entry.{act}", where, actor, why, entry=entry)


@dataclass(slots=True)
class _Met:
    revived: int = 0
    kept: int = 0


def _insert(
    store: Store,
    where: Bank,
    wanted: dict[tuple[str, bytes], NewEntry],
    ids: dict[tuple[str, bytes], int],
) -> int:
    """Insert the rows that are new and return how many were."""
    added = time.stamp()
    return store.run_many(
        "banks.insert_entry",
        (
            {
                "id": ids[key],
                "bank": where.id,
                "signal": row.signal,
                "key": key[1],
                "value": row.value,
                "label": clean(row.label),
                "source": clean(row.source),
                "source_ref": clean(row.source_ref),
                "opinion": row.opinion,
                "because": clean(row.because),
                "added": added,
            }
            for key, row in wanted.items()
        ),
    )


def _meet(
    store: Store,
    where: Bank,
    wanted: dict[tuple[str, bytes], NewEntry],
    ids: dict[tuple[str, bytes], int],
    *,
    revive: bool,
) -> _Met:
    """Deal with rows whose key the bank held already; `ids` gets the numbers they have there."""
    first, last = min(ids.values()), max(ids.values())
    fresh = {one for (one,) in store.rows("banks.ids_between", first=first, last=last)}
    met = _Met()
    held = [key for key in wanted if ids[key] not in fresh]
    asked = [{"bank": where.id, "signal": signal, "key": key} for signal, key in held]
    for key, found in zip(held, store.one_each("banks.entry_by_key", asked), strict=True):
        if found is None:
            raise AssertionError("a row that was refused has another with its key")
        row = wanted[key]
        number, state, opinion = found
        ids[key] = number
        if state != "active":
            met.revived += revive
            met.kept += not revive
            if revive:
                _revive(store, where, number, row)
        elif row.opinion == "confirmed" != opinion:
            store.run("banks.confirm_entry", id=number)
            _tell(store, where, "confirm", number, number)
    return met


def _revive(store: Store, where: Bank, number: int, row: NewEntry) -> None:
    store.run(
        "banks.revive_entry",
        id=number,
        value=row.value,
        label=clean(row.label),
        source=clean(row.source),
        source_ref=clean(row.source_ref),
        opinion=row.opinion,
        because=clean(row.because),
        added=time.stamp(),
    )
    _tell(store, where, "add", number, number)


def _save(store: Store, bank: Bank, act: str, actor: str, why: str) -> None:
    store.run(
        "banks.update_bank",
        id=bank.id,
        may_act=bank.may_act,
        max_distance=bank.max_distance,
        enabled=int(bank.enabled),
        owner=bank.owner,
        legal_basis=bank.legal_basis,
    )
    _tell(store, bank, "bank")
    _record(store, act, bank, actor, why)


def _entry_in_force(store: Store, bank: str, entry: int) -> Bank:
    """Return the bank of an entry that was not removed."""
    if queries.entry(store, bank, entry).state == "removed":
        raise BankError(
            f"entry {entry} of bank {bank} was removed",
            hint="add it again if it is to be in force",
            code="bank.removed",
        )
    return queries.bank(store, bank)


def _check_distance(distance: int | None) -> None:
    if distance is not None and not 0 <= distance <= FARTHEST:
        raise BankError(
            f"the largest distance cannot be {distance}",
            hint=f"0 to {FARTHEST} bits of 256; 31 is usual",
            code="bank.bad_distance",
        )


def _check_signals(where: Bank, rows: Sequence[NewEntry]) -> None:
    if where.purpose == "commons" and any(row.signal != COMMONS_SIGNAL for row in rows):
        raise BankError(
            f"bank {where.name} is for passages that everybody shares: it holds texts only",
            hint="put files, images and links into a bank of purpose harm or allow",
            code="bank.commons_text_only",
        )


def _take(store: Store, name: str, by: int) -> int:
    """Take `by` numbers from a counter and return the first."""
    store.run("banks.count_up", name=name, by=by)
    found = store.one("banks.counted", name=name)
    if found is None:
        raise AssertionError(f"the schema makes the counter {name}")
    return int(found[0]) - by + 1


def _tell(store: Store, bank: Bank, kind: ChangeKind, first: int = 0, last: int = 0) -> None:
    """Tell readers of a change."""
    seq = _take(store, "seq", 1)
    store.run("banks.insert_change", seq=seq, bank=bank.id, kind=kind, first=first, last=last)


def _record(
    store: Store, act: str, bank: Bank, actor: str, why: str, *, entry: int | None = None
) -> None:
    """Leave the ledger line of a change to a bank, or to one entry of it."""
    subject = f"bank/{bank.name}" if entry is None else f"bank/{bank.name}/{entry}"
    detail: dict[str, object] = {}
    if entry is None:
        detail = {
            "purpose": bank.purpose,
            "may_act": bank.may_act,
            "max_distance": bank.max_distance,
            "enabled": bank.enabled,
            "owner": bank.owner,
            "legal_basis": bank.legal_basis,
        }
    append(store, actor=actor, act=act, subject=subject, why=why, detail=detail)


def _record_added(
    store: Store,
    where: Bank,
    added: Added,
    wanted: dict[tuple[str, bytes], NewEntry],
    *,
    actor: str,
    why: str,
) -> None:
    detail = {
        "first": min(added.ids, default=0),
        "last": max(added.ids, default=0),
        "new": added.new,
        "already": added.already,
        "revived": added.revived,
        "kept": added.kept,
        "signals": sorted({signal for signal, _ in wanted}),
        "keys": sha256(b"".join(key for _, key in wanted)).hexdigest(),  # binds what was added
        "overridden": sum(bool(row.because) for row in wanted.values()),
    }
    subject = f"bank/{where.name}"
    append(store, actor=actor, act="entry.add", subject=subject, why=why, detail=detail)
