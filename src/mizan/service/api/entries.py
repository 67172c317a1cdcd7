"""Entries over HTTP: list, add by the ten thousand, confirm, switch, remove."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from mizan.banks import queries
from mizan.banks.changes import Added
from mizan.errors import MizanError
from mizan.service.api import knowledge
from mizan.service.api.access import NeedsToken, actor_of
from mizan.service.api.banks import WAITING, BankName, Why
from mizan.service.api.bodies import json_of
from mizan.service.api.described import struct_body
from mizan.service.api.entry_shapes import EntriesIn, read_entries, rows_of
from mizan.service.api.once import KEYED, answer_once
from mizan.service.api.pages import after_number, next_number
from mizan.service.api.shapes import FOUND, LARGEST, NO_NUL, WRITE, Cursor, Limit
from mizan.service.ground.engine import engine
from mizan.service.ground.recording import store
from mizan.terms.entry import Entry

router = Router(tags=["banks"], auth=NeedsToken("banks"))
EntryNumber = Annotated[int, Path(ge=1, le=LARGEST)]
WhyQuery = Annotated[str, Query(min_length=1, max_length=2000, pattern=NO_NUL)]


class EntryOut(Schema):
    """An entry as it stands; never the content it was made from."""

    id: int
    type: str
    value: str = Field(description="Written as its type writes it; empty when it was removed")
    label: str
    source: str
    source_ref: str
    opinion: str
    state: str
    because: str
    added: str


class Entries(Schema):
    """A page of a bank's entries, oldest first."""

    entries: list[EntryOut]
    next: str | None


class AddedOut(Schema):
    """What came of adding entries."""

    ids: list[int] = Field(description="Of the fingerprints given, in order")
    new: int
    already: int
    revived: int


class Told(Schema):
    """Why it is done."""

    why: Why = "asked by API"


@router.get("/banks/{name}/entries", response={200: Entries, **FOUND}, summary="Entries of a bank")
def list_entries(
    request: HttpRequest, name: BankName, limit: Limit = 50, cursor: Cursor = ""
) -> Entries:
    """Return entries in whatever state, oldest first."""
    after = after_number(cursor) if cursor else 0
    page = queries.entries(store(), name, after=after, limit=limit + 1)
    return Entries(
        entries=[_told(entry) for entry in page[:limit]],
        next=next_number([entry.id for entry in page], limit),
    )


@router.post(
    "/banks/{name}/entries",
    response={201: AddedOut, **WAITING},
    summary="Add entries",
    openapi_extra={**KEYED, **struct_body(EntriesIn)},
)
def add_entries(request: HttpRequest, name: BankName) -> HttpResponse:
    """Add fingerprints or texts, all or none; a harm bank that acts takes two people (202)."""
    given = read_entries(json_of(request))

    def work() -> Any:
        purpose = queries.bank(store(), name).purpose
        rows = rows_of(given, engine().signals, purpose)
        came = knowledge.add_entries(
            bank=name,
            rows=rows,
            actor=actor_of(request),
            why=given.why,
            override=given.override,
        )
        return knowledge.answer_of(came, _counts(came.added))

    return answer_once(request, 201, work)


@router.delete(
    "/banks/{name}/entries/{number}", response={200: EntryOut, **WRITE}, summary="Remove an entry"
)
def remove_entry(
    request: HttpRequest, name: BankName, number: EntryNumber, why: WhyQuery = "asked by API"
) -> EntryOut:
    """Take an entry out for good: its value is dropped, its number and provenance stay."""
    knowledge.remove_entry(bank=name, entry=number, actor=actor_of(request), why=why)
    return _told(queries.entry(store(), name, number))


@router.post(
    "/banks/{name}/entries/{number}/{deed}",
    response={200: EntryOut, **WAITING},
    summary="Confirm, deconfirm, enable or disable an entry",
)
def set_entry(
    request: HttpRequest,
    name: BankName,
    number: EntryNumber,
    deed: Annotated[Literal["confirm", "deconfirm", "enable", "disable"], Path()],
    given: Told,
) -> Any:
    """Say whether your own people stand behind an entry, or switch it on or off."""
    came = knowledge.set_entry(
        bank=name, entry=number, deed=deed, actor=actor_of(request), why=given.why
    )
    return knowledge.answer_of(came, _told(queries.entry(store(), name, number)))


def _counts(added: Added | None) -> AddedOut:
    if added is None:
        return AddedOut(ids=[], new=0, already=0, revived=0)
    return AddedOut(
        ids=list(added.ids), new=added.new, already=added.already, revived=added.revived
    )


def _told(entry: Entry) -> EntryOut:
    same = ("id", "label", "source", "source_ref", "opinion", "state", "because", "added")
    columns = {name: getattr(entry, name) for name in same}
    return EntryOut(type=entry.signal, value=_written(entry), **columns)


def _written(entry: Entry) -> str:
    """Return a value as its type writes it; hex digits where this process has no such type."""
    kind = engine().signals.get(entry.signal)
    try:
        return kind.write(entry.value) if kind and entry.value else entry.value.hex()
    except MizanError:
        return entry.value.hex()
