"""Reading cases: the queue, one case, what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count, F, Q, QuerySet

from mizan.errors import DeskError
from mizan.service.cases.models import Case, CaseItem, Decision
from mizan.service.items.models import Item
from mizan.terms.time import Moment, now

OPEN = ("open", "escalated")
UNSETTLED = (*OPEN, "waiting", "decided")


def queue(
    *, queues: Sequence[str] = (), states: Sequence[str] = OPEN, label: str = ""
) -> QuerySet[Case]:
    """Return what waits to be decided: by due time, severity x confidence, reach, age."""
    found = Case.objects.filter(state__in=states).select_related("lead", "claimed_by")
    if queues:
        found = found.filter(queue__in=list(queues))
    if label:
        found = found.filter(labels__0=label)  # the weightiest
    return found.annotate(size=Count("members")).order_by(
        F("due_at").asc(nulls_last=True), "-weight", "-reach", "opened_at", "id"
    )


Place = tuple[Moment | None, float, int, Moment, int]  # in the queue: what it is ordered by


def place(case: Case) -> Place:
    """Return a case's place in the queue."""
    return case.due_at, case.weight, case.reach, case.opened_at, case.pk


def after(found: QuerySet[Case], where: Place) -> QuerySet[Case]:
    """Leave out what stands at a place in the queue, or before it."""
    due, weight, reach, opened, number = where
    later = Q(due_at=None) if due else Q(pk=None)
    if due:
        later |= Q(due_at__gt=due)
    same = Q(due_at=due)
    later |= same & Q(weight__lt=weight)
    same &= Q(weight=weight)
    later |= same & Q(reach__lt=reach)
    same &= Q(reach=reach)
    later |= same & Q(opened_at__gt=opened)
    return found.filter(later | (same & Q(opened_at=opened, pk__gt=number)))


def unclaimed(found: QuerySet[Case]) -> QuerySet[Case]:
    """Leave out what somebody has now."""
    return found.filter(Q(claimed_by=None) | Q(claimed_until__lte=now()))


def case(number: int) -> Case:
    """Return a case. DeskError desk.unknown."""
    found = Case.objects.select_related("lead", "claimed_by").filter(pk=number).first()
    if found is None:
        raise DeskError(f"there is no case {number}", hint="see the queue", code="desk.unknown")
    return found


def open_case_of(item: Item) -> Case | None:
    """Return the undecided case that an item is in, or None."""
    return Case.objects.filter(members__item=item, about=None, state__in=OPEN).first()


def in_unsettled_cases(items: Iterable[Item]) -> set[int]:
    """Return the numbers of those items whose case is undecided, or may be again by an undo."""
    found = CaseItem.objects.filter(item__in=list(items), case__state__in=UNSETTLED)
    return set(found.values_list("item_id", flat=True))


def open_case_of_group(group: str) -> Case | None:
    """Return the undecided case of a campaign, or None."""
    if not group:
        return None
    return Case.objects.filter(group=group, alone=False, state__in=OPEN).order_by("id").first()


def still_open(number: int | None) -> Case | None:
    """Return a case by its number if it is undecided, else None."""
    return Case.objects.filter(pk=number, state__in=OPEN).first() if number else None


def recent_members(limit: int) -> dict[int, int]:
    """Return the items that came last into undecided cases, each with its case's number."""
    found = CaseItem.objects.filter(case__state__in=OPEN).order_by("-id")
    return dict(found.values_list("item_id", "case_id")[:limit])


def decision_in_force(case: Case) -> Decision | None:
    """Return the case's last decision that stands or is about to, or None."""
    return (
        case.decisions.filter(state__in=["waiting", "pending", "in_force", "reversed"])
        .order_by("-id")
        .first()
    )
