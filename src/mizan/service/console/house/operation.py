"""Health and settings: how the service is, and the figures that it works by."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mizan.errors import DeskError
from mizan.service.console.access import needs, person
from mizan.service.console.house.figures import FIGURES
from mizan.service.console.house.why import WhyForm
from mizan.service.console.pages import show
from mizan.service.console.sentences import sentence
from mizan.service.ground.changes import set_profile
from mizan.service.ground.profile import CHOICES, Profile, profile
from mizan.service.jobs.models import Job
from mizan.service.jobs.revive_changes import start_again
from mizan.service.people.rights import may
from mizan.service.reports.health import health as look

KINDS = {one.name: one for one in fields(Profile)}
LISTS = {
    "automatic": " : ",
    "closed_surfaces": "",
    "clauses": " : ",
}  # how the parts of a line are kept apart


class SettingsForm(WhyForm):
    """Every figure of the profile that a page can set."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        why = self.fields.pop("why")
        for name, one in KINDS.items():
            if name in FIGURES:
                self.fields[name] = _field(name, one.metadata)
        self.fields["why"] = why

    def changed(self, now: Profile) -> dict[str, Any]:
        """Return what differs from the profile in force."""
        given = {name: self._read(name) for name in self.fields if name in KINDS}
        return {name: value for name, value in given.items() if value != _plain(now, name)}

    def _read(self, name: str) -> Any:
        value = self.cleaned_data[name]
        if name not in LISTS:
            return value
        lines = [line.strip() for line in value.splitlines() if line.strip()]
        if not LISTS[name]:
            return lines
        return [[part.strip() for part in line.split(LISTS[name].strip())] for line in lines]


@needs("settings")
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show and change the operator's profile; a change needs a reason."""
    now = profile()
    initial = {name: _shown(now, name) for name in FIGURES}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            told = {"actor": person(request).actor, "why": form.cleaned_data["why"]}
            set_profile(**told, **form.changed(now))
        except DeskError as error:
            form.add_error(None, f"{sentence(error)} {error.hint}")
        else:
            return redirect("/settings?done=1")
    return show(request, "house/settings.html", {"form": form}, status=400 if form.errors else 200)


@needs("see")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Show how the service is."""
    context = {"health": look(), "may_start": may(person(request).role, "programs")}
    return show(request, "house/health.html", context)


@needs("programs")
@require_POST
def revive(request: HttpRequest) -> HttpResponse:
    """Start dead jobs again: those that were shown."""
    given = [
        int(one)
        for one in request.POST.getlist("job")
        if one.isascii() and one.isdigit() and len(one) < 19
    ]
    ids = Job.objects.filter(state="dead", pk__in=given[:200]).values_list("pk", flat=True)
    start_again(ids=list(ids), actor=person(request).actor, why="started again by hand")
    return redirect("/health?done=1")


def _field(name: str, metadata: Any) -> forms.Field:
    label, help_text = FIGURES[name]
    if name in CHOICES:
        choices = [(one, one) for one in CHOICES[name]]
        return forms.ChoiceField(label=label, help_text=help_text, choices=choices)
    if name in LISTS:
        return forms.CharField(
            label=label,
            help_text=help_text,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    field = forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=metadata["least"],
        max_value=metadata["most"],
    )
    field.widget.attrs["dir"] = "ltr"
    return field


def _plain(now: Profile, name: str) -> Any:
    """Return a value of the profile as a form gives it."""
    value = getattr(now, name)
    if isinstance(value, tuple):
        return [list(one) if isinstance(one, tuple) else one for one in value]
    return value


def _shown(now: Profile, name: str) -> Any:
    value = _plain(now, name)
    if not isinstance(value, list):
        return value
    return "\n".join(LISTS[name].join(one) if isinstance(one, list) else one for one in value)
