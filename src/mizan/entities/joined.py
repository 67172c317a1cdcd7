"""Joined: the shipped gazetteer and the lists of a data folder, as one gazetteer.

The curated file says how a name is used; a list only says that it is a name: what comes from a
list is neutral. An entry belongs to the organisation with its number, else to the one that bears
its name. What every list that named it has struck off is out of force.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mizan.entities.gazetteer import Alias, Gazetteer, Listing, Organisation, load_gazetteer
from mizan.entities.lists import DesignationList, ListEntry, prefix_of
from mizan.entities.names import is_telling
from mizan.entities.shelf import lists_in_force
from mizan.text.fold import fold


def gazetteer_of(folder: Path) -> Gazetteer:
    """Return the gazetteer in force in a data folder; MizanError entities.broken."""
    return join(load_gazetteer(), lists_in_force(folder))


def join(curated: Gazetteer, lists: Sequence[DesignationList]) -> Gazetteer:
    """Return the curated organisations with what the lists add to them and take from them."""
    owners: dict[str, Organisation] = {}
    for owner in curated.organisations:
        listed = tuple(_still_listed(owner.listed, lists))
        if listed or not owner.listed:  # listed by nobody is no more than out of force
            owners[owner.id] = replace(owner, listed=listed)
    for each in lists:
        _add(owners, each, curated.persons)
    marks = "+".join(f"{each.name}-{each.version}" for each in lists)
    version = f"{curated.version}+{marks}" if marks else curated.version
    return replace(curated, version=version, organisations=tuple(owners.values()))


def _still_listed(listed: Iterable[Listing], lists: Iterable[DesignationList]) -> Iterator[Listing]:
    """Give the listings that no list in force contradicts, told in its version.

    A list contradicts a number that it does not hold when it holds others of its letters: one
    that was read for some regimes only says nothing about the others.
    """
    known = {each.name: each for each in lists}
    for listing in listed:
        source = known.get(listing.list)
        if source is None or prefix_of(listing.reference) not in source.prefixes():
            yield listing
        elif any(entry.reference == listing.reference for entry in source.entries):
            yield replace(listing, title=source.title, version=source.version)


def _add(
    owners: dict[str, Organisation], each: DesignationList, persons: frozenset[tuple[str, str]]
) -> None:
    by_number: dict[str, str] = {}
    for owner in owners.values():
        for listing in owner.listed:
            if listing.list == each.name:
                by_number.setdefault(listing.reference, owner.id)
    by_name = {
        fold(alias.text): owner.id
        for owner in owners.values()
        for alias in owner.aliases
        if not alias.ambiguous
    }
    for entry in each.organisations():
        if (each.name, entry.reference) in persons:
            continue
        names = [fold(name.text) for name in entry.names if name.quality == "primary"]
        same = (by_name[name] for name in names if name in by_name)
        home = by_number.get(entry.reference) or next(same, None)
        if home is None:
            owner = _organisation(each, entry)
            owners[owner.id] = owner
        else:
            owners[home] = _enriched(owners[home], each, entry)


def _enriched(owner: Organisation, each: DesignationList, entry: ListEntry) -> Organisation:
    known = {fold(alias.text) for alias in owner.aliases}
    more = tuple(alias for alias in _aliases(entry) if fold(alias.text) not in known)
    listing = _listing(each, entry)
    there = any((one.list, one.reference) == (each.name, entry.reference) for one in owner.listed)
    return replace(
        owner,
        aliases=owner.aliases + more,
        listed=owner.listed if there else (*owner.listed, listing),
    )


def _organisation(each: DesignationList, entry: ListEntry) -> Organisation:
    arabic = next((name.text for name in entry.names if name.script == "Arab"), entry.name)
    mark = re.sub(r"[^a-z0-9]+", "-", entry.reference.lower()).strip("-")
    return Organisation(
        id=f"{each.name}-{mark}",
        en=entry.name,
        ar=arabic,
        aliases=tuple(_aliases(entry)),
        listed=(_listing(each, entry),),
        countries=entry.countries,
    )


def _listing(each: DesignationList, entry: ListEntry) -> Listing:
    return Listing(
        list=each.name,
        reference=entry.reference,
        on=entry.listed_on,
        title=each.title,
        version=each.version,
    )


def _aliases(entry: ListEntry) -> Iterator[Alias]:
    for name in entry.names:
        telling = is_telling(name)
        yield Alias(
            text=name.text,
            script=name.script,
            role="neutral",
            ambiguous=not telling,
            sought=telling,
            note="" if telling else "one word, or a short one, of a list",
        )
