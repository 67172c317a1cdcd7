"""Pages of the queue and of one case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits."""
    return HttpResponse("queue")
