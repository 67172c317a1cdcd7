"""The key that signs anchors: 32 bytes in a file of its own, outside the data folder."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from mizan.config import user_folder
from mizan.errors import LedgerError

KEY_BYTES = 32


def key_path() -> Path:
    """Return where the key lies: MIZAN_LEDGER_KEY, else the user's configuration folder."""
    if named := os.environ.get("MIZAN_LEDGER_KEY"):
        return Path(named)
    folder = user_folder("config")
    if folder is None:
        raise LedgerError(
            "this user has no home folder for the ledger's key",
            hint="name a private file with MIZAN_LEDGER_KEY",
            code="ledger.no_key",
        )
    return folder / "ledger.key"


def read_key(*, make: bool = False) -> bytes:
    """Return the key; with `make`, one is made when there is none. LedgerError when unusable."""
    path = key_path()
    try:
        if make and not path.exists():
            _make_key(path)
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
