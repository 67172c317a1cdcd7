"""The page of the queue: what waits, in the order in which it should be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from mizan.service.cases.changes import is_claimed
from mizan.service.cases.models import Case
from mizan.service.cases.queries import OPEN
from mizan.service.console.access import needs, person
from mizan.service.console.pages import frame, part, show
from mizan.service.console.review import covers, filters, names
from mizan.service.items.models import ItemContent
from mizan.service.items.queries import contents, text_of
from mizan.service.people.rights import may
from mizan.terms.case import STATES

PAGE = 25  # rows
FIRST_LETTERS = 160  # of a text in a row
KEPT = "queue"  # in the session: the filters that were used last


@needs("see")
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits; the rows alone when htmx asks for them again."""
    user = person(request)
    wanted = filters.read(request.GET)
    found = filters.chosen(wanted, user)
    total = found.count()
    begin = (wanted.page - 1) * PAGE
    cases = list(found[begin : begin + PAGE])
    context = {
        "rows": rows(cases, may_read=may(user.role, "read")),
        "total": total,
        "address": wanted.address,
        "shown": _shown(begin, len(cases), total),
        "before_url": _page(wanted, -1) if wanted.page > 1 else "",
        "after_url": _page(wanted, 1) if begin + PAGE < total else "",
        "filtered": wanted.with_() != "/",
        "may_decide": may(user.role, "decide"),
    }
    if request.headers.get("HX-Request"):
        return part(request, "review/rows.html", {**context, "frame": frame(request)})
    request.session[KEPT] = wanted.with_().partition("?")[2]
    context["groups"] = filters.chips(wanted, user, counts())
    return show(request, "review/queue.html", context)


def counts() -> dict[str, int]:
    """Return how many open cases there are, by queue."""
    found = Case.objects.filter(state__in=OPEN).values_list("queue").annotate(n=Count("pk"))
    return dict(found.order_by("queue"))


def rows(cases: Sequence[Case], *, may_read: bool) -> list[dict[str, Any]]:
    """Return what a row of the queue shows of each case."""
    held = contents(case.lead_id for case in cases) if may_read else {}
    return [_row(case, held.get(case.lead_id), may_read=may_read) for case in cases]


def _row(case: Case, held: ItemContent | None, *, may_read: bool) -> dict[str, Any]:
    word, sign, tone = names.SEVERITIES[min(max(case.severity, 0), 3)]
    text = (text_of(held) or held.link or held.name)[:FIRST_LETTERS] if held else ""
    return {
        "case": case,
        "state": names.word(STATES[case.state]),  # type: ignore[index]  # a row holds a state
        "severity": word,
        "sign": sign,
        "tone": tone,
        "text": text,
        "covered": covers.cover_label(case.labels),
        "hidden": not may_read,
        "kind": names.KINDS.get(case.lead.kind, case.lead.kind),
        "labels": [names.label(name) for name in case.labels[:2]],
        "language": names.language(case.lang, case.dialect),
        "size": getattr(case, "size", 1),
        "who": case.claimed_by.name if case.claimed_by and is_claimed(case) else "",
    }


def _shown(begin: int, count: int, total: int) -> str:
    return _("%(first)d to %(last)d of %(total)d") % {
        "first": begin + 1 if count else 0,
        "last": begin + count,
        "total": total,
    }


def _page(wanted: filters.Filters, step: int) -> str:
    from dataclasses import replace

    return replace(wanted, page=wanted.page + step).address
