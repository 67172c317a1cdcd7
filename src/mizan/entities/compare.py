"""Compare: what one version of a list has that another has not."""

from __future__ import annotations

from dataclasses import dataclass

from mizan.entities.lists import DesignationList, ListEntry

FIELDS = ("name", "names", "kind", "regime", "countries", "listed_on", "updated_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An entry that both versions have, but not alike."""

    before: ListEntry
    after: ListEntry
    fields: tuple[str, ...]  # of FIELDS, in that order


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What was added, changed and delisted from one version to the next, by reference."""

    added: tuple[ListEntry, ...]
    changed: tuple[Change, ...]
    delisted: tuple[ListEntry, ...]

    def __bool__(self) -> bool:
        """Tell whether there is any difference."""
        return bool(self.added or self.changed or self.delisted)


def compare(before: DesignationList | None, after: DesignationList) -> Difference:
    """Return the difference between two versions; without `before`, everything was added."""
    old = {entry.reference: entry for entry in before.entries} if before else {}
    new = {entry.reference: entry for entry in after.entries}
    both = ((old[key], new[key]) for key in new if key in old)
    changes = (
        Change(before=was, after=now, fields=fields)
        for was, now in both
        if (fields := tuple(f for f in FIELDS if _value(was, f) != _value(now, f)))
    )
    return Difference(
        added=tuple(new[key] for key in new if key not in old),
        changed=tuple(changes),
        delisted=tuple(old[key] for key in old if key not in new),
    )


def _value(entry: ListEntry, field: str) -> object:
    """Return what a field holds; the order of names means nothing."""
    return frozenset(entry.names) if field == "names" else getattr(entry, field)
