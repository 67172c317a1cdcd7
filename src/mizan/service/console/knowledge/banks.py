"""Pages of banks: all of them, one with its entries, and a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from mizan.banks.queries import LAST
from mizan.errors import MizanError
from mizan.service.console.access import needs, person
from mizan.service.console.charts import Drawing, Heading, bar_chart, number
from mizan.service.console.knowledge import words
from mizan.service.console.pages import show
from mizan.service.curation import bank_changes, queries
from mizan.service.curation.models import Hold
from mizan.service.people.rights import may
from mizan.service.reports import bank_queries
from mizan.service.reports.bank_queries import BankFigures
from mizan.terms.entry import Entry
from mizan.terms.time import Moment, read

CHART_DAYS = 30
DONE = {
    "made": _("The bank was made."),
    "saved": _("It was saved."),
    "added": _("It was added."),
    "waits": _("It waits for a second person, or for the delay that stands in for one."),
    "published": _("These rules are in force."),
    "nothing": _("Nothing was done: give a reason."),
}


class NewBank(forms.Form):
    """What a bank needs to begin with."""

    name = forms.CharField(
        label=_("Name"),
        max_length=64,
        help_text=_("a-z, digits, dot, hyphen, underscore; a letter or digit first."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=tuple(words.PURPOSES.items()))
    owner = forms.CharField(label=_("Owner"), max_length=200, help_text=_("Who answers for it."))
    legal_basis = forms.CharField(
        label=_("Legal basis"), max_length=500, help_text=_("On what ground it is held.")
    )
    why = forms.CharField(label=_("Reason"), max_length=500)


class ChangedBank(forms.Form):
    """What of a bank may change."""

    may_act = forms.ChoiceField(
        label=_("May it act?"),
        choices=tuple(words.MAY_ACT.items()),
        help_text=_(
            "“May act” only lets rules advise action; nothing acts without a person unless the"
            " settings name rule and bank."
        ),
    )
    owner = forms.CharField(label=_("Owner"), max_length=200, required=False)
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=500, required=False)
    why = forms.CharField(label=_("Reason"), max_length=500)


@needs("see")
def banks(request: HttpRequest) -> HttpResponse:
    """Show every bank."""
    rows = [_row(one) for one in bank_queries.banks()]
    context = {
        "rows": rows,
        "may_make": may(person(request).role, "banks"),
        "waiting": queries.waiting().count() if may(person(request).role, "second") else 0,
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return show(request, "knowledge/banks.html", context)


@needs("banks")
def new(request: HttpRequest) -> HttpResponseBase:
    """Make a bank."""
    form = NewBank(request.POST) if request.method == "POST" else NewBank()
    if form.is_bound and form.is_valid():
        try:
            bank_changes.create_bank(actor=person(request).actor, **form.cleaned_data)
        except MizanError as error:
            form.add_error("name", words.fault(error))
        else:
            return redirect(f"{reverse('bank', args=[form.cleaned_data['name']])}?done=made")
    status = 400 if form.is_bound else 200
    return show(request, "knowledge/bank_new.html", {"form": form}, status=status)


@needs("banks")
@require_POST
def change(request: HttpRequest, name: str) -> HttpResponseBase:
    """Change a bank, or switch it off and on."""
    actor = person(request).actor
    switch, why = request.POST.get("switch", ""), request.POST.get("why", "")[:500]
    if switch and why.strip():
        deed = bank_changes.enable_bank if switch == "on" else bank_changes.disable_bank
        outcome = deed(name=name, actor=actor, why=why)
    else:
        form = ChangedBank(request.POST)
        if not form.is_valid():
            return bank_page(request, name, form)
        outcome = bank_changes.set_bank(name=name, actor=actor, **form.cleaned_data)
    done = "saved" if outcome.done else "waits"
    return redirect(f"{reverse('bank', args=[name])}?done={done}")


@needs("see")
def bank(request: HttpRequest, name: str) -> HttpResponse:
    """Show one bank and a page of its entries, newest first."""
    return bank_page(request, name)


def bank_page(request: HttpRequest, name: str, form: ChangedBank | None = None) -> HttpResponse:
    """Return the page of a bank, with a form that was refused."""
    found = bank_queries.bank(name)
    chosen = {key: request.GET.get(key, "")[:64] for key in ("state", "opinion", "source", "label")}
    before = request.GET.get("before", "")
    page = bank_queries.entries(
        name, before=int(before) if before.isdecimal() and len(before) < 19 else LAST, **chosen
    )
    role = person(request).role
    context = {
        "row": _row(found),
        "chart": matches_chart(name, None),
        "entries": [entry_row(one) for one in page.entries],
        "further": f"?{urlencode({**_given(chosen), 'before': str(page.further)})}"
        if page.further
        else "",
        "first": f"?{urlencode(_given(chosen))}" if before else "",
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "states": words.ENTRY_STATES.items(),
        "opinions": words.OPINIONS.items(),
        "may_lift": may(person(request).role, "second"),
        "holds": held(f"bank/{name}/"),
        "may_add": may(role, "curate"),
        "form": (form or _changed(found)) if may(role, "banks") else None,
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return show(request, "knowledge/bank.html", context, status=400 if form else 200)


def matches_chart(name: str, entry: int | None) -> Drawing:
    """Draw the matches of each of the last days, of an entry or of a whole bank."""
    days = bank_queries.matches_by_day(name, entry, CHART_DAYS)
    total = sum(n for _day, n in days)
    heading = Heading(
        id="matches",
        title=_now("Matches a day"),
        summary=_now("%(total)d matches in %(days)d days") % {"total": total, "days": CHART_DAYS},
        category=_now("Day"),
        rtl=words.tongue() == "ar",
    )
    return bar_chart(
        heading, [day[5:] for day, _n in days], [n for _day, n in days], name=_now("Matches")
    )


def held(prefix: str) -> list[tuple[Hold, str]]:
    """Return what is on review-only below a subject, newest first, each with its cause in words."""
    rows = queries.holds().filter(subject__startswith=prefix)
    return [(one, words.said(words.CAUSES, one.cause)) for one in rows[:50]]


def entry_row(one: Entry) -> dict[str, Any]:
    """Return an entry as a table shows it: never its value, which says nothing to people."""
    return {
        "entry": one,
        "signal": words.said(words.SIGNALS, one.signal),
        "state": words.said(words.ENTRY_STATES, one.state),
        "opinion": words.said(words.OPINIONS, one.opinion),
        "added": moment_of(one.added),
    }


def moment_of(written: str) -> Moment | None:
    """Return a moment as the store writes it; None where there is none."""
    try:
        return read(written)
    except MizanError:
        return None


def _row(one: BankFigures) -> dict[str, Any]:
    return {
        "bank": one.bank,
        "purpose": words.said(words.PURPOSES, one.bank.purpose),
        "may_act": words.said(words.MAY_ACT, one.bank.may_act),
        "signals": [(words.said(words.SIGNALS, name), n) for name, n in one.by_signal],
        "active": one.active,
        "changed": one.changed,
        "matches": number(round(one.matches_a_day, 1)),
        "reversed": words.interval(one.reversed),
    }


def _changed(one: BankFigures) -> ChangedBank:
    held = one.bank
    return ChangedBank(
        initial={"may_act": held.may_act, "owner": held.owner, "legal_basis": held.legal_basis}
    )


def _given(chosen: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in chosen.items() if value}
