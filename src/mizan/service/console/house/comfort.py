"""My comfort: how content is covered, when a break is due, which keys do what; end of the shift."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from mizan.casework.welfare import KEYS, Comfort
from mizan.errors import CaseError
from mizan.service.cases.changes import release_all
from mizan.service.console.access import needs, person
from mizan.service.console.frame import BLURS
from mizan.service.console.house.deeds import DEEDS
from mizan.service.console.pages import show
from mizan.service.console.sentences import sentence
from mizan.service.people.comfort import Look, comfort_of, look_of
from mizan.service.people.own_changes import note_sign_out, set_comfort, set_language

BLUR_NAMES = (_("none"), _("light"), _("strong"), _("nothing can be made out"))
SWITCHES = ("grey", "cover_text", "mute", "stills", "animation_off", "hold", "keys_off")


class ComfortForm(forms.Form):
    """Everything about how one person wants to work."""

    grey = forms.BooleanField(label=_("Graphic images without colour"), required=False)
    blur = forms.TypedChoiceField(
        label=_("Blur of graphic images"),
        choices=list(zip(BLURS, BLUR_NAMES, strict=True)),
        coerce=int,
    )
    cover_text = forms.BooleanField(label=_("Cover texts with a graphic label"), required=False)
    mute = forms.BooleanField(label=_("Play without sound"), required=False)
    stills = forms.BooleanField(label=_("Videos as a strip of stills"), required=False)
    animation_off = forms.BooleanField(label=_("Nothing moves on its own"), required=False)
    hold = forms.BooleanField(
        label=_("The key z shows only as long as it is held down"), required=False
    )
    break_after = forms.IntegerField(
        label=_("Offer a break after so many minutes of uncovered graphic content"),
        min_value=5,
        max_value=240,
        help_text=_("5 to 240; a break is offered, never forced."),
    )
    daily_items = forms.IntegerField(
        label=_("At most so many uncovered graphic items a day"), min_value=1, required=False
    )
    daily_minutes = forms.IntegerField(
        label=_("At most so many minutes of them a day"), min_value=1, required=False
    )
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        choices=[("auto", _("as the system")), ("light", _("light")), ("dark", _("dark"))],
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("en", "English"), ("ar", "العربية")]
    )
    digits = forms.ChoiceField(
        label=_("Digits"), choices=[("latin", "0123456789"), ("arabic", "٠١٢٣٤٥٦٧٨٩")]
    )
    keys_off = forms.BooleanField(label=_("No single keys"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for deed, label in DEEDS.items():
            self.fields[f"key_{deed}"] = forms.CharField(
                label=label,
                max_length=16,
                widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false"}),
            )

    def key_fields(self) -> list[forms.BoundField]:
        """Return the fields of the keys."""
        return [self[f"key_{deed}"] for deed in DEEDS]

    def comfort(self) -> Comfort:
        """Return what was chosen, as casework takes it."""
        given = self.cleaned_data
        chosen = {deed: given[f"key_{deed}"] for deed in DEEDS}
        moved = {deed: code for deed, code in chosen.items() if code != KEYS[deed]}
        kept = {name: given[name] for name in Comfort.__dataclass_fields__ if name != "keys"}
        return Comfort(**kept, keys=moved)

    def look(self) -> Look:
        """Return how pages shall look."""
        return Look(**{name: self.cleaned_data[name] for name in Look.__dataclass_fields__})


@needs("own")
@require_http_methods(["GET", "POST"])
def comfort(request: HttpRequest) -> HttpResponse:
    """Show and keep how I want to work; nobody else sees it."""
    user = person(request)
    form = ComfortForm(request.POST if request.method == "POST" else None, initial=_now(user))
    if request.method == "POST" and form.is_valid():
        try:
            set_comfort(user=user, comfort=form.comfort(), look=form.look())
        except CaseError as error:
            form.add_error(None, sentence(error))
        else:
            set_language(user=user, language=form.cleaned_data["language"])
            return redirect("/comfort?done=1")
    return show(request, "house/comfort.html", {"form": form}, status=400 if form.errors else 200)


@needs("own", without_factor=True)
@require_POST
def end_shift(request: HttpRequest) -> HttpResponse:
    """Give back what I have claimed, and sign out."""
    user = person(request)
    given_back = release_all(user=user, why="end of shift")
    note_sign_out(user=user, why="end of shift")
    logout(request)
    return show(request, "house/rest.html", {"given_back": given_back})


def _now(user: Any) -> dict[str, Any]:
    own, look = comfort_of(user), look_of(user)
    keys = {f"key_{deed}": own.keys.get(deed, code) for deed, code in KEYS.items()}
    plain = {name: getattr(own, name) for name in Comfort.__dataclass_fields__ if name != "keys"}
    looks = {name: getattr(look, name) for name in Look.__dataclass_fields__}
    blur = next((step for step in BLURS if step >= own.blur), BLURS[-1])
    return {**plain, **looks, **keys, "blur": blur, "language": user.language}
