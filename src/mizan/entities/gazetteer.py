"""The gazetteer: which organisations go by which names, read from a checked data file.

A gazetteer says who is meant and who talks like that. It never says that naming a group is wrong.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

from mizan.errors import MizanError
from mizan.text.fold import fold

Role = Literal["self_name", "exonym", "neutral"]
Ideology = Literal["islamist", "far-right", "other"]
SCRIPTS = {"Arab": "ARABIC", "Cyrl": "CYRILLIC", "Latn": "LATIN"}  # ISO 15924: Unicode's word


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One name of an organisation."""

    text: str  # as it is commonly written
    script: str  # ISO 15924, one of SCRIPTS
    role: Role  # who uses it: the group itself, others, or everybody
    ambiguous: bool = False  # the same words commonly mean something else
    sought: bool = True  # False: it is so common a word that texts are not searched for it
    note: str = ""  # what else they mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """That an organisation stands on a list of designations."""

    list: str  # the list's short name, such as "un"
    reference: str  # its number there, such as QDe.115
    on: str = ""  # since when, ISO 8601; empty when the list does not say
    title: str = ""  # of the list, for people
    version: str = ""  # of the list in which it was found there

    def said(self) -> str:
        """Return it in words: which list, in which version, under what number."""
        return f"{self.title or self.list} {self.version}, {self.reference}".replace(" ,", ",")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One organisation with all its names."""

    id: str  # unique; lower-case letters, digits and hyphens
    en: str  # its name in English, for people
    ar: str  # its name in Arabic, for people
    aliases: tuple[Alias, ...]
    listed: tuple[Listing, ...] = ()  # who lists it
    parent: str = ""  # id of the organisation that it belongs to
    ideology: Ideology = "other"
    countries: tuple[str, ...] = ()  # where it is or was active, ISO 3166-1 alpha-2
    fictitious: bool = False  # invented for samples and tests
    reviewed_by: str = ""  # who signed for its names; empty until a person has
    note: str = ""

    def reference(self) -> str:
        """Return every listing in words; empty for an organisation that nobody lists."""
        return "; ".join(listing.said() for listing in self.listed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """The organisations of one file, in its order."""

    version: str
    organisations: tuple[Organisation, ...]
    persons: frozenset[tuple[str, str]] = frozenset()  # list and number of people on lists

    def names(self) -> tuple[tuple[Organisation, Alias], ...]:
        """Return every alias with its organisation."""
        return tuple((owner, alias) for owner in self.organisations for alias in owner.aliases)


def load_gazetteer(path: Path | None = None) -> Gazetteer:
    """Return the gazetteer of a TOML file, by default the shipped one.

    MizanError `entities.unreadable` when it cannot be read, `entities.invalid` for the first
    fault in it: a field too many or missing, a role or script that does not exist, letters of
    another script, two organisations of one id, two aliases that read the same, a parent or a
    list that is not in the file.
    """
    from mizan.entities.checks import check_fields, fault, read_organisation

    source = path if path is not None else resources.files("mizan.entities") / "aliases.toml"
    try:
        written = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MizanError(
            f"the gazetteer {path or 'aliases.toml'} cannot be read: {type(error).__name__}",
            hint="give a TOML file in UTF-8",
            code="entities.unreadable",
        ) from error
    check_fields(
        written, {"version", "organisation"}, {"version", "organisation", "list"}, "the file"
    )
    lists = written.get("list", {})
    organisations = tuple(read_organisation(entry, lists) for entry in written["organisation"])
    _check_unique((owner.id for owner in organisations), "organisation")
    ids = {owner.id for owner in organisations}
    for owner in organisations:
        _check_unique((fold(alias.text) for alias in owner.aliases), f"alias in {owner.id}:")
        if owner.parent and (owner.parent not in ids or owner.parent == owner.id):
            raise fault(f"organisation {owner.id}: its parent is not in the file")
    persons = ((name, number) for name in lists for number in lists[name].get("persons", ()))
    return Gazetteer(
        version=str(written["version"]), organisations=organisations, persons=frozenset(persons)
    )


def _check_unique(names: Iterable[str], what: str) -> None:
    from mizan.entities.checks import fault

    seen: set[str] = set()
    for number, name in enumerate(names, 1):
        if name in seen:
            raise fault(f"{what} {number} is there twice")
        seen.add(name)
