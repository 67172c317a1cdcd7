"""What SQLite complains about, said with a way out."""

from __future__ import annotations

import errno
import sqlite3

from mizan.errors import StoreError

LOCKED = (
    "store.locked",
    "is being written by another process",
    "wait for it to end, or look for an import that hangs, then try again",
)
TORN = (
    "store.torn",
    "is damaged, or is not a database",
    "move it away with its -wal and -shm files and restore a backup, or import the lists anew",
)
READ_ONLY = (
    "store.read_only",
    "can be read but not written",
    "give write permission on the folder and the file, or name another with --data",
)
FULL = (
    "store.full",
    "could not be written: the disk is full",
    "make room and try again; what was committed before is whole",
)
DISK = (
    "store.disk",
    "could not be read or written: the disk or the file system reports an error",
    "check free space and the disk, then try again",
)
NO_FILE = (
    "store.no_file",
    "cannot be opened",
    "check the folder's path and permissions, or name another with --data",
)

KINDS = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_NOTADB: TORN,
    sqlite3.SQLITE_CORRUPT: TORN,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: DISK,
    sqlite3.SQLITE_CANTOPEN: NO_FILE,
}

FAULTS = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EROFS: READ_ONLY,
}


def explain_os(error: OSError, what: str) -> StoreError:
    """Return the StoreError for a file of the data folder that could not be written."""
    kind = FAULTS.get(error.errno or 0)
    return said_of(kind, what) if kind else said_of(DISK, what, f" ({error.strerror})")


def said_of(kind: tuple[str, str, str], what: str, more: str = "") -> StoreError:
    """Return the StoreError of one of the kinds above, about `what`."""
    name, said, hint = kind
    return StoreError(f"{what} {said}{more}", hint=hint, code=name)


def explain(error: sqlite3.Error, where: str) -> StoreError | None:
    """Return the StoreError for what SQLite says of `where`, or None for a fault of our own."""
    code = getattr(error, "sqlite_errorcode", None)
    kind = KINDS.get(code & 0xFF) if code is not None else None
    if kind is None:
        return None
    return said_of(kind, f"the bank store {where}")
