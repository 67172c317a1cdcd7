"""The match tester: paste something, and see what the rules say of it. Nothing of it is kept."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from mizan.errors import MizanError
from mizan.service.console.access import needs, person
from mizan.service.console.knowledge import words
from mizan.service.console.knowledge.trying import Tried, attempt
from mizan.service.console.pages import show
from mizan.service.people.rights import may
from mizan.terms.content import Content

MOST_LETTERS = 200_000
MOST_FILE = 8 * 2**20  # bytes; larger uploads would be laid on the disk for a while


class Given(forms.Form):
    """What is to be tried: a text, an address, a file, or several of them."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    url = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=4000,
        help_text=_("It is compared, never opened."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("At most 8 MiB. Choose it, or drop it here.")
    )
    hidden = forms.BooleanField(label=_("Show hidden characters"), required=False)

    def clean(self) -> dict[str, object]:
        """Ask for something to look at, of a size that this page takes."""
        given: dict[str, object] = super().clean() or {}
        file = self.cleaned_data.get("file")
        if file is not None and file.size > MOST_FILE:
            self.add_error("file", _("The file is too large for this page."))
        if not (str(given.get("text", "")).strip() or given.get("url") or file or self.errors):
            raise forms.ValidationError(
                _("There is nothing to look at. Give a text, an address or a file.")
            )
        return given

    def content(self) -> Content:
        """Return what was given as the engine takes it."""
        file = self.cleaned_data.get("file")
        return Content(
            id="tried",
            text=self.cleaned_data["text"].replace("\r\n", "\n") or None,
            url=self.cleaned_data["url"] or None,
            data=file.read() if file else None,
            name=file.name[:255] if file else None,
        )


@sensitive_post_parameters()
@needs("see")
def tester(request: HttpRequest) -> HttpResponse:
    """Show the tester, and what came of a try."""
    if request.method != "POST":
        return show(request, "knowledge/tester.html", {"form": Given()})
    form, tried = Given(request.POST, request.FILES), None
    if form.is_valid():
        try:
            tried = attempt(form.content(), words.tongue())
        except MizanError as error:
            form.add_error(None, words.fault(error))
    context = {
        "form": form,
        "tried": tried,
        "hidden": form.cleaned_data.get("hidden", False),
        "may_curate": may(person(request).role, "curate"),
        **(_in_words(tried) if tried else {}),
    }
    return show(request, "knowledge/tester.html", context, status=200 if tried else 400)


def _in_words(tried: Tried) -> dict[str, object]:
    """Return what the template says of a try beside its findings."""
    shadow = tried.shadow
    return {
        "score": None if tried.verdict.score is None else f"{tried.verdict.score:.2f}",
        "level": words.said(words.LEVELS, tried.verdict.verdict),
        "labels": [words.label(one) for one in tried.verdict.labels],
        "language": words.language(tried.verdict.lang),
        "trail": [
            (step.rule, words.said(words.SAID, step.said), step.because)
            for step in tried.verdict.trail
        ],
        "shadow_level": words.said(words.LEVELS, shadow.verdict) if shadow else "",
        "shadow_trail": [
            (step.rule, words.said(words.SAID, step.said), step.because) for step in shadow.trail
        ]
        if shadow
        else [],
        "differs": shadow is not None and shadow.verdict != tried.verdict.verdict,
    }
