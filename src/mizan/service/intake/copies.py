"""Copies: which items of a batch are near-copies of what waits in an open case, or of each other.

Bounded: only the items that came last into open cases are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mizan.engine.keep import Kept
from mizan.engine.near import COPIED, near
from mizan.service.cases.queries import recent_members
from mizan.service.ground.engine import engine
from mizan.service.items.models import ItemSignal

RECENT = 500  # items in open cases that are compared


@dataclass(slots=True)
class Copies:
    """What is alike. A case that is opened for one item is known to its copies by `opened`."""

    cases: dict[int, int] = field(default_factory=dict)  # item -> case that holds a copy
    alike: dict[int, set[int]] = field(default_factory=dict)  # item -> items of the same batch

    def case_of(self, item: int) -> int | None:
        """Return the case that holds a copy of an item, or None."""
        return self.cases.get(item)

    def opened(self, item: int, case: int) -> None:
        """Note into which case an item went."""
        for one in self.alike.get(item, ()):
            self.cases.setdefault(one, case)


def find_copies(new: Mapping[int, Sequence[Kept]]) -> Copies:
    """Find the copies of items, by what was kept of each. Reads; takes no part in a transaction."""
    found = Copies()
    names, lists = list(new), list(new.values())
    if not any(lists):
        return found
    members = {item: case for item, case in recent_members(RECENT).items() if item not in new}
    held: dict[int, list[Kept]] = {item: [] for item in members}
    rows = ItemSignal.objects.filter(item__in=list(members), signal__in=COPIED).order_by("id")
    for item, signal, value in rows.values_list("item_id", "signal", "value"):
        held[item].append(Kept(signal, bytes(value)))
    old = list(held)
    for pair in near(engine(), lists, [held[item] for item in old]):
        found.cases.setdefault(names[pair.new], members[old[pair.old]])
    for pair in near(engine(), lists, lists) if len(lists) > 1 else ():
        if pair.new != pair.old:
            found.alike.setdefault(names[pair.new], set()).add(names[pair.old])
            found.alike.setdefault(names[pair.old], set()).add(names[pair.new])
    return found
