"""Checks: one organisation of a gazetteer's file, refused at its first fault."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, cast, get_args

from mizan.entities.gazetteer import SCRIPTS, Alias, Ideology, Listing, Organisation, Role
from mizan.errors import MizanError

_NEEDED = {"id", "en", "ar", "aliases"}
_ALLOWED = _NEEDED | {
    "listed", "parent", "ideology", "countries", "fictitious", "reviewed_by", "note"
}  # fmt: skip
_OF_LIST = {"title", "version", "source", "persons"}
_COUNTRY = re.compile(r"[A-Z]{2}")


def read_organisation(
    entry: Mapping[str, Any], lists: Mapping[str, Mapping[str, str]]
) -> Organisation:
    """Return an organisation as the file writes it; MizanError `entities.invalid`.

    lists  the file's lists: title and version of each by its short name
    """
    where = f"organisation {entry.get('id', 'without id')}"
    check_fields(entry, _NEEDED, _ALLOWED, where)
    if not all(part.isascii() and part.isalnum() for part in entry["id"].split("-")):
        raise fault(f"{where}: an id is made of letters, digits and single hyphens")
    if not entry["aliases"]:
        raise fault(f"{where} has no aliases")
    if entry.get("ideology", "other") not in get_args(Ideology):
        raise fault(f"{where}: the ideology is none of {', '.join(get_args(Ideology))}")
    countries = tuple(entry.get("countries", ()))
    if not all(_COUNTRY.fullmatch(country) for country in countries):
        raise fault(f"{where}: a country is two capital letters of ISO 3166-1")
    aliases = tuple(_alias(row, f"{where}, alias {n}") for n, row in enumerate(entry["aliases"], 1))
    listed = tuple(_listing(row, lists, where) for row in entry.get("listed", ()))
    return Organisation(**{**entry, "aliases": aliases, "listed": listed, "countries": countries})


def _listing(row: Mapping[str, Any], lists: Mapping[str, Mapping[str, str]], where: str) -> Listing:
    check_fields(row, {"list", "reference"}, {"list", "reference", "on"}, f"{where}, listed")
    if row["list"] not in lists:
        raise fault(f"{where}: its list is not among the lists of the file")
    source = lists[row["list"]]
    check_fields(source, {"title", "version"}, _OF_LIST, "a list")
    return Listing(**row, title=source["title"], version=source["version"])


def _alias(row: Mapping[str, Any], where: str) -> Alias:
    needed = {"text", "script", "role"}
    check_fields(row, needed, needed | {"ambiguous", "sought", "note"}, where)
    if row["role"] not in get_args(Role):
        raise fault(f"{where}: the role is none of {', '.join(get_args(Role))}")
    if row["script"] not in SCRIPTS:
        raise fault(f"{where}: the script is none of {', '.join(SCRIPTS)}")
    letters = [letter for letter in row["text"] if letter.isalpha()]
    word = SCRIPTS[row["script"]]
    if not letters or any(word not in unicodedata.name(letter, "") for letter in letters):
        raise fault(f"{where}: its letters are not all of the script {row['script']}")
    if row.get("ambiguous", False) and not row.get("note"):
        raise fault(f"{where} is ambiguous, but no note says what else it means")
    if not row.get("sought", True) and not row.get("ambiguous", False):
        raise fault(f"{where} is not looked for, but it is not ambiguous")
    return Alias(**cast("dict[str, Any]", row))


def check_fields(row: Mapping[str, Any], needed: set[str], allowed: set[str], where: str) -> None:
    """Refuse a row that lacks a field or has one too many; MizanError `entities.invalid`."""
    if missing := needed - row.keys():
        raise fault(f"{where} lacks {', '.join(sorted(missing))}")
    if strange := row.keys() - allowed:
        raise fault(f"{where} has {', '.join(sorted(strange))}, which means nothing here")


def fault(message: str) -> MizanError:
    """Return the error for a gazetteer's file."""
    return MizanError(message, hint="mend the gazetteer's file", code="entities.invalid")
