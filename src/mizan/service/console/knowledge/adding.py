"""Adding to a bank: give something, see what it would hit, then confirm.

Between the steps only fingerprints travel, never the content they were made from.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from mizan.banks import queries as bank_queries
from mizan.banks.changes import NewEntry
from mizan.casework.seconds import needs_second
from mizan.engine.admit import read_hash, values_of
from mizan.errors import MizanError
from mizan.service.console.access import needs, person
from mizan.service.console.knowledge import words
from mizan.service.console.knowledge.tester import MOST_FILE, MOST_LETTERS
from mizan.service.console.pages import show
from mizan.service.curation import entry_changes
from mizan.service.curation.trying import ProtectedError
from mizan.service.ground.engine import engine
from mizan.service.ground.profile import profile
from mizan.service.ground.recording import store
from mizan.service.items.models import Item
from mizan.terms.bank import Bank
from mizan.terms.content import Content

MOST_ROWS = 1000  # fingerprints added at once by hand
MOST_WRITTEN = 2_000_000  # characters of them


class Addition(forms.Form):
    """What is to be added: something to make fingerprints of, or the fingerprints themselves."""

    bank = forms.ChoiceField(label=_("Bank"))
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=MOST_LETTERS,
        strip=False,
        help_text=_("Its fingerprint is kept, the text is not."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    url = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=4000,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off"}),
    )
    file = forms.FileField(label=_("File"), required=False, help_text=_("At most 8 MiB."))
    hashes = forms.CharField(
        label=_("Fingerprints"),
        required=False,
        max_length=MOST_WRITTEN,
        help_text=_("One a line: TYPE:VALUE, such as sha256:… or pdq:…"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
    )
    label = forms.CharField(
        label=_("Label"), required=False, max_length=200, help_text=_("What it is; no content.")
    )
    why = forms.CharField(label=_("Reason"), max_length=500)
    case = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, banks: list[Bank], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bank"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(one.name, one.name) for one in banks]

    def clean(self) -> dict[str, Any]:
        """Ask for something to add, of a size that this page takes."""
        given: dict[str, Any] = super().clean() or {}
        file = self.cleaned_data.get("file")
        if file is not None and file.size > MOST_FILE:
            self.add_error("file", _("The file is too large for this page."))
        if not (any(given.get(name) for name in ("text", "url", "hashes")) or file or self.errors):
            raise forms.ValidationError(
                _("There is nothing to look at. Give a text, an address or a file.")
            )
        return given

    def rows(self, bank: Bank) -> list[NewEntry]:
        """Return the fingerprints to add; MizanError where something gives none."""
        given, types = self.cleaned_data, engine().signals
        values = [
            read_hash(line.strip(), types) for line in given["hashes"].splitlines() if line.strip()
        ]
        file = given.get("file")
        if given["text"] or given["url"] or file:
            content = Content(
                id=bank.name,
                text=given["text"].replace("\r\n", "\n") or None,
                url=given["url"] or None,
                data=file.read() if file else None,
                name=file.name[:255] if file else None,
            )
            values += values_of(content, types, bank.purpose)
        kept = list(dict.fromkeys(values))[:MOST_ROWS]
        return [NewEntry(signal=name, value=value, label=given["label"]) for name, value in kept]


@sensitive_post_parameters()
@needs("curate")
def add(request: HttpRequest, name: str = "") -> HttpResponseBase:
    """Lead through the steps: fill in, preview, confirm."""
    banks = _banks(name, request.POST.get("purpose", ""))
    step = request.POST.get("step", "")
    if request.method != "POST" or step not in {"preview", "confirm"}:
        kept = {key: request.POST.get(key, "") for key in ("hashes", "label", "why", "case")}
        first = name or (banks[0].name if banks else "")
        return _asked(request, Addition(initial={**kept, "bank": first}, banks=banks), name)
    form = Addition(request.POST, request.FILES, banks=banks)
    if not form.is_valid():
        return _asked(request, form, name)
    bank = bank_queries.bank(store(), form.cleaned_data["bank"])
    try:
        rows = form.rows(bank)
        if step == "confirm":
            return _confirmed(request, form, bank, rows)
        return _previewed(request, form, bank, rows)
    except MizanError as error:
        form.add_error(None, words.fault(error))
        return _asked(request, form, name)


def _banks(name: str, purpose: str) -> list[Bank]:
    """Return the banks to choose from: the one named, those of a purpose, or all."""
    if name:
        return [bank_queries.bank(store(), name)]
    every = bank_queries.banks(store())
    return [one for one in every if one.purpose == purpose] or every


def _asked(request: HttpRequest, form: Addition, name: str) -> HttpResponse:
    context = {"form": form, "name": name, "none": not _banks(name, "")}
    return show(request, "knowledge/adding.html", context, status=400 if form.is_bound else 200)


def _previewed(
    request: HttpRequest, form: Addition, bank: Bank, rows: list[NewEntry]
) -> HttpResponse:
    """Show what the rows would hit, with everything that confirming needs."""
    seen = entry_changes.preview(bank=bank.name, rows=rows)
    types = engine().signals
    context = {
        "bank": bank,
        "form": form,
        "rows": [words.said(words.SIGNALS, row.signal) for row in rows],
        "hashes": "\n".join(f"{row.signal}:{types[row.signal].write(row.value)}" for row in rows),
        "seen": seen,
        "packs": [(words.pack(one.name), one) for one in seen.trial.packs] if seen.trial else [],
        "protected": len(seen.protected),
        "days": profile().recent_days,
        "examples": Item.objects.filter(pk__in=seen.examples).order_by("-pk"),
        "two": needs_second("add_entry", purpose=bank.purpose, may_act=bank.may_act),
    }
    return show(request, "knowledge/preview.html", context)


def _confirmed(
    request: HttpRequest, form: Addition, bank: Bank, rows: list[NewEntry]
) -> HttpResponseBase:
    """Add the rows and lead to the bank; what was found meanwhile leads back to the preview."""
    user = person(request)
    try:
        outcome = entry_changes.add_entries(
            bank=bank.name,
            rows=rows,
            actor=user.actor,
            user=user,
            why=form.cleaned_data["why"],
            override=request.POST.get("override", "")[:500],
            case=form.cleaned_data["case"],
        )
    except ProtectedError:
        return _previewed(request, form, bank, rows)
    done = "added" if outcome.done else "waits"
    return redirect(f"{reverse('bank', args=[bank.name])}?done={done}")
