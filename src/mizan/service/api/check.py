"""POST /check: a verdict at once. Plain on purpose: nothing is stored, nothing in between."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from mizan.engine.report import as_json, error_as_json
from mizan.errors import ContentError, DeskError, MizanError
from mizan.service.api.access import token_for
from mizan.service.border import error_body, status_of
from mizan.service.ground.engine import engine
from mizan.terms.content import Content

MOST = 1000  # contents in one request


class CheckIn(msgspec.Struct, forbid_unknown_fields=True):
    """One content to be checked."""

    id: str = ""
    text: str | None = None
    url: str | None = None
    lang: str | None = None
    sha256: str | None = None
    pdq: str | None = None


_one = msgspec.json.Decoder(CheckIn | list[CheckIn])
_encode = msgspec.json.Encoder().encode


@csrf_exempt
def check(request: HttpRequest) -> HttpResponse:
    """Return the verdict on one content, or on each of an array."""
    try:
        if request.method != "POST":
            raise DeskError("ask by POST", hint="send JSON", code="api.method")
        token_for(request, "check")
        given = _read(request.body)
        several = isinstance(given, list)
        contents = [_content(one) for one in (given if isinstance(given, list) else [given])]
        answers = [
            _told(one, got) for one, got in zip(contents, engine().scan_many(contents), strict=True)
        ]
        body: Any = {"verdicts": answers} if several else answers[0]
        return HttpResponse(_encode(body), content_type="application/json")
    except MizanError as error:
        return HttpResponse(
            _encode(error_body(error)), content_type="application/json", status=status_of(error)
        )


def _read(body: bytes) -> CheckIn | list[CheckIn]:
    try:
        given: CheckIn | list[CheckIn] = _one.decode(body)
    except msgspec.DecodeError:
        raise DeskError(
            "the body is no content, and no array of contents",
            hint="see /api/v1/openapi.json",
            code="api.malformed",
        ) from None
    if isinstance(given, list) and not 0 < len(given) <= MOST:
        raise DeskError(f"give 1 to {MOST} contents", hint="split it", code="api.malformed")
    return given


def _content(given: CheckIn) -> Content:
    return Content(
        id=given.id,
        text=given.text,
        url=given.url,
        lang=given.lang,
        sha256=given.sha256,
        pdq=given.pdq,
    )


def _told(content: Content, got: Any) -> dict[str, Any]:
    return error_as_json(content.id, got) if isinstance(got, ContentError) else as_json(got)
