"""The language of a page: the person's own choice, else the browser's first that we speak."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

COOKIE = "mizan_language"
SPOKEN = ("en", "ar")


class Language:
    """Puts a request's language in force."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request in its language."""
        with translation.override(language_of(request)):
            return self.get_response(request)


def language_of(request: HttpRequest) -> str:
    """Return "en" or "ar"."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return str(user.language)
    chosen = request.COOKIES.get(COOKIE, "")
    if chosen in SPOKEN:
        return chosen
    asked = translation.get_language_from_request(request).partition("-")[0]
    return asked if asked in SPOKEN else "en"
