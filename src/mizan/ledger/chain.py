"""The chain: each line's hash covers the line and the hash before it (SHA-256, FIPS 180-4).

A line is appended inside the transaction of the change it records, so that neither is there
without the other. `verify` (in `mizan.ledger.verify`) reads the chain back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mizan.banks.store import Store
from mizan.terms import time

START = "0" * 64  # what the first line follows
PAGE = 5000  # lines read at a time


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
    """Add a line to the chain, in the transaction of the caller, and return it."""
    with store.writing():
        store.run("banks.count_up", name="ledger", by=1)  # holds the chain's end until commit
        seq, previous = head(store)
        columns: dict[str, Any] = {
            "seq": seq + 1,
            "at": time.stamp(),
            "actor": clean(actor),
            "act": act,
            "subject": clean(subject),
            "why": clean(why),
            "detail": json.dumps(detail, sort_keys=True, separators=(",", ":")),
            "previous": previous,
        }
        line = Line(**columns, hash=hash_of(Line(**columns, hash="")))
        store.run("ledger.append", **columns, hash=line.hash)
    return line


def head(store: Store) -> tuple[int, str]:
    """Return number and hash of the last line; 0 and START of an empty chain."""
    found = store.one("ledger.head")
    return (int(found[0]), str(found[1])) if found else (0, START)


def lines(store: Store, after: int = 0) -> Iterator[Line]:
    """Give the lines behind number `after`, in order, read page by page."""
    names = ("seq", "at", "actor", "act", "subject", "why", "detail", "previous", "hash")
    while page := store.rows("ledger.lines_after", seq=after, limit=PAGE):
        for row in page:
            yield Line(**dict(zip(names, row, strict=True)))
        after = page[-1][0]


def record_policy(
    store: Store, *, name: str, version: str, sha256: str, actor: str, why: str
) -> Line | None:
    """Record that a policy is in force, unless it is the one recorded last; then return None.

    sha256  of the rules file's bytes, 64 hex digits
    """
    detail = {"sha256": sha256, "version": version}
    subject = f"policy/{name}"
    with store.writing():
        last = store.one("ledger.last_of_act", act="policy")
        if last and last[1] == subject and json.loads(last[2]) == detail:
            return None
        return append(store, actor=actor, act="policy", subject=subject, why=why, detail=detail)


def clean(text: str) -> str:
    """Return `text` as a database can keep it: lone surrogates and NULs become question marks."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")
