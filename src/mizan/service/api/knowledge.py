"""Knowledge: how the API changes banks, by the same guards as people. The only such place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ninja import Field, Schema, Status

from mizan.banks import queries
from mizan.banks.changes import NewEntry
from mizan.service.curation import bank_changes, entry_changes
from mizan.service.curation.outcome import Outcome
from mizan.service.ground.recording import store

DEEDS = {
    "confirm": entry_changes.confirm_entry,
    "deconfirm": entry_changes.deconfirm_entry,
    "enable": entry_changes.enable_entry,
    "disable": entry_changes.disable_entry,
}


def create_bank(*, actor: str, why: str, **given: Any) -> Outcome:
    """Make a bank; arming it is proposed. BankError as `bank_changes.create_bank`."""
    return bank_changes.create_bank(actor=actor, why=why, **given)


def set_bank(
    *, name: str, actor: str, why: str, enabled: bool | None = None, **given: Any
) -> Outcome:
    """Change properties of a bank, and whether it is in force. BankError bank.unknown."""
    came = Outcome(bank=queries.bank(store(), name))
    if given:
        came = bank_changes.set_bank(name=name, actor=actor, why=why, **given)
    if enabled is None:
        return came
    switch = bank_changes.enable_bank if enabled else bank_changes.disable_bank
    switched = switch(name=name, actor=actor, why=why)
    return switched if came.done else came


def add_entries(
    *, bank: str, rows: Sequence[NewEntry], actor: str, why: str, override: str
) -> Outcome:
    """Add fingerprints to a bank. ProtectedError; BankError as `banks.changes.add_entries`."""
    return entry_changes.add_entries(
        bank=bank, rows=rows, actor=actor, user=None, why=why, override=override
    )


def remove_entry(*, bank: str, entry: int, actor: str, why: str) -> Outcome:
    """Take an entry out for good. BankError bank.unknown_entry, bank.removed."""
    return entry_changes.remove_entry(bank=bank, entry=entry, actor=actor, why=why)


def set_entry(*, bank: str, entry: int, deed: str, actor: str, why: str) -> Outcome:
    """Confirm, deconfirm, enable or disable an entry. BankError bank.unknown_entry."""
    return DEEDS[deed](bank=bank, entry=entry, actor=actor, why=why)


class Waits(Schema):
    """What waits for a second person, or for the delay that stands in for one."""

    proposal: int = Field(description="Its number; somebody else agrees to it in the console")
    state: str


def answer_of(came: Outcome, told: Schema | Status[Any]) -> Schema | Status[Any]:
    """Return what is told of a change that is done; 202 and its number when it waits."""
    if came.proposal is None:
        return told
    return Status(202, Waits(proposal=came.proposal.pk, state=came.proposal.state))
