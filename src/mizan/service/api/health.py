"""GET /health, public and therefore brief; and GET /metrics, for a monitor with a token."""

from __future__ import annotations

from typing import Literal

from django.db import connection
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

import mizan
from mizan.service.api.access import NeedsToken
from mizan.service.api.metrics import TYPE, written
from mizan.service.api.shapes import READ, Failure
from mizan.service.ground.engine import engine, is_open
from mizan.service.jobs.queries import oldest_due
from mizan.terms.time import now

router = Router(tags=["operation"])
LATE = 300.0  # seconds a job may be due before the service calls itself degraded


class Health(Schema):
    """That the service answers, and which version it is."""

    status: Literal["ok", "starting", "degraded"]
    version: str
    model: str = Field(
        description="Name and version of the trained model in use; empty while the banks are read,"
        " and where there is none"
    )


@router.get(
    "/health",
    response={200: Health, 400: Failure, 503: Failure},
    summary="Whether the service is well",
)
def health(request: HttpRequest) -> Health:
    """Answer 200 when the database answers; 503 otherwise.

    starting   the banks are being read; checks wait until they are
    degraded   work is waiting for longer than five minutes
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Health(status=_status(), version=mizan.__version__, model=_model())


@router.get(
    "/metrics",
    response={200: str, **READ},
    summary="Figures for Prometheus",
    auth=NeedsToken("metrics"),
)
def metrics(request: HttpRequest) -> HttpResponse:
    """Return the figures of the desk, and of the process that answers."""
    return HttpResponse(written(), content_type=TYPE)


def _model() -> str:
    chosen = engine().models.now() if is_open() else None
    return f"{chosen.about.name} {chosen.about.version}" if chosen else ""


def _status() -> Literal["ok", "starting", "degraded"]:
    if not is_open():
        return "starting"
    due = oldest_due()
    late = due is not None and (now() - due).total_seconds() > LATE
    return "degraded" if late else "ok"
