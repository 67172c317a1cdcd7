"""Options: how a list is read, and what every importer does at the end."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mizan.entities.hostile import read_chunks
from mizan.entities.lists import NAME, DesignationList, ListEntry
from mizan.entities.trouble import bad_list

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,62}")
MAX_NAMES = 1000  # of one entry
MAX_NAME = 500  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the operator says about a list."""

    name: str = ""  # what to call the list; empty = as its format does
    version: str = ""  # empty = the one that the file gives
    regimes: tuple[str, ...] = ()  # parts of a list to take; empty = the format's default
    persons: bool = False  # take persons, too


def finished(
    path: Path,
    options: Options,
    entries: Iterable[ListEntry],
    *,
    name: str,
    title: str,
    version: str,
    left_out: int = 0,
) -> DesignationList:
    """Return the list of these entries, sorted; entities.bad_list for none, or one twice."""
    by_reference: dict[str, ListEntry] = {}
    for entry in entries:
        if entry.reference in by_reference:
            raise bad_list(path, "one reference is there twice")
        if len(entry.names) > MAX_NAMES or any(len(one.text) > MAX_NAME for one in entry.names):
            raise bad_list(path, f"a name is longer than {MAX_NAME} letters, or there are too many")
        by_reference[entry.reference] = entry
    if not by_reference:
        raise bad_list(path, "it holds no entry of what was asked for")
    sha256 = hashlib.sha256()
    for chunk in read_chunks(path):
        sha256.update(chunk)
    digest = sha256.hexdigest()
    called, number = options.name or name, options.version or version or digest[:12]
    if not NAME.fullmatch(called) or not _VERSION.fullmatch(number):
        raise bad_list(path, "its name or version is not of letters, digits and . _ -")
    return DesignationList(
        name=called,
        title=title or called,
        version=number,
        source=path.name,
        sha256=digest,
        entries=tuple(by_reference[key] for key in sorted(by_reference)),
        left_out=left_out,
    )
