"""Stamps: what tells one state of a file from the next without reading it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stamp:
    """One state of a file."""

    inode: int
    modified: int  # nanoseconds
    changed: int  # nanoseconds; by this a file whose permissions were mended is another, too
    size: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stamp:
        """Return the stamp of a file that was looked at."""
        return cls(found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size)


def stamp_of(path: Path) -> Stamp | None:
    """Return the stamp of a file, or None when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return Stamp.of(found)
