"""Pages of rules: their versions, the editor that checks as one types, and one version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mizan.engine.rules import rules_in_force, shipped_rules
from mizan.policy.document import MAX_BYTES
from mizan.policy.load import check
from mizan.service.console.access import needs, person
from mizan.service.console.knowledge import words
from mizan.service.console.knowledge.banks import DONE, held
from mizan.service.console.knowledge.difference import difference
from mizan.service.console.pages import part, show
from mizan.service.curation import queries, rules_changes
from mizan.service.curation.models import RulesVersion
from mizan.service.ground.engine import engine
from mizan.service.people.rights import may
from mizan.service.reports import bank_queries
from mizan.service.reports.bank_queries import RuleFigures

MOST_VERSIONS = 50  # shown


class Draft(forms.Form):
    """A rules file, and why it is written."""

    text = forms.CharField(label=_("Rules"), strip=False, widget=forms.Textarea)
    why = forms.CharField(label=_("Reason"), max_length=500)


@needs("see")
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules in force with their last seven days, and every version."""
    in_force = engine().rules.now()
    figures = bank_queries.rules()
    versions = RulesVersion.objects.select_related("by").defer("text").order_by("-number")
    context = {
        "ref": in_force.ref,
        "rows": [
            (rule.name, words.said(words.LEVELS, rule.level), rule.because[words.tongue()], one)
            for rule in in_force.book.rules
            for one in [figures.get(rule.name, RuleFigures())]
        ],
        "may_lift": may(person(request).role, "second"),
        "holds": held("rule/"),
        "versions": [version_row(one) for one in versions[:MOST_VERSIONS]],
        "may_write": may(person(request).role, "rules"),
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return show(request, "knowledge/rules.html", context)


@needs("rules")
def edit(request: HttpRequest) -> HttpResponseBase:
    """Show the editor; save what is written as a draft when it has no faults."""
    if request.method != "POST":
        form = Draft(initial={"text": _beginning(request.GET.get("from", ""))})
        return _editor(request, form, check(form.initial["text"]))
    form = Draft(request.POST)
    text = str(form.data.get("text", "")).replace("\r\n", "\n")
    faults = check(text[: MAX_BYTES + 1])
    if faults or not form.is_valid():
        return _editor(request, form, faults)
    user = person(request)
    saved = rules_changes.save_draft(text=text, user=user, why=form.cleaned_data["why"])
    return redirect(f"{reverse('rules-version', args=[saved.number])}?done=saved")


@needs("rules")
def faults(request: HttpRequest) -> HttpResponse:
    """Answer the editor: the faults of what stands there now."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    return part(request, "knowledge/faults.html", {"faults": check(text[: MAX_BYTES + 1])})


@needs("see")
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version: its text, and how it differs from another, else from that in force."""
    return version_page(request, number, {})


def version_page(
    request: HttpRequest, number: int, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Show the page of a version, with what came of a deed in `more`."""
    one = rules_changes.find(number)
    asked = request.GET.get("against", "")
    other, name = _other(one, int(asked) if asked.isdecimal() and len(asked) < 9 else None)
    context = {
        "row": version_row(one),
        "lines": list(enumerate(one.text.splitlines(), 1)),
        "difference": difference(other, one.text),
        "against": name,
        "others": [
            n
            for n in RulesVersion.objects.order_by("-number").values_list("number", flat=True)[:20]
            if n != number
        ],
        "shadowed": [
            (
                row["rule"],
                words.said(words.LEVELS, str(row["live"])),
                words.said(words.LEVELS, str(row["level"])),
                row["items"],
            )
            for row in queries.shadow_figures(number)[:50]
        ],
        "may_write": may(person(request).role, "rules"),
        "done": DONE.get(request.GET.get("done", ""), ""),
        **more,
    }
    return show(request, "knowledge/version.html", context, status=status)


def version_row(one: RulesVersion) -> dict[str, Any]:
    """Return a version with its state in words."""
    return {"version": one, "state": words.said(words.VERSION_STATES, one.state)}


def _editor(request: HttpRequest, form: Draft, found: list[Any]) -> HttpResponse:
    context = {"form": form, "faults": found}
    return show(request, "knowledge/editor.html", context, status=400 if form.is_bound else 200)


def _beginning(number: str) -> str:
    """Return the text to begin with: a version's, else that in force."""
    if number.isdecimal() and len(number) < 9:
        return rules_changes.find(int(number)).text
    return rules_in_force(Path(settings.MIZAN_DATA)).decode("utf-8-sig", "replace")


def _other(one: RulesVersion, asked: int | None) -> tuple[str, str]:
    """Return the text to compare with and its name: "" for the shipped rules."""
    if asked is not None:
        return rules_changes.find(asked).text, str(asked)
    live = RulesVersion.objects.filter(state="live").exclude(pk=one.pk).order_by("-number").first()
    if live is None:
        live = RulesVersion.objects.filter(number__lt=one.number).order_by("-number").first()
    return (live.text, str(live.number)) if live else (shipped_rules().decode(), "")
