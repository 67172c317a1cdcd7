"""Forms for deeds that leave a line in the ledger: each asks why."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mizan.service.people.rights import SCOPES
from mizan.terms.case import ROLES
from mizan.terms.choice import Choice


class WhyForm(forms.Form):
    """Why something is done; kept in the ledger."""

    why = forms.CharField(label=_("Why"), max_length=500, help_text=_("Kept in the ledger."))


class InviteForm(WhyForm):
    """A new account."""

    name = forms.CharField(
        label=_("Name"),
        max_length=64,
        help_text=_("A first name or a made-up one; it stands in the ledger."),
    )
    role = forms.ChoiceField(label=_("Role"))
    reads = forms.CharField(
        label=_("Reads"),
        max_length=200,
        initial="ar, en",
        help_text=_("Languages and dialects, as codes: ar, ar-EG, en."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("en", "English"), ("ar", "العربية")]
    )
    field_order = ("name", "role", "reads", "language", "why")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.fields["role"].choices = role_choices  # type: ignore[attr-defined]

    def skills(self) -> list[str]:
        """Return the languages read."""
        return [one.strip() for one in self.cleaned_data["reads"].split(",") if one.strip()]


class RoleForm(WhyForm):
    """Another role."""

    role = forms.ChoiceField(label=_("Role"))
    field_order = ("role", "why")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.fields["role"].choices = role_choices  # type: ignore[attr-defined]


class TokenForm(WhyForm):
    """A new token."""

    name = forms.CharField(label=_("Name"), max_length=64, help_text=_("Which program uses it."))
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        choices=[(one, one) for one in SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=_("Ends after so many days"), min_value=1, max_value=3650, required=False
    )
    field_order = ("name", "scopes", "days", "why")


class WebhookForm(WhyForm):
    """A new webhook."""

    name = forms.CharField(label=_("Name"), max_length=64)
    url = forms.URLField(
        label=_("Address"),
        max_length=2000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://"}),
    )
    field_order = ("name", "url", "why")


def role_choices() -> list[tuple[str, str]]:
    """Return the roles, as people call them in the language of the page."""
    return [(name, said(choice)) for name, choice in ROLES.items()]


def said(choice: Choice) -> str:
    """Return a choice in the language of the page."""
    from django.utils.translation import get_language

    return choice.ar if get_language() == "ar" else choice.en
