"""The border of a request: its errors, its headers. One of the three places that catch all."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.module_loading import import_string

from mizan.errors import DeskError, MizanError, StoreError

log = logging.getLogger("mizan.request")
WELCOME = "/welcome/"
LINK = re.compile(rf"{WELCOME}[\w-]+")
POLICY = "; ".join(  # Content Security Policy Level 3: nothing from elsewhere, nothing inline
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {  # of every answer
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
STATUS = {  # of errors by code, before their area's
    "desk.unknown": 404,
    "desk.no_token": 401,
    "desk.no_scope": 403,
    "desk.no_right": 403,
    "desk.not_yours": 403,
    "desk.not_waiting": 409,
    "desk.taken": 409,
    "case.not_now": 409,
    "case.same_person": 403,
    "case.first_decider": 403,
    "case.is_appeal": 409,
    "desk.no_appeal": 409,
    "desk.content_gone": 409,
    "desk.protected": 409,
    "desk.busy": 429,
    "desk.preserved": 409,
    "desk.count_changed": 409,
    "desk.broken": 500,
    "api.method": 405,
    "api.too_large": 413,
    "api.media_type": 415,
    "api.malformed": 422,
    "api.bad_cursor": 422,
    "api.key_reused": 422,
    "bank.unknown": 404,
    "bank.unknown_entry": 404,
    "bank.exists": 409,
    "bank.removed": 409,
    "store.locked": 503,
    "store.away": 503,
    "store.full": 507,
}
AREAS = {
    "store": 503,
    "segment": 503,
    "kernel": 503,
    "model": 503,
    "plugin": 500,
    "ledger": 503,
    "case": 422,
    "content": 422,
    "signal": 422,
    "bank": 422,
}
TELLING = {  # headers that a status has to have, or had better have (RFC 9110)
    401: {"WWW-Authenticate": "Bearer"},
    429: {"Retry-After": "5"},
    503: {"Retry-After": "5"},
}


class Discreet(logging.Filter):
    """Takes the secrets of one-time links out of what is logged about a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every line, without the secret in it."""
        if WELCOME in record.getMessage():
            record.msg, record.args = LINK.sub(rf"{WELCOME}...", record.getMessage()), ()
        return True


class Direct(BaseHandler):
    """Calls the views for programs: no sessions, forms or languages, which only pages need.

    What those cost is most of what a single check costs.
    """

    def __init__(self, explain: Callable[[HttpRequest, Exception], HttpResponse | None]) -> None:
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware = [explain]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request. DisallowedHost for a foreign host."""
        request.get_host()
        response: HttpResponseBase = self._get_response(request)  # type: ignore[attr-defined]
        return response


class Border:
    """Gives every answer its headers, and every failure an answer without content."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        direct = convert_exception_to_response(Direct(self.process_exception))
        self.direct = cast("Callable[[HttpRequest], HttpResponseBase]", direct)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        response = self._answer(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if size_of(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return answer(request, too_large())
        if not for_programs(request):
            return self.get_response(request)
        response = self.direct(request)
        if response.status_code == 405:
            allowed = response.headers.get("Allow", "")
            response = answer(request, wrong_method())
            response.headers["Allow"] = allowed
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn what a view raised into an answer: known faults by code, others as 500."""
        if isinstance(error, MizanError):
            return answer(request, error)
        if isinstance(error, DatabaseFault):
            log.error("%s: the database failed: %s", request.path, type(error).__name__)
            return answer(request, database_away())
        return None


def database_away() -> StoreError:
    """Return the error for a database that does not answer."""
    return StoreError(
        "the database does not answer, or is full",
        hint="try again in a moment; nothing was half done",
        code="store.away",
    )


def status_of(error: MizanError) -> int:
    """Return the HTTP status (RFC 9110) for an error; 400 where the request is at fault."""
    return STATUS.get(error.code) or AREAS.get(error.code.partition(".")[0], 400)


def error_body(error: MizanError) -> dict[str, object]:
    """Return an error as the API gives it."""
    return {"error": {"code": error.code, "message": error.message, "hint": error.hint}}


def answer(request: HttpRequest, error: MizanError) -> HttpResponse:
    """Return the answer to a request that failed: JSON for programs, a page for people."""
    status = status_of(error)
    if for_programs(request):
        response: HttpResponse = JsonResponse(error_body(error), status=status)
    else:
        response = import_string(settings.ERROR_PAGE)(request, error, status)
    for name, value in TELLING.get(status, {}).items():
        response.headers[name] = value
    return response


def for_programs(request: HttpRequest) -> bool:
    """Tell whether an address answers programs, in JSON."""
    return request.path.startswith(("/api/", "/compat/"))


def size_of(request: HttpRequest) -> int:
    """Return how many bytes the body of a request has, as its header says."""
    written = request.META.get("CONTENT_LENGTH") or "0"
    return int(written) if written.isdecimal() else 0


def too_large() -> DeskError:
    """Return the error for a body beyond the limit."""
    return DeskError(
        f"a request has at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20} MiB",
        hint="split it, or send fingerprints instead of bytes",
        code="api.too_large",
    )


def wrong_method() -> DeskError:
    """Return the error for an address that is there, asked in another way."""
    return DeskError(
        "this address does not answer that method",
        hint="the header Allow names those that it does",
        code="api.method",
    )


def unknown() -> DeskError:
    """Return the error for an address that is not there."""
    return DeskError(
        "there is nothing at this address", hint="see the documents", code="desk.unknown"
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer a request for an address that is not there."""
    return answer(request, unknown())


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django would not read: a foreign host, a form that is none."""
    if isinstance(exception, RequestDataTooBig):
        return answer(request, too_large())
    fault = DeskError(
        "the request cannot be read",
        hint="look at its host name and the form of its body; MIZAN_HOSTS names the hosts served",
        code="desk.unreadable",
    )
    return answer(request, fault)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a request that failed by a fault of ours; Django has logged it."""
    fault = MizanError(
        "something went wrong on our side",
        hint="the log of the service says more",
        code="desk.broken",
    )
    return answer(request, fault)
