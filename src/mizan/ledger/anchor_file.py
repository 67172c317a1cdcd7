"""Files of anchors: one signed head of the chain a line, as JSON."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mizan.errors import LedgerError
from mizan.ledger.key import read_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The chain's head at one moment."""

    seq: int  # number of the last line then; 0 of an empty chain
    hash: str  # its hash, 64 hex digits
    at: str  # UTC, ISO 8601, seconds


def read_anchors(file: Path) -> list[Anchor]:
    """Return the anchors of a file, oldest first; LedgerError for one that the key did not sign."""
    key = read_key()
    try:
        written = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise LedgerError(
            f"the anchor file {file} cannot be read",
            hint="name the file that anchors were written to",
            code="ledger.no_anchor",
        ) from None
    return [
        _read_line(key, line, f"{file} line {number}")
        for number, line in enumerate(written, 1)
        if line.strip()
    ]


def holds_lines(file: Path) -> bool:
    """Tell whether there is a file to be read back; a pipe or a device is none."""
    try:
        return file.is_file()
    except OSError:
        return False  # writing it will say why


def add_anchor(file: Path, anchor: Anchor) -> None:
    """Append an anchor, signed, to `file`, which is made 0600 when missing."""
    mac = _mac(read_key(), anchor)
    written = {"seq": anchor.seq, "hash": anchor.hash, "at": anchor.at, "mac": mac}
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as out:
            out.write(json.dumps(written) + "\n")
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise LedgerError(
            f"the anchor file {file} cannot be written: {error.strerror}",
            hint="name a file that may be written, outside the data folder",
            code="ledger.anchor_unwritable",
        ) from None


def _read_line(key: bytes, line: str, where: str) -> Anchor:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    anchor = _signed(key, found) if isinstance(found, dict) else None
    if anchor is None:
        raise LedgerError(
            f"the anchor in {where} was not signed with this key, or was changed",
            hint="name the key that signed it with MIZAN_LEDGER_KEY; else treat it as tampering",
            code="ledger.anchor_forged",
        )
    return anchor


def _signed(key: bytes, found: dict[str, Any]) -> Anchor | None:
    """Return the anchor when it is one and its signature is right."""
    seq, *texts = (found.get(name) for name in ("seq", "hash", "at", "mac"))
    if type(seq) is not int or not all(isinstance(text, str) for text in texts):
        return None
    digest, at, mac = map(str, texts)
    anchor = Anchor(seq=seq, hash=digest, at=at)
    right = hmac.compare_digest(mac.encode("utf-8", "replace"), _mac(key, anchor).encode())
    return anchor if right else None


def _mac(key: bytes, anchor: Anchor) -> str:
    signed = json.dumps([anchor.seq, anchor.hash, anchor.at], separators=(",", ":"))
    return hmac.new(key, signed.encode("ascii"), hashlib.sha256).hexdigest()
