"""Pages of the queue and of one case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from mizan.service.console.access import needs
from mizan.service.console.pages import show


@needs("see")
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits."""
    return show(request, "error.html", {})
