"""What stands about an item by a person's word. It outranks rules and machines."""

from __future__ import annotations

from mizan.service.cases.models import Appeal, Case, Decision
from mizan.service.items.models import Item
from mizan.terms.decision import DECISIONS
from mizan.terms.time import Moment

RESTRICTING = tuple(kind for kind, one in DECISIONS.items() if one.restricts)


def left_up_by_person(item: Item, *, unless_since: Moment | None = None) -> Decision | None:
    """Return the decision by which a person left an item up, while it outranks the machine.

    unless_since  when what speaks against the item was confirmed, such as an entry of a bank:
                  if that was after the decision it is news, and a person looks again

    Changed content is another item, or one that was received anew, to which it does not apply.
    """
    last = Decision.objects.filter(scope__item=item, state="in_force").order_by("-id").first()
    if last is None or last.automatic or last.kind not in {"leave", "restore"}:
        return None
    if unless_since is not None and unless_since > last.at:
        return None
    return last


def last_restriction(item: Item) -> Decision | None:
    """Return the last decision that restricted an item, in force or reversed, or None."""
    found = Decision.objects.filter(
        scope__item=item, kind__in=RESTRICTING, state__in=["in_force", "reversed"]
    )
    return found.select_related("case").order_by("-id").first()


def appeals_of(case: Case) -> list[Appeal]:
    """Return who appealed, in order, for the page of an appeal's case."""
    return list(case.appeals.select_related("item").order_by("id"))
