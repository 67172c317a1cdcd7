"""What is done with a version of the rules: tried, put in shadow, published, rolled back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mizan.errors import MizanError
from mizan.service.console.access import needs, person
from mizan.service.console.knowledge import words
from mizan.service.console.knowledge.rules import version_page
from mizan.service.console.sentences import sentence, way_out
from mizan.service.curation import rules_changes
from mizan.service.curation.rules_changes import RulesPreview
from mizan.service.curation.trying import ProtectedError


@needs("rules")
@require_POST
def attempt(request: HttpRequest, number: int) -> HttpResponseBase:
    """Try a version on the last 1,000 items that are held; nothing changes by it."""
    try:
        tried = rules_changes.try_version(version=number)
    except MizanError as error:
        return version_page(request, number, {"fault": sentence(error)}, status=400)
    return version_page(request, number, {"tried": in_words(tried)})


@needs("rules")
@require_POST
def deed(request: HttpRequest, number: int) -> HttpResponseBase:
    """Put a version in shadow, take it out, publish it, or go back from it."""
    code, why = request.POST.get("deed", ""), request.POST.get("why", "").strip()[:500]
    address = reverse("rules-version", args=[number])
    if not why:
        return redirect(f"{address}?done=nothing")
    try:
        _do(request, code, number, why)
    except ProtectedError as error:
        more = {"override_asked": True, "why": why, "fault": sentence(error)}
        tried = in_words(rules_changes.try_version(version=number))
        return version_page(request, number, {**more, "tried": tried}, status=409)
    except MizanError as error:
        fault = f"{sentence(error)} {way_out(error)}".strip()
        return version_page(request, number, {"fault": fault, "why": why}, status=409)
    return redirect(f"{address}?done={'published' if code == 'publish' else 'saved'}")


def in_words(tried: RulesPreview) -> dict[str, Any]:
    """Return what a trial says, as the page shows it."""
    trial = tried.trial
    return {
        "pack": trial.pack,
        "raised": sorted(trial.raised.items()),
        "contents": trial.contents,
        "changed": trial.changed,
        "levels": [
            (word, trial.before.get(level, 0), trial.after.get(level, 0))  # type: ignore[call-overload]
            for level, word in words.LEVELS.items()
        ],
        "fired": sorted(trial.fired.items()),
        "changes": [
            (one.id, words.said(words.LEVELS, one.before), words.said(words.LEVELS, one.after))
            for one in trial.changes[:10]
        ],
        "protected": len(tried.protected),
    }


def _do(request: HttpRequest, code: str, number: int, why: str) -> None:
    user = person(request)
    if code == "shadow":
        rules_changes.shadow(version=number, user=user, why=why)
    elif code == "end_shadow":
        rules_changes.end_shadow(version=number, user=user, why=why)
    elif code == "publish":
        override = request.POST.get("override", "")[:500]
        rules_changes.publish(version=number, user=user, why=why, override=override)
    elif code == "roll_back":
        rules_changes.roll_back(user=user, why=why)
