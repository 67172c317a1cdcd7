"""The page of one entry: where it comes from, what it matched, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mizan.banks import queries as bank_queries
from mizan.service.console.access import needs, person
from mizan.service.console.knowledge import words
from mizan.service.console.knowledge.banks import DONE, entry_row, held, matches_chart
from mizan.service.console.pages import show
from mizan.service.curation import entry_changes
from mizan.service.curation.outcome import Outcome
from mizan.service.ground.engine import engine
from mizan.service.ground.recording import store
from mizan.service.people.rights import may
from mizan.service.reports import bank_queries as figures
from mizan.terms.entry import Entry

DEEDS: dict[str, Callable[..., Outcome]] = {
    "confirm": entry_changes.confirm_entry,
    "deconfirm": entry_changes.deconfirm_entry,
    "disable": entry_changes.disable_entry,
    "enable": entry_changes.enable_entry,
    "remove": entry_changes.remove_entry,
}
WRITTEN = 200  # characters of a written value that are shown


@needs("see")
def entry(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Show one entry."""
    found = bank_queries.entry(store(), name, number)
    context = {
        "one": entry_row(found),
        "bank": bank_queries.bank(store(), name),
        "written": _written(found),
        "chart": matches_chart(name, number),
        "origins": figures.origins(name, number),
        "may_lift": may(person(request).role, "second"),
        "holds": [
            one for one in held(f"bank/{name}/{number}") if one[0].subject.endswith(f"/{number}")
        ],
        "deeds": _deeds(found) if may(person(request).role, "curate") else [],
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return show(request, "knowledge/entry.html", context)


@needs("curate")
@require_POST
def deed(request: HttpRequest, name: str, number: int) -> HttpResponseBase:
    """Do something with an entry, with a reason."""
    change = DEEDS.get(request.POST.get("deed", ""))
    why = request.POST.get("why", "").strip()[:500]
    address = reverse("entry", args=[name, number])
    if change is None or not why:
        return redirect(f"{address}?done=nothing")
    outcome = change(bank=name, entry=number, actor=person(request).actor, why=why)
    return redirect(f"{address}?done={'saved' if outcome.done else 'waits'}")


def _written(one: Entry) -> str:
    """Return the fingerprint as it is written, its beginning where it is long."""
    kind = engine().signals.get(one.signal)
    if kind is None or not one.value:
        return ""
    text = kind.write(one.value)
    return text if len(text) <= WRITTEN else f"{text[:WRITTEN]}…"


def _deeds(one: Entry) -> list[tuple[str, str, str, bool]]:
    """Return what can be done with an entry in its state: code, word, question, whether grave."""
    if one.state == "removed":
        return []
    opinion = "deconfirm" if one.opinion == "confirmed" else "confirm"
    state = "disable" if one.state == "active" else "enable"
    return [(code, *words.deed(code), code == "remove") for code in (opinion, state, "remove")]
