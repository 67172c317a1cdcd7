"""What stands around a case: its history, its other items, and what is known of the author."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from mizan.service.cases.models import Case, Decision, DecisionItem
from mizan.service.cases.queries import OPEN
from mizan.service.console.review import names
from mizan.service.items.models import Item, UserReport
from mizan.service.items.queries import contents, text_of
from mizan.terms.case import EVENTS
from mizan.terms.decision import DECISIONS
from mizan.terms.reason import REASONS

MEMBERS = 20  # of a case that its page lists
EVENTS_SHOWN = 50  # the newest
EXAMPLES = 3
EXAMPLE_LETTERS = 200

Row = dict[str, Any]


def history(case: Case) -> list[Row]:
    """Return the newest events of a case, in the order in which they happened."""
    found = list(case.events.order_by("-id")[:EVENTS_SHOWN])
    return [
        {
            "what": names.word(EVENTS[event.kind]) if event.kind in EVENTS else event.kind,
            "who": names.actor(event.actor),
            "why": names.given(event.why),
            "at": event.at,
        }
        for event in reversed(found)
    ]


def related(case: Case) -> Row:
    """Return counts and short lists of what a case has to do with."""
    lead = case.lead
    reports = UserReport.objects.filter(item__memberships__case=case)
    same = Case.objects.filter(group=case.group).exclude(pk=case.pk) if case.group else None
    thread = Item.objects.filter(source=lead.source, thread=lead.thread).exclude(pk=lead.pk)
    return {
        "size": case.members.count(),
        "because": _because(case),
        "members": _members(case),
        "same_entry": same.count() if same is not None else 0,
        "same_open": same.filter(state__in=OPEN).count() if same is not None else 0,
        "thread": thread.count() if lead.thread else 0,
        "author": _author(lead),
        "reports": reports.values("reporter").distinct().count(),
        "categories": list(
            reports.exclude(category="").values_list("category").annotate(n=Count("pk"))[:5]
        ),
    }


def decisions(case: Case) -> list[Row]:
    """Return the decisions of a case, the newest first, in words."""
    found = case.decisions.select_related("by", "second_by").order_by("-id")
    return [decided(one) for one in found]


def decided(decision: Decision) -> Row:
    """Return a decision in words."""
    ruling = decision.ruling
    reason = REASONS.get(ruling["reason"])
    kind = decision.kind
    return {
        "row": decision,
        "kind": names.word(DECISIONS[kind]) if kind in DECISIONS else kind,
        "state": names.DECISION_STATES.get(decision.state, decision.state),
        "reason": names.word(reason) if reason else ruling["reason"],
        "clause": ruling["clause"],
        "by": names.actor(decision.actor),
        "second": decision.second_by.name if decision.second_by else "",
        "items": decision.scope.count(),
    }


def examples(case: Case) -> list[Row]:
    """Return the first items beside the lead, each with the beginning of what it holds."""
    first = case.members.exclude(item=case.lead).order_by("id").values_list("item", flat=True)
    held = contents(first[:EXAMPLES])
    return [
        {"item": number, "text": (text_of(one) or one.link or one.name)[:EXAMPLE_LETTERS]}
        for number, one in held.items()
    ]


def _because(case: Case) -> list[tuple[str, int]]:
    found = case.members.values_list("because").annotate(n=Count("pk")).order_by("-n")
    return [(str(names.MEMBERS.get(one, one)), n) for one, n in found if one != "lead"]


def _members(case: Case) -> list[Row]:
    found = case.members.select_related("item").order_by("id")[:MEMBERS]
    return [
        {
            "item": one.item,
            "because": names.MEMBERS.get(one.because, one.because),
            "standing": names.STANDINGS.get(one.item.standing, one.item.standing),
        }
        for one in found
    ]


def _author(lead: Item) -> list[tuple[str, int]]:
    """Return how earlier posts of the author were decided, as counts."""
    if not lead.author:
        return []
    found = (
        DecisionItem.objects.filter(
            item__author=lead.author, item__source=lead.source, decision__state="in_force"
        )
        .values_list("decision__kind")
        .annotate(n=Count("pk"))
        .order_by("-n")
    )
    return [(str(names.DONE.get(kind, kind)), n) for kind, n in found]
