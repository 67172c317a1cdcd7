"""Ledger and readings: who changed what, and who read what."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from mizan.service.console.access import needs
from mizan.service.console.pages import show
from mizan.service.ground.proof_changes import last_proof
from mizan.service.jobs.changes import enqueue
from mizan.service.jobs.models import Job
from mizan.service.people.queries import readings as all_readings
from mizan.service.reports.ledger import latest

SHOWN = 50
PROOF = "prove"  # the job that reads the chain


@needs("audit")
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Show the latest lines, and what the last proof of the chain showed."""
    actor, about = request.GET.get("actor", "")[:80], request.GET.get("about", "")[:120]
    page = latest(actor=actor, about=about, before=_number(request, "before"), limit=SHOWN)
    kept = {"actor": actor, "about": about}
    context: dict[str, Any] = {
        "page": page,
        "actor": actor,
        "about": about,
        "proof": last_proof(),
        "proving": Job.objects.filter(kind=PROOF).exclude(state="dead").exists(),
        "further": _address("/ledger", kept, page.before),
    }
    return show(request, "house/ledger.html", context)


@needs("audit")
@require_POST
def prove(request: HttpRequest) -> HttpResponse:
    """Have the whole chain read, by a worker: it may take minutes."""
    enqueue(PROOF, dedupe=PROOF)
    return redirect("ledger")


@needs("audit")
@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """Show who read sensitive content, and when."""
    name, item = request.GET.get("name", "")[:64], _number(request, "item")
    rows = all_readings(name=name, item=item, before=_number(request, "before"), limit=SHOWN)
    before = rows[-1].pk if len(rows) == SHOWN else None
    kept = {"name": name, "item": item or ""}
    further = _address("/readings", kept, before)
    context = {"rows": rows, "name": name, "item": item, "further": further}
    return show(request, "house/readings.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None


def _address(path: str, kept: dict[str, Any], before: int | None) -> str:
    if before is None:
        return ""
    chosen = {name: value for name, value in kept.items() if value}
    return f"{path}?{urlencode({**chosen, 'before': before})}"
