"""What waits for a second person, and what people looked for."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from mizan.service.cases.models import Case, Decision
from mizan.service.cases.second_rules import is_same_person
from mizan.service.console.access import needs, person
from mizan.service.console.pages import show
from mizan.service.console.review import curating, related
from mizan.service.console.review.queue import rows
from mizan.service.people.rights import may

MOST = 50  # rows of an answer


@needs("second")
def seconds(request: HttpRequest) -> HttpResponse:
    """Show the decisions that wait for a second person."""
    user = person(request)
    waiting = Decision.objects.filter(state="waiting").select_related("case", "by").order_by("id")
    found = [
        {**related.decided(one), "mine": is_same_person(one.actor, user)} for one in waiting[:MOST]
    ]
    return show(
        request, "review/seconds.html", {"waiting": found, "proposals": curating.proposals(user)}
    )


@needs("see")
def search(request: HttpRequest) -> HttpResponse:
    """Find cases by number, by an item's number or name, by author, or by "bank/entry"."""
    user = person(request)
    words = request.GET.get("q", "").strip()[:255]
    found = list(_found(words)[:MOST]) if words else []
    context: dict[str, Any] = {
        "query": words,
        "rows": rows(found, may_read=may(user.role, "read")),
        "more": len(found) == MOST,
    }
    return show(request, "review/search.html", context)


def _found(words: str) -> QuerySet[Case]:
    wanted = Q(members__item__external_id=words) | Q(members__item__author=words) | Q(group=words)
    number = words.lstrip("#")
    if number.isdecimal() and len(number) < 19:
        wanted |= Q(pk=int(number)) | Q(members__item=int(number))
    if "/" not in words:
        wanted |= Q(group__startswith=f"{words}/")
    found = Case.objects.filter(wanted).select_related("lead", "claimed_by").distinct()
    return found.order_by("-id")
