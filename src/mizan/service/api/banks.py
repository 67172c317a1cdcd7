"""Banks over HTTP: which there are, what they may do."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema, Status

from mizan.banks import queries
from mizan.service.api import knowledge
from mizan.service.api.access import NeedsToken, actor_of
from mizan.service.api.shapes import NO_NUL, READ, WRITE, Word
from mizan.service.ground.recording import store
from mizan.terms.bank import Bank, MayAct, Purpose

WAITING = {202: knowledge.Waits, **WRITE}  # what two people do
router = Router(tags=["banks"], auth=NeedsToken("banks"))
BankName = Annotated[str, Path(min_length=1, max_length=64, pattern=NO_NUL)]
Why = Annotated[str, Field(min_length=1, max_length=2000, pattern=NO_NUL)]


class BankOut(Schema):
    """A bank as it stands."""

    name: str
    purpose: str
    may_act: str
    max_distance: int | None
    enabled: bool
    owner: str
    legal_basis: str


class Banks(Schema):
    """Every bank, oldest first."""

    banks: list[BankOut]


class BankSet(Schema):
    """What of a bank is to be changed."""

    may_act: MayAct | None = None
    max_distance: int | None = Field(None, ge=0, le=63, description="Bits of 256; null = 31")
    owner: Word | None = Field(None, max_length=500)
    legal_basis: Word | None = Field(None, max_length=500)
    enabled: bool | None = None
    why: Why = "asked by API"


class BankIn(Schema):
    """A bank to be made."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")
    purpose: Purpose
    may_act: MayAct = "queue"
    max_distance: int | None = Field(None, ge=0, le=63)
    owner: str = Field("", max_length=500, pattern=NO_NUL)
    legal_basis: str = Field("", max_length=500, pattern=NO_NUL)
    why: Why = "asked by API"


@router.get("/banks", response={200: Banks, **READ}, summary="Every bank")
def list_banks(request: HttpRequest) -> Banks:
    """Return every bank with its properties, not its entries."""
    return Banks(banks=[_told(one) for one in queries.banks(store())])


@router.post("/banks", response={201: BankOut, **WAITING}, summary="Make a bank")
def create_bank(request: HttpRequest, given: BankIn) -> Any:
    """Make an empty bank. One that is to act is made with `queue`, and arming it waits (202)."""
    came = knowledge.create_bank(actor=actor_of(request), **given.model_dump())
    return knowledge.answer_of(came, Status(201, _told(queries.bank(store(), given.name))))


@router.patch("/banks/{name}", response={200: BankOut, **WAITING}, summary="Change a bank")
def set_bank(request: HttpRequest, name: BankName, given: BankSet) -> Any:
    """Change the properties that are given; the purpose of a bank never changes."""
    wanted = {key: value for key, value in given.model_dump().items() if value is not None}
    came = knowledge.set_bank(name=name, actor=actor_of(request), **wanted)
    return knowledge.answer_of(came, _told(queries.bank(store(), name)))


def _told(bank: Bank) -> BankOut:
    return BankOut(**{name: getattr(bank, name) for name in BankOut.model_fields})
