"""Recording: a change and its line in the ledger are committed together, or neither is.

    with recorded(actor=actor, act="case.claim", why=why) as line:
        ...
        line.subject = f"case/{case.id}"

Changes inside changes each leave their line. Lines are appended at the very end of the outermost
one, because the end of the chain is held until commit: whoever held it while waiting for another
row could wait for ever.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from mizan.banks.store import Store
from mizan.ledger import chain
from mizan.service.ground.engine import freshen


@dataclass(slots=True, kw_only=True)
class Record:
    """What the line of a change will say. No content, no names of people who posted."""

    actor: str  # "user:NAME", "token:NAME", "rule:NAME", "worker", "cli:NAME"
    act: str  # what was done: "case.decide"
    why: str  # the reason given
    subject: str = ""  # to what: "case/7"
    detail: dict[str, Any] = field(default_factory=dict)  # counts, codes, digests
    silent: bool = False  # nothing came of it: no line

    def skip(self) -> None:
        """Leave no line: nothing was changed."""
        self.silent = True


class _Open(threading.local):
    """The lines of the transaction that this thread has open."""

    depth = 0

    def __init__(self) -> None:
        self.records: list[Record] = []


_open = _Open()


@contextmanager
def recorded(
    *, actor: str, act: str, why: str, subject: str = "", **detail: Any
) -> Iterator[Record]:
    """Hold one transaction whose change leaves one ledger line; within another, join it."""
    record = Record(actor=actor, act=act, why=why, subject=subject, detail=detail)
    before = len(_open.records)
    whole = False
    _open.depth += 1
    try:
        with transaction.atomic():
            yield record
            if not record.silent:
                _open.records.append(record)
            if _open.depth == 1:
                _write()
        whole = True
    finally:
        _open.depth -= 1
        if not whole or _open.depth == 0:  # what was rolled back leaves no line
            del _open.records[before:]


class DeskStore(Store):
    """The store over Django's connection. This process sees a change as soon as it is committed."""

    _told = False  # a change of the banks was written, and readers do not know of it yet

    def run(self, name: str, /, **parameters: Any) -> int:
        """Run a statement, and note whether it tells readers of a change."""
        self._told = self._told or name == "banks.insert_change"
        return super().run(name, **parameters)

    @contextmanager
    def writing(self, *, hold: str = "hold") -> Iterator[None]:
        """Hold the write transaction; once all of it is committed, the engine looks."""
        with super().writing(hold=hold):
            yield
        if self._told and not self._depth:
            self._told = False
            transaction.on_commit(freshen)


def store() -> Store:
    """Return the bank store and the ledger over Django's own connection of this thread.

    What is written through it inside `recorded` is committed with Django's rows.
    """
    connection.ensure_connection()
    where = str(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else "server"
    return DeskStore(connection.connection, where=where)


def _write() -> None:
    if not _open.records:
        return
    ledger = store()
    for one in _open.records:
        chain.append(
            ledger,
            actor=one.actor,
            act=one.act,
            subject=one.subject,
            why=one.why,
            detail=one.detail,
        )
