"""A blind look: the content, without what was decided. Answering it never acts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from mizan.service.console.access import needs, person
from mizan.service.console.pages import show
from mizan.service.console.quality import names
from mizan.service.console.quality.beside import glossary
from mizan.service.console.review.content import shown
from mizan.service.people.changes import note_reading
from mizan.service.quality import changes, queries
from mizan.terms.decision import DECISIONS


@needs("decide")
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Hand out the next blind look, or say that there is none."""
    found = changes.next_blind(user=person(request))
    return redirect("blind", found.pk) if found else redirect("/quality?none=1")


@needs("decide")
def blind(request: HttpRequest, number: int) -> HttpResponse:
    """Show what there is to judge; take the answer."""
    user = person(request)
    found = queries.blind_of(number, user)
    if request.method == "POST":
        changes.answer(blind=number, kind=request.POST.get("kind", ""), user=user)
        return redirect("/quality?answered=1")
    held = found.item.content
    text = shown(held).text
    note_reading(user=user, item=found.item_id, case=None, part="text")
    context = {
        "blind": found,
        "language": names.language(found.lang),
        "text": text,
        "link": held.link or "",
        "glossary": glossary(text, get_language() or "en"),
        "answers": [
            {"kind": kind, "key": DECISIONS[kind].key, "word": names.decision(kind)}
            for kind in changes.ANSWERS
        ],
    }
    return show(request, "quality/blind.html", context)
