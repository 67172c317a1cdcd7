"""Pages that every part of the console shares."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from mizan.errors import MizanError


def error_page(request: HttpRequest, error: MizanError, status: int) -> HttpResponse:
    """Return the page for something that cannot be done, with the way out."""
    return HttpResponse(f"{error.message} ({error.hint})", status=status, content_type="text/plain")
