"""The page of one case: what is this, and what should happen?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from mizan.errors import MizanError
from mizan.service.cases import changes, queries
from mizan.service.cases.models import Case
from mizan.service.console.access import needs, person
from mizan.service.console.pages import show
from mizan.service.console.quality.beside import beside
from mizan.service.console.review import content, covers, form, related
from mizan.service.console.review.why import why
from mizan.service.items.models import Item
from mizan.service.items.queries import contents
from mizan.service.people.changes import note_reading
from mizan.service.people.models import User
from mizan.service.people.rights import may

Context = dict[str, Any]


@needs("see")
def case(request: HttpRequest, number: int) -> HttpResponse:
    """Show a case; whoever may decide takes it by opening it, unless somebody else has it."""
    return page(request, number)


def page(
    request: HttpRequest,
    number: int,
    *,
    sent: Context | None = None,
    problems: dict[str, list[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a case; `sent` and `problems` of a form that was not complete."""
    user = person(request)
    found = queries.case(number)
    taken = _taken(request, found, user)
    deciding = found.state in queries.OPEN and not taken and may(user.role, "decide")
    deciding = deciding and found.about_id is None  # an appeal is answered instead
    context = {
        "case": found,
        "deciding": deciding,
        "taken": taken,
        "item": found.lead,
        "why": why(found.lead),
        "history": related.history(found),
        "related": related.related(found),
        "decisions": related.decisions(found),
        "author": found.lead.author,
        "may_reverse": may(user.role, "second"),
        "may_allow": may(user.role, "curate"),
        **_severity(found),
        **_content(request, found, user),
    }
    shown = context["content"]
    context |= beside(found, user, shown.text if shown else "")
    if deciding:
        context["form"] = form.offered(found, sent)
        context["problems"] = problems or {}
        context["examples"] = related.examples(found) if may(user.role, "read") else []
        context["deed"] = bool(sent) or request.GET.get("deed") in form.TAKING
        if not sent and context["deed"]:
            context["form"]["sent"]["kind"] = request.GET["deed"]
    return show(request, "review/case.html", context, status=status)


def _taken(request: HttpRequest, case: Case, user: User) -> bool:
    """Take the case for who opened it; tell whether somebody else has it."""
    if case.state not in queries.OPEN or not may(user.role, "decide"):
        return False
    if request.GET.get("read"):
        return changes.is_claimed(case) and case.claimed_by_id != user.pk
    try:
        held = changes.claim(case=case.pk, user=user)
    except MizanError as error:
        if error.code == "case.first_decider":  # may look, and has no part in it
            return False
        if error.code != "desk.taken":
            raise
        case.refresh_from_db()
        return True
    case.claimed_by, case.claimed_until = held.claimed_by, held.claimed_until
    return False


def _severity(case: Case) -> Context:
    from mizan.service.console.review.names import SEVERITIES, label, language

    word, sign, tone = SEVERITIES[min(max(case.severity, 0), 3)]
    return {
        "severity": word,
        "severity_sign": sign,
        "severity_tone": tone,
        "language": language(case.lang, case.dialect),
        "labels": [label(name) for name in case.labels],
    }


def _content(request: HttpRequest, case: Case, user: User) -> Context:
    """Return what the page shows of the item; reading it is noted."""
    item = case.lead
    if not may(user.role, "read"):
        return {"hidden": True, "content": None}
    held = contents([item.pk]).get(item.pk)
    if held is None:
        return {"content": None, "gone": _gone(item)}
    advice = covers.advice(request, user)
    graphic = covers.is_graphic(case.labels) or item.kind == "file"
    if graphic and advice == "no_more_graphic" and str(item.pk) not in _opened(request):
        return {"content": None, "capped": True}
    view = request.GET.get("view", "posted")
    shown = content.shown(held)
    if view == "compared":
        shown = replace(shown, compared=content.compared(shown.text))
    note_reading(user=user, item=item.pk, case=case.pk, part="text" if shown.text else "original")
    return {
        "content": shown,
        "spans": content.spans(item, shown),
        "view": view if view in content.VIEWS else "posted",
        "cover": covers.cover_label(case.labels) if graphic else "",
        "uncovered": bool(request.GET.get("shown")),
        "break_due": advice == "offer_break",
        "media_url": reverse("media", args=[item.pk]) if shown.picture else "",
    }


def _opened(request: HttpRequest) -> dict[str, str]:
    opened: dict[str, str] = request.session.get(covers.OPEN, {})
    return opened


def _gone(item: Item) -> str:
    return item.state if item.state in {"erased", "left"} else "absent"
