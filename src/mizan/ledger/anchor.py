"""Anchors: heads of the chain, signed and kept outside the database.

Whoever can write the database can cut the chain's end or write all of it anew, and the chain alone
would not show it. An anchor file holds the head as it was at several moments, each signed with
HMAC-SHA256 (RFC 2104) under a key that lies elsewhere.
"""

from __future__ import annotations

from pathlib import Path

from mizan.banks.store import Store
from mizan.errors import LedgerError
from mizan.ledger.anchor_file import Anchor, add_anchor, holds_lines
from mizan.ledger.chain import head
from mizan.ledger.key import read_key
from mizan.ledger.verify import verify
from mizan.terms import time


def write_anchor(store: Store, file: Path) -> Anchor:
    """Append the chain's head, signed, to `file` (made 0600 when missing) and return it.

    A file that holds anchors takes another only while the chain holds against all of them: a chain
    that was written anew must not look anchored. LedgerError ledger.anchor_contradicts, and what
    reading and writing the file, the key and the chain may raise.
    """
    read_key(make=True)
    with store.reading():
        if holds_lines(file):
            _check(store, file)
        seq, found = head(store)
        anchor = Anchor(seq=seq, hash=found, at=time.stamp())
    add_anchor(file, anchor)
    return anchor


def _check(store: Store, file: Path) -> None:
    report = verify(store, file)
    if report.anchors and not report.whole:
        first = report.breaks[0]
        raise LedgerError(
            f"the chain does not hold against {file}: line {first.line}, {first.kind}",
            hint="see `mizan ledger verify --anchor` and treat it as tampering; once it is "
            "explained, keep this file and begin a new one",
            code="ledger.anchor_contradicts",
        )
