"""Lists: what a public authority designates, as it was read; the same shape for every source.

A list says whom a state or the Security Council has designated. It says nothing about a text that
names them: names on lists are features, never evidence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["organisation", "person"]
Quality = Literal["primary", "original", "good", "low", "aka", "fka"]
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")  # of a list; also the name of its folder
_PREFIX = re.compile(r"[^\W\d_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedName:
    """One name of an entry, in one script."""

    text: str
    script: str  # ISO 15924; Zyyy for one that is not of SCRIPTS
    quality: Quality  # primary, in the original script, a.k.a., f.k.a., good or low


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """One organisation or person of a list."""

    reference: str  # the list's own number, such as QDe.115; unique in the list
    name: str  # as it stands on the list
    names: tuple[ListedName, ...]  # all that it is called, the primary name among them
    kind: Kind = "organisation"
    regime: str = ""  # the part of the list, such as "Al-Qaida"; empty where there are none
    countries: tuple[str, ...] = ()  # as the list writes them, sorted
    listed_on: str = ""  # ISO 8601 date, empty when not given
    updated_on: str = ""  # likewise, the last one


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignationList:
    """One version of one list."""

    name: str  # short, such as "un"; a-z, 0-9 and . _ -
    title: str  # for people
    version: str  # when it was generated, ISO 8601, or the version it gives itself
    source: str  # name of the file it was read from, without its folder
    sha256: str  # of that file's bytes, 64 hex digits
    entries: tuple[ListEntry, ...]  # in the order of their references
    left_out: int = 0  # entries of other regimes and persons that were not taken

    def prefixes(self) -> frozenset[str]:
        """Return the letters before the number of each reference: QDe of QDe.115."""
        return frozenset(prefix_of(entry.reference) for entry in self.entries)

    def organisations(self) -> tuple[ListEntry, ...]:
        """Return the entries that are no persons."""
        return tuple(entry for entry in self.entries if entry.kind == "organisation")


def prefix_of(reference: str) -> str:
    """Return the letters that a reference begins with, which tell its part of the list."""
    found = _PREFIX.match(reference)
    return found[0] if found else ""
