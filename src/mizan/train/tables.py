"""Files of templates and wrappers, read and checked: slots, and rows with a unique id."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from mizan.train.grammar import Slots, fault, parse

Row = Mapping[str, Any]

FOLDER = resources.files("mizan.train") / "templates"


def read(name: str, lang: str, rows: str, folder: Traversable | None) -> tuple[Slots, list[Row]]:
    """Return the slots and the rows of a file, by default a shipped one.

    `rows` is the name of the tables that hold them. Slots for names that the file lacks are filled
    with invented ones. MizanError `train.template` for the first fault.
    """
    written = _load(name, folder)
    check_fields(written, {"version", "lang", rows}, name, {"slots"})
    if written["lang"] != lang:
        raise fault(f"{name}: the language is not {lang}")
    slots, found = written.get("slots", {}), written[rows]
    if not isinstance(slots, dict):
        raise fault(f"{name}: slots is no table")
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise fault(f"{name}: {rows} is no list of tables")
    ids = [row.get("id") for row in found]
    if not all(isinstance(one, str) for one in ids if one is not None):
        raise fault(f"{name}: the id is no text")
    if repeated := {one for one in ids if one is not None and ids.count(one) > 1}:
        raise fault(f"{name}: there twice: {', '.join(sorted(repeated))}")
    return parsed({**invented_names(lang), **slots}), found


def invented_names(lang: str) -> Mapping[str, Sequence[str]]:
    """Return the names of invented groups that stand for real ones in what is shipped."""
    names: Mapping[str, Sequence[str]] = _load("names.toml", None).get(lang, {})
    return names


def check_fields(row: Row, needed: set[str], where: str, optional: Collection[str] = ()) -> None:
    """Refuse a table that lacks a field or has one that means nothing."""
    if missing := needed - row.keys():
        raise fault(f"{where} lacks {', '.join(sorted(missing))}")
    if strange := row.keys() - needed - set(optional):
        raise fault(f"{where} has {', '.join(sorted(strange))}, which means nothing here")


def strings(values: object, where: str) -> Sequence[str]:
    """Return what has to be a list of texts, with at least one."""
    if not isinstance(values, list | tuple) or not values:
        raise fault(f"{where} is no list of texts")
    if not all(isinstance(value, str) for value in values):
        raise fault(f"{where} holds something other than texts")
    return values


def parsed(slots: Mapping[str, Any]) -> Slots:
    """Return the values of slots in their parts."""
    return {
        name: tuple(parse(value, f"slot {name}") for value in strings(values, f"slot {name}"))
        for name, values in slots.items()
    }


def _load(name: str, folder: Traversable | None) -> dict[str, Any]:
    source = (folder or FOLDER) / name
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise fault(f"{name} cannot be read: {type(error).__name__}") from error
