"""What a database or a disk complains about, said with a way out."""

from __future__ import annotations

import errno

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
NO_DRIVER = (
    "store.no_driver",
    "is not installed",
    "install it: pip install 'mizan[postgres]'; or unset MIZAN_DATABASE_URL",
)

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
