"""The list of what was erased: digests in a file beside the database, which no backup holds.

A backup that is older than an erasure brings the content back; with this list it is erased again.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

FILE = "erased.log"


def mark_of(source: str, external_id: str) -> str:
    """Return what is kept of an erased item: SHA-256 of its name, 64 hex digits."""
    return sha256(f"{source}\0{external_id}".encode("utf-8", "replace")).hexdigest()


def note(source: str, external_id: str) -> None:
    """Append an erased item to the list, durably. To be called once the erasure is committed."""
    from django.conf import settings

    path = settings.MIZAN_DATA / FILE
    held = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(held, "a", encoding="ascii") as out:
        out.write(mark_of(source, external_id) + "\n")
        out.flush()
        os.fsync(out.fileno())


def marks(folder: Path) -> set[str]:
    """Return the marks in the list of a data folder; a line that is none is passed over."""
    try:
        written = (folder / FILE).read_text(encoding="ascii", errors="replace").split()
    except FileNotFoundError:
        return set()
    return {one for one in written if len(one) == 64}
