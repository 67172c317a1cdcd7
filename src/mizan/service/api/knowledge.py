"""Knowledge: how the API changes banks. The one place that says by which functions it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from mizan.banks import changes
from mizan.banks.store import Store
from mizan.service.ground.recording import recorded, store
from mizan.terms.bank import Bank


@contextmanager
def _writing(actor: str) -> Iterator[Store]:
    """Hold a transaction over the bank store, which writes its own ledger lines."""
    with recorded(actor=actor, act="bank.change", why="") as line:
        line.skip()
        yield store()


def create_bank(*, actor: str, why: str, **given: Any) -> Bank:
    """Make a bank. BankError as `banks.changes.create_bank`."""
    with _writing(actor) as open_store:
        return changes.create_bank(open_store, actor=actor, why=why, **given)


def set_bank(*, name: str, actor: str, why: str, enabled: bool | None = None, **given: Any) -> None:
    """Change properties of a bank, and whether it is in force. BankError bank.unknown."""
    with _writing(actor) as open_store:
        if given:
            changes.set_bank(open_store, name=name, actor=actor, why=why, **given)
        if enabled is not None:
            changes.set_enabled(open_store, bank=name, enabled=enabled, actor=actor, why=why)


def add_entries(
    *, bank: str, rows: Sequence[changes.NewEntry], actor: str, why: str
) -> changes.Added:
    """Add fingerprints to a bank. BankError as `banks.changes.add_entries`."""
    with _writing(actor) as open_store:
        return changes.add_entries(open_store, bank=bank, rows=rows, actor=actor, why=why)


def remove_entry(*, bank: str, entry: int, actor: str, why: str) -> None:
    """Take an entry out for good. BankError bank.unknown_entry, bank.removed."""
    with _writing(actor) as open_store:
        changes.remove_entry(open_store, bank=bank, entry=entry, actor=actor, why=why)


def set_entry(*, bank: str, entry: int, deed: str, actor: str, why: str) -> None:
    """Confirm, enable or disable an entry. BankError bank.unknown_entry, bank.removed."""
    with _writing(actor) as open_store:
        told: dict[str, Any] = {"bank": bank, "entry": entry, "actor": actor, "why": why}
        if deed == "confirm":
            changes.confirm(open_store, **told)
        else:
            changes.set_enabled(open_store, enabled=deed == "enable", **told)
