"""Reading the bank store: banks, entries, counts. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mizan.banks.store import Store
from mizan.errors import BankError
from mizan.terms.bank import Bank
from mizan.terms.entry import Entry

PAGE = 2000  # entries read at a time
LAST = 2**63 - 1  # largest number that a database keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many entries of one kind a bank holds."""

    signal: str
    state: str
    opinion: str
    entries: int


def banks(store: Store) -> list[Bank]:
    """Return every bank, oldest first."""
    names = ("id", "name", "purpose", "may_act", "max_distance", "enabled", "owner", "legal_basis")
    found = (dict(zip(names, row, strict=True)) for row in store.rows("banks.all_banks"))
    return [Bank(**{**row, "enabled": bool(row["enabled"])}) for row in found]


def bank(store: Store, name: str) -> Bank:
    """Return the bank called `name`; BankError bank.unknown names those that there are."""
    known = banks(store)
    for one in known:
        if one.name == name:
            return one
    names = ", ".join(sorted(one.name for one in known))
    raise BankError(
        f"there is no bank called {name}",
        hint=f"there are: {names}" if names else "make one with `mizan bank create`",
        code="bank.unknown",
    )


def entries(store: Store, name: str, *, after: int = 0, limit: int = PAGE) -> list[Entry]:
    """Return up to `limit` entries of a bank with numbers above `after`, oldest first."""
    where = bank(store, name)
    rows = store.rows("banks.entries_after", bank=where.id, after=after, limit=limit)
    return [_entry(row, name) for row in rows]


def all_entries(store: Store, name: str) -> Iterator[Entry]:
    """Give every entry of a bank, oldest first, read page by page."""
    after = 0
    while page := entries(store, name, after=after):
        yield from page
        after = page[-1].id


def entry(store: Store, name: str, number: int) -> Entry:
    """Return one entry of a bank; BankError bank.unknown_entry when there is none."""
    where = bank(store, name)
    known = 0 < number <= LAST
    row = store.one("banks.entry_by_id", bank=where.id, id=number) if known else None
    if row is None:
        raise BankError(
            f"bank {name} has no entry {number}",
            hint=f"list them with `mizan bank show {name}`",
            code="bank.unknown_entry",
        )
    return _entry(row, name)


def counts(store: Store) -> dict[str, tuple[Count, ...]]:
    """Return what each bank holds, by bank's name. Reads the whole store."""
    names = {one.id: one.name for one in banks(store)}
    found: dict[str, tuple[Count, ...]] = dict.fromkeys(names.values(), ())
    for number, signal, state, opinion, count in store.rows("banks.count_entries"):
        one = Count(signal=signal, state=state, opinion=opinion, entries=count)
        found[names[number]] = (*found[names[number]], one)
    return found


def seq(store: Store) -> int:
    """Return the number of the last change, 0 when there is none."""
    found = store.one("banks.counted", name="seq")
    return int(found[0]) if found else 0


def signals_held(store: Store) -> list[str]:
    """Return the names of the signal types that the store holds entries of, in any state."""
    found: set[str] = set()
    for one in banks(store):
        name = ""
        while row := store.one("banks.next_signal", bank=one.id, signal=name):
            if row[0] is None:
                break
            name = row[0]
            found.add(name)
    return sorted(found)


def _entry(row: tuple[object, ...], name: str) -> Entry:
    columns = (
        "id",
        "signal",
        "value",
        "label",
        "source",
        "source_ref",
        "opinion",
        "state",
        "because",
        "added",
    )
    found: dict[str, object] = dict(zip(columns, row, strict=True))
    found["value"] = found["value"] or b""  # a removed entry has none
    return Entry(bank=name, **found)  # type: ignore[arg-type]  # as the schema's checks say
