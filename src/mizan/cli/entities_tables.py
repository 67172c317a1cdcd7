"""What `mizan entities` prints: organisations, differences, versions; as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mizan.cli.plain import plain
from mizan.entities.compare import Difference
from mizan.entities.gazetteer import Organisation
from mizan.entities.lists import DesignationList, ListEntry
from mizan.entities.shelf import chosen_versions, versions

ROLES = {
    "en": {"self_name": "its own name", "exonym": "others' name for it", "neutral": "neutral"},
    "ar": {"self_name": "اسمها لنفسها", "exonym": "اسم أطلقه غيرها", "neutral": "محايد"},
}
NOT_SOUGHT = {"en": "not looked for", "ar": "لا يُبحث عنه"}
AMBIGUOUS = {"en": "ambiguous", "ar": "ملتبس"}
NOBODY = {"en": "on no list", "ar": "ليست في أي قائمة"}


def organisation_json(one: Organisation) -> dict[str, Any]:
    """Return an organisation with its names, roles, lists, versions and numbers."""
    return asdict(one) | {"reference": one.reference()}


def organisation_lines(one: Organisation, lang: str) -> Iterator[str]:
    """Give an organisation in lines for people."""
    name = one.ar if lang == "ar" else one.en
    yield f"{one.id}  {plain(name)}"
    yield f"    {plain(one.reference() or NOBODY[lang])}"
    for alias in one.aliases:
        said = [ROLES[lang][alias.role]]
        if not alias.sought:
            said.append(NOT_SOUGHT[lang])
        elif alias.ambiguous:
            said.append(AMBIGUOUS[lang])
        yield f"    - {plain(alias.text)} ({'، '.join(said) if lang == 'ar' else ', '.join(said)})"


def difference_json(
    before: DesignationList | None, after: DesignationList, found: Difference
) -> dict[str, Any]:
    """Return a difference, with each entry as it is on its list."""
    return {
        "list": after.name,
        "old": before.version if before else None,
        "new": after.version,
        "added": [_entry(one) for one in found.added],
        "changed": [
            {
                "reference": one.after.reference,
                "fields": {
                    name: {"old": _field(one.before, name), "new": _field(one.after, name)}
                    for name in one.fields
                },
            }
            for one in found.changed
        ],
        "delisted": [_entry(one) for one in found.delisted],
    }


def difference_lines(
    before: DesignationList | None, after: DesignationList, found: Difference
) -> Iterator[str]:
    """Give a difference in lines for people: + added, ~ changed, - delisted."""
    was = before.version if before else "nothing"
    yield f"{plain(after.title)}: from {was} to {after.version}"
    for one in found.added:
        yield f"+ {plain(one.reference)}  {plain(one.name)}"
    for change in found.changed:
        told = f"{plain(change.after.reference)}  {plain(change.after.name)}"
        yield f"~ {told}: {', '.join(change.fields)}"
    for one in found.delisted:
        yield f"- {plain(one.reference)}  {plain(one.name)}: delisted"
    yield (
        f"{len(found.added)} added, {len(found.changed)} changed, {len(found.delisted)} delisted"
    )


def version_rows(folder: Path) -> list[dict[str, Any]]:
    """Return every version that is kept, and whether it is in force."""
    chosen = chosen_versions(folder)
    return [
        {"list": name, "version": version, "in_force": chosen.get(name) == version}
        for name, kept in versions(folder).items()
        for version in kept
    ]


def _entry(one: ListEntry) -> dict[str, Any]:
    return asdict(one)


def _field(one: ListEntry, name: str) -> Any:
    """Return a field as JSON has it; names as their texts, sorted."""
    value = getattr(one, name)
    return sorted(each.text for each in value) if name == "names" else value
