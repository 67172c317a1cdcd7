"""The chain: each line's hash covers the line and the hash before it (SHA-256, FIPS 180-4).

A line is appended inside the transaction of the change it records, so that neither is there
without the other. `verify` (in `mizan.ledger.verify`) reads the chain back.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from mizan.banks.store import Store
from mizan.errors import LedgerError
from mizan.terms import time

START = "0" * 64  # what the first line follows
PAGE = 5000  # lines read at a time
TEXTS = ("at", "actor", "act", "subject", "why", "detail", "previous", "hash")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the ledger: who did what to what, when and why. No content."""

    seq: int  # > 0, without gaps
    at: str  # UTC, ISO 8601, seconds
    actor: str  # who: "cli:NAME", or a user of the service
    act: str  # what: "entry.add", "bank.set", "policy"
    subject: str  # to what: "bank/NAME", "bank/NAME/ID", "policy/NAME"
    why: str  # the reason given
    detail: str  # JSON object, keys sorted: counts and numbers
    previous: str  # hash of the line before, 64 hex digits; START for the first
    hash: str  # of all the above, 64 hex digits
    flaw: str = ""  # what Mizan cannot have written there, a sentence; empty when it can have


def hash_of(line: Line) -> str:
    """Return what a line's hash must be.

    The hash is taken over a JSON array of the columns in order, in ASCII, without blanks: every
    text has one such form, and no two lines share it.
    """
    columns = [line.seq, line.at, line.actor, line.act, line.subject, line.why, line.detail]
    written = json.dumps([*columns, line.previous], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("ascii")).hexdigest()


def append(
    store: Store,
    *,
    actor: str,
    act: str,
    subject: str,
    why: str,
    detail: Mapping[str, Any],
) -> Line:
    """Add a line to the chain, in the transaction of the caller, and return it.

    LedgerError ledger.unreadable.
    """
    with store.writing(), explained(store):
        store.run("banks.count_up", name="ledger", by=1)  # holds the chain's end until commit
        seq, previous = head(store)
        columns: dict[str, Any] = {
            "seq": seq + 1,
            "at": time.stamp(),
            "actor": clean(actor),
            "act": act,
            "subject": clean(subject),
            "why": clean(why),
            "detail": _written(detail),
            "previous": previous,
        }
        line = Line(**columns, hash=hash_of(Line(**columns, hash="")))
        store.run("ledger.append", **columns, hash=line.hash)
    return line


def head(store: Store) -> tuple[int, str]:
    """Return number and hash of the last line; 0 and START of an empty chain."""
    with explained(store):
        found = store.one("ledger.head")
    if found is None:
        return 0, START
    line = _line(store, found)
    return line.seq, line.hash


def lines(store: Store, after: float = -math.inf) -> Iterator[Line]:
    """Give the lines behind number `after`, in order, read page by page.

    Lines below 1 are given, too, and those that Mizan cannot have written, with their flaw.
    LedgerError ledger.unreadable when the table is missing or not the one that Mizan makes.
    """
    while page := _page(store, after, PAGE):
        yield from page
        after = page[-1].seq


def line_behind(store: Store, number: int) -> Line | None:
    """Return the line next behind a number, or None."""
    return next(iter(_page(store, number, 1)), None)


def record_policy(
    store: Store, *, name: str, version: str, sha256: str, actor: str, why: str
) -> Line | None:
    """Record that a policy is in force, unless it is the one recorded last; then return None.

    sha256  of the rules file's bytes, 64 hex digits
    """
    detail = {"sha256": sha256, "version": version}
    subject = f"policy/{name}"
    with store.writing():
        with explained(store):
            last = store.one("ledger.last_of_act", act="policy")
        if last and last[1:] == (clean(subject).encode(), _written(detail).encode()):
            return None
        return append(store, actor=actor, act="policy", subject=subject, why=why, detail=detail)


def unreadable(store: Store) -> LedgerError:
    """Return the error that says that there is no chain to be read."""
    return LedgerError(
        f"the ledger of the bank store {store.where} is missing, or is not as Mizan made it",
        hint="treat it as tampering: keep the data folder as it is, and restore a backup elsewhere",
        code="ledger.unreadable",
    )


@contextmanager
def explained(store: Store) -> Iterator[None]:
    """Turn what the store has no explanation for into an error of the ledger."""
    try:
        yield
    except (store.dialect.faults, OverflowError) as error:
        raise unreadable(store) from error


def clean(text: str) -> str:
    """Return `text` as a database can keep it: lone surrogates and NULs become question marks."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")


def _written(detail: Mapping[str, Any]) -> str:
    return json.dumps(detail, sort_keys=True, separators=(",", ":"))


def _page(store: Store, after: float, limit: int) -> list[Line]:
    with explained(store):
        found = store.rows("ledger.lines_after", seq=after, limit=limit)
    return [_line(store, row) for row in found]


def _line(store: Store, row: tuple[Any, ...]) -> Line:
    """Return the line in a row: number, types of the texts, bytes of the texts."""
    seq, types, *cells = row
    if not isinstance(seq, int):
        raise unreadable(store)
    texts, flaw = {}, ""
    for name, kind, cell in zip(TEXTS, types.split(), cells, strict=True):
        data = cell or b""
        texts[name] = data.decode("utf-8", "replace")
        if cell is None or kind != "text" or texts[name].encode() != data:
            flaw = flaw or f"its column {name} holds no text"
    return Line(seq=seq, **texts, flaw=flaw)
