"""The API: routers, errors, description (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

import mizan
from mizan.errors import MizanError
from mizan.service.api.appeals import router as appeals
from mizan.service.api.cases import router as cases
from mizan.service.api.health import router as health
from mizan.service.api.items import router as items
from mizan.service.border import error_body, status_of

api = NinjaAPI(
    title="Mizan",
    version=mizan.__version__,
    description="Finds terrorist content on your own service. Verdicts are advice; people decide.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", health)
api.add_router("", items)
api.add_router("", cases)
api.add_router("", appeals)


def _answer(request: HttpRequest, status: int, code: str, message: str, hint: str) -> HttpResponse:
    body = {"error": {"code": code, "message": message, "hint": hint}}
    return api.create_response(request, body, status=status)


@api.exception_handler(MizanError)
def _known(request: HttpRequest, error: Any) -> HttpResponse:
    return api.create_response(request, error_body(error), status=status_of(error))


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: Any) -> HttpResponse:
    places = sorted({".".join(str(step) for step in one["loc"]) for one in error.errors})
    said = f"these fields are missing or malformed: {', '.join(places)[:300]}"
    return _answer(request, 422, "api.malformed", said, "see /api/v1/openapi.json")


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    hint = "send Authorization: Bearer TOKEN; `mizan token create` makes one"
    response = _answer(request, 401, "desk.no_token", "this needs a token", hint)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    code = "desk.no_scope" if error.status_code == 403 else "api.malformed"
    return _answer(request, error.status_code, code, str(error), "")
