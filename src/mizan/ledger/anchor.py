"""Anchors: heads of the chain, signed and kept outside the database.

Whoever can write the database can cut the chain's end or write all of it anew, and the chain alone
would not show it. An anchor file holds the head as it was at several moments, each signed with
HMAC-SHA256 (RFC 2104) under a key that lies elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from mizan.banks.store import Store
from mizan.errors import LedgerError
from mizan.ledger.chain import head
from mizan.terms import time

KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The chain's head at one moment."""

    seq: int  # number of the last line then; 0 of an empty chain
    hash: str  # its hash, 64 hex digits
    at: str  # UTC, ISO 8601, seconds


def key_path() -> Path:
    """Return where the key lies: MIZAN_LEDGER_KEY, else the user's configuration folder."""
    if named := os.environ.get("MIZAN_LEDGER_KEY"):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_config_dir("mizan", appauthor=False)) / "ledger.key"


def read_key(*, make: bool = False) -> bytes:
    """Return the key; with `make`, one is made when there is none. LedgerError when unusable."""
    path = key_path()
    if make and not path.exists():
        _make_key(path)
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise LedgerError(
            f"the ledger's key {path} cannot be read: {error.strerror}",
            hint="name the key that signed the anchor with MIZAN_LEDGER_KEY",
            code="ledger.no_key",
        ) from None
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise LedgerError(
            f"{path} does not hold a ledger key",
            hint=f"it must be {2 * KEY_BYTES} hex digits; restore it from where you keep it",
            code="ledger.bad_key",
        )
    if mode & 0o077:
        raise LedgerError(
            f"the ledger's key {path} can be read by others",
            hint=f"chmod 600 {path}",
            code="ledger.key_open",
        )
    return key


def write_anchor(store: Store, file: Path) -> Anchor:
    """Append the chain's head, signed, to `file` (made 0600 when missing) and return it."""
    key = read_key(make=True)
    seq, found = head(store)
    anchor = Anchor(seq=seq, hash=found, at=time.stamp())
    written = {"seq": anchor.seq, "hash": anchor.hash, "at": anchor.at, "mac": _mac(key, anchor)}
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
    return anchor


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


def _read_line(key: bytes, line: str, where: str) -> Anchor:
    try:
        found = json.loads(line)
        anchor = Anchor(seq=int(found["seq"]), hash=str(found["hash"]), at=str(found["at"]))
        mac = str(found["mac"])
    except (ValueError, KeyError, TypeError):
        anchor, mac = Anchor(seq=0, hash="", at=""), ""
    if not hmac.compare_digest(mac.encode(), _mac(key, anchor).encode()):
        raise LedgerError(
            f"the anchor in {where} was not signed with this key, or was changed",
            hint="name the key that signed it with MIZAN_LEDGER_KEY; else treat it as tampering",
            code="ledger.anchor_forged",
        )
    return anchor


def _mac(key: bytes, anchor: Anchor) -> str:
    signed = json.dumps([anchor.seq, anchor.hash, anchor.at], separators=(",", ":"))
    return hmac.new(key, signed.encode("ascii"), hashlib.sha256).hexdigest()


def _make_key(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_hex(KEY_BYTES) + "\n")
    except FileExistsError:
        return  # another process made it meanwhile
    except OSError as error:
        raise LedgerError(
            f"the ledger's key {path} cannot be made: {error.strerror}",
            hint="name another place with MIZAN_LEDGER_KEY",
            code="ledger.no_key",
        ) from None
