"""Deeds beside a case: answering an appeal, lifting a strike, marking a golden item."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from mizan.errors import DeskError
from mizan.service.actions.strike_changes import lift_strike
from mizan.service.cases.appeal_changes import answer
from mizan.service.console.access import needs, person
from mizan.service.quality import changes

LONGEST = 500  # characters of a reason


@needs("decide")
@require_POST
def answer_appeal(request: HttpRequest, number: int) -> HttpResponse:
    """Uphold or reverse the decision that was appealed against."""
    outcome = request.POST.get("outcome", "")
    if outcome not in {"upheld", "reversed"}:
        raise DeskError(
            "this is no answer to an appeal", hint="upheld or reversed", code="desk.bad_answer"
        )
    answer(case=number, outcome=outcome, user=person(request), why=_why(request))  # type: ignore[arg-type]
    return redirect(f"/cases/{number}")


@needs("second")
@require_POST
def lift(request: HttpRequest, number: int) -> HttpResponse:
    """Lift a strike, though its decision stands."""
    one = lift_strike(strike=number, user=person(request), why=_why(request))
    return redirect(f"/cases/{one.decision.case_id}")


@needs("second")
@require_POST
def golden(request: HttpRequest, number: int) -> HttpResponse:
    """Mark a decision as golden: others answer the item without knowing what is right."""
    one = changes.mark_golden(
        decision=number,
        expected=request.POST.get("expected", ""),
        user=person(request),
        why=_why(request),
    )
    return redirect(f"/cases/{one.decision.case_id}")


@needs("second")
@require_POST
def retire(request: HttpRequest, number: int) -> HttpResponse:
    """Hand a golden item out no more."""
    changes.retire_golden(golden=number, user=person(request), why=_why(request))
    return redirect("quality")


def _why(request: HttpRequest) -> str:
    """Return the reason that was given, or that none was."""
    return request.POST.get("why", "").strip()[:LONGEST] or gettext("no reason given")
