"""The gazetteer: which organisations go by which names, read from a checked data file.

A gazetteer says who is meant and who talks like that. It never says that naming a group is wrong.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal, cast, get_args

from mizan.errors import MizanError
from mizan.text.fold import fold

Role = Literal["self_name", "exonym", "neutral"]
SCRIPTS = {"Arab": "ARABIC", "Cyrl": "CYRILLIC", "Latn": "LATIN"}  # ISO 15924: Unicode's word


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One name of an organisation."""

    text: str  # as it is commonly written
    script: str  # ISO 15924, one of SCRIPTS
    role: Role  # who uses it: the group itself, others, or everybody
    ambiguous: bool = False  # the same words commonly mean something else
    note: str = ""  # what else they mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One organisation with all its names."""

    id: str  # unique; lower-case letters, digits and hyphens
    en: str  # its name in English, for people
    ar: str  # its name in Arabic, for people
    aliases: tuple[Alias, ...]
    listed: str = ""  # who lists it, under what number, since when
    fictitious: bool = False  # invented for samples and tests
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """The organisations of one file, in its order."""

    version: str
    organisations: tuple[Organisation, ...]

    def names(self) -> tuple[tuple[Organisation, Alias], ...]:
        """Return every alias with its organisation."""
        return tuple((owner, alias) for owner in self.organisations for alias in owner.aliases)


def load_gazetteer(path: Path | None = None) -> Gazetteer:
    """Return the gazetteer of a TOML file, by default the shipped one.

    MizanError `entities.unreadable` when it cannot be read, `entities.invalid` for the first
    fault in it: a field too many or missing, a role or script that does not exist, letters of
    another script, two organisations of one id, two aliases that read the same.
    """
    source = path if path is not None else resources.files("mizan.entities") / "aliases.toml"
    try:
        written = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MizanError(
            f"the gazetteer {path or 'aliases.toml'} cannot be read: {type(error).__name__}",
            hint="give a TOML file in UTF-8",
            code="entities.unreadable",
        ) from error
    _check_fields(written, {"version", "organisation"}, {"version", "organisation"}, "the file")
    organisations = tuple(_organisation(entry) for entry in written["organisation"])
    _check_unique((owner.id for owner in organisations), "organisation")
    for owner in organisations:
        _check_unique((fold(alias.text) for alias in owner.aliases), f"alias in {owner.id}:")
    return Gazetteer(version=str(written["version"]), organisations=organisations)


def _organisation(entry: Mapping[str, Any]) -> Organisation:
    where = f"organisation {entry.get('id', 'without id')}"
    needed = {"id", "en", "ar", "aliases", "listed"}
    _check_fields(entry, needed, needed | {"fictitious", "note"}, where)
    if not all(part.isascii() and part.isalnum() for part in entry["id"].split("-")):
        raise _fault(f"{where}: an id is made of letters, digits and single hyphens")
    if not entry["aliases"]:
        raise _fault(f"{where} has no aliases")
    aliases = tuple(_alias(row, f"{where}, alias {n}") for n, row in enumerate(entry["aliases"], 1))
    return Organisation(**{**entry, "aliases": aliases})


def _alias(row: Mapping[str, Any], where: str) -> Alias:
    needed = {"text", "script", "role"}
    _check_fields(row, needed, needed | {"ambiguous", "note"}, where)
    if row["role"] not in get_args(Role):
        raise _fault(f"{where}: the role is none of {', '.join(get_args(Role))}")
    if row["script"] not in SCRIPTS:
        raise _fault(f"{where}: the script is none of {', '.join(SCRIPTS)}")
    letters = [letter for letter in row["text"] if letter.isalpha()]
    word = SCRIPTS[row["script"]]
    if not letters or any(word not in unicodedata.name(letter, "") for letter in letters):
        raise _fault(f"{where}: its letters are not all of the script {row['script']}")
    if row.get("ambiguous", False) and not row.get("note"):
        raise _fault(f"{where} is ambiguous, but no note says what else it means")
    return Alias(**cast("dict[str, Any]", row))


def _check_fields(row: Mapping[str, Any], needed: set[str], allowed: set[str], where: str) -> None:
    if missing := needed - row.keys():
        raise _fault(f"{where} lacks {', '.join(sorted(missing))}")
    if strange := row.keys() - allowed:
        raise _fault(f"{where} has {', '.join(sorted(strange))}, which means nothing here")


def _check_unique(names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for number, name in enumerate(names, 1):
        if name in seen:
            raise _fault(f"{what} {number} is there twice")
        seen.add(name)


def _fault(message: str) -> MizanError:
    return MizanError(message, hint="mend the gazetteer's file", code="entities.invalid")
