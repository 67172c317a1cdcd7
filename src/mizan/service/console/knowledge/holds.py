"""What is on review-only, and what waits for a second person: lifting, agreeing, refusing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from mizan.errors import MizanError
from mizan.service.console.access import needs, person
from mizan.service.console.knowledge import words
from mizan.service.console.knowledge.banks import DONE
from mizan.service.console.pages import show
from mizan.service.console.sentences import sentence
from mizan.service.curation import hold_changes, proposal_changes, queries
from mizan.service.curation.models import Proposal

ANSWERS = {
    "approve": proposal_changes.approve,
    "refuse": proposal_changes.refuse,
    "withdraw": proposal_changes.withdraw,
}
PROPOSED = {
    "entry.add": _("Add entries"),
    "entry.enable": _("Put an entry back in force"),
    "entry.confirm": _("Confirm an entry"),
    "bank.set": _("Change what a bank may do"),
    "bank.enable": _("Switch a bank on"),
}
MOST = 100  # shown


@needs("second")
@require_POST
def lift(request: HttpRequest, number: int) -> HttpResponseBase:
    """Let a rule or an entry act again, with a reason."""
    why = request.POST.get("why", "").strip()[:500]
    if not why:
        return redirect(f"{reverse('rules')}?done=nothing")
    subject = hold_changes.lift(hold=number, user=person(request), why=why).subject
    place, _mark, rest = subject.partition("/")
    to = reverse("rules") if place == "rule" else reverse("bank", args=[rest.partition("/")[0]])
    return redirect(f"{to}?done=saved")


@needs("second")
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the changes of banks and entries that wait for a second person."""
    return _page(request, {})


@needs("second")
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponseBase:
    """Agree to a change, refuse it, or take it back."""
    deed = ANSWERS.get(request.POST.get("deed", ""))
    why = request.POST.get("why", "").strip()[:500]
    if deed is None or not why:
        return redirect(f"{reverse('waiting')}?done=nothing")
    try:
        deed(proposal=number, user=person(request), why=why)
    except MizanError as error:
        return _page(request, {"fault": sentence(error)}, status=409)
    return redirect(f"{reverse('waiting')}?done=saved")


def _page(request: HttpRequest, more: dict[str, Any], status: int = 200) -> HttpResponse:
    mine = person(request).actor
    context = {
        "rows": [_row(one, mine) for one in queries.waiting()[:MOST]],
        "done": DONE.get(request.GET.get("done", ""), ""),
        **more,
    }
    return show(request, "knowledge/waiting.html", context, status=status)


def _row(one: Proposal, mine: str) -> dict[str, Any]:
    """Return what a proposal would do; of entries only how many, never their values."""
    given = one.payload
    bank = str(given.get("bank") or given.get("name") or "")
    return {
        "proposal": one,
        "deed": words.said(PROPOSED, one.deed),
        "bank": bank,
        "entry": given.get("entry"),
        "entries": len(given.get("rows") or ()),
        "may_act": words.said(words.MAY_ACT, given["may_act"]) if given.get("may_act") else "",
        "by": one.by.partition(":")[2],
        "mine": one.by == mine,
    }
