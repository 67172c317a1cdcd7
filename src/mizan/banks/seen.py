"""Seen: a note beside a file that says in which state of it its digest was found right.

Opening a file of some gigabytes must not mean reading it. Whoever built or verified it leaves a
note of the file's state, its stamp; as long as the stamp is the same, the next who opens it relies
on the note. A note is worth as much as the file itself: it counts only when it has the same owner
and nobody else may write it. It can be deleted at any time: the file is verified again.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

import msgspec

from mizan.banks.stamp import Stamp, stamp_of
from mizan.terms import time

SUFFIX = ".seen"
SETTLED = 0.02  # seconds; of a file that changes within one tick of the clock no stamp tells


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What a note says."""

    sha256: str  # 64 hex digits, of everything behind the head of the file
    stamp: Stamp


def note_path(path: Path) -> Path:
    """Return where the note on a file lies."""
    return path.with_name(path.name + SUFFIX)


def is_seen(path: Path, handle: int, sha256: str) -> bool:
    """Say whether the open file at `path` is as it was when it was found to have this digest."""
    try:
        with note_path(path).open("rb") as file:
            note, about = file.read(1024), os.fstat(file.fileno())
        seen = msgspec.json.decode(note, type=Seen)
    except (OSError, msgspec.MsgspecError):
        return False
    held = os.fstat(handle)
    private = about.st_uid == held.st_uid and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    later = about.st_mtime_ns - held.st_ctime_ns >= SETTLED * 1e9
    return private and later and seen == Seen(sha256=sha256, stamp=Stamp.of(held))


def note_seen(path: Path, stamp: Stamp, sha256: str) -> None:
    """Note that the file at `path` had this digest in the state `stamp`; do nothing without it.

    Where no note can be written the file is verified at each opening.
    """
    time.nap(SETTLED)
    if stamp != stamp_of(path):
        return
    note = msgspec.json.encode(Seen(sha256=sha256, stamp=stamp))
    with suppress(OSError):
        handle = os.open(note_path(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(note)


def forget_seen(path: Path) -> None:
    """Take back the note on a file, if it may be."""
    with suppress(OSError):
        note_path(path).unlink(missing_ok=True)
