"""GET /health: whether the service is well. Public, and therefore brief."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest
from ninja import Router, Schema

import mizan

router = Router(tags=["operation"])


class Health(Schema):
    """That the service answers, and which version it is."""

    status: str
    version: str


@router.get("/health", response=Health, summary="Whether the service is well")
def health(request: HttpRequest) -> Health:
    """Answer 200 when the database answers; 503 otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Health(status="ok", version=mizan.__version__)
