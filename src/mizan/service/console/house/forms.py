"""Forms of signing in and of passwords."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

LONGEST_PASSWORD = 1024  # characters; argon2 need not read a book


def password_field(label: Any, autocomplete: str) -> forms.CharField:
    """Return a field for a password: hidden, never stripped."""
    return forms.CharField(
        label=label,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("Name"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = password_field(_("Password"), "current-password")
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    password = password_field(_("New password"), "new-password")
    again = password_field(_("The same password again"), "new-password")

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = _(
            "At least 12 characters. A few words in a row are easy to remember and hard to guess."
        )

    def clean_password(self) -> str:
        """Refuse passwords that are short or common."""
        given: str = self.cleaned_data["password"]
        validate_password(given, self.user)
        return given

    def clean_again(self) -> str:
        """Refuse two passwords that differ."""
        given: str = self.cleaned_data["again"]
        first = self.cleaned_data.get("password")
        if first is not None and given != first:
            raise forms.ValidationError(_("The two passwords differ."))
        return given


class CodeForm(forms.Form):
    """A code of the second factor, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your authenticator program, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
    )


class ChangePasswordForm(NewPasswordForm):
    """The present password, and a new one twice."""

    present = password_field(_("Present password"), "current-password")
    field_order = ("present", "password", "again")

    def clean_present(self) -> str:
        """Refuse a wrong present password."""
        given: str = self.cleaned_data["present"]
        if not self.user.check_password(given):
            raise forms.ValidationError(_("This is not your present password."))
        return given
