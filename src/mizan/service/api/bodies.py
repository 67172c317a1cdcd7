"""Bodies: JSON as any program may write it, and forms with a file. What is neither is refused.

msgspec reads JSON; what it refuses for a lone surrogate (RFC 8259, section 8.2, leaves that open)
the standard library reads, because people do post such text.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

import msgspec
from django.http import HttpRequest
from ninja.parser import Parser

from mizan.errors import DeskError

JSON = "application/json"
FORM = "multipart/form-data"


class JsonParser(Parser):
    """Reads the bodies of the routes that ninja serves."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body. DeskError api.media_type, api.not_json."""
        return read_json(json_of(request))


def json_of(request: HttpRequest) -> bytes:
    """Return a body that says it is JSON. DeskError api.media_type."""
    if request.content_type != JSON:
        raise wrong_type(JSON)
    return request.body


def read_json(body: bytes) -> Any:
    """Return what JSON says, lone surrogates included. DeskError api.not_json."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        pass
    try:
        return json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise not_json() from None


def write_json(answer: Any) -> bytes:
    """Return an answer as JSON; what UTF-8 cannot hold is escaped."""
    try:
        return msgspec.json.encode(answer)
    except UnicodeEncodeError:
        return json.dumps(answer, separators=(",", ":")).encode()


def wrong_type(*wanted: str) -> DeskError:
    """Return the error for a body of a kind that the address does not take."""
    return DeskError(
        "the body is of a kind that this address does not take",
        hint=f"send it with Content-Type: {' or '.join(wanted)}",
        code="api.media_type",
    )


def not_json() -> DeskError:
    """Return the error for a body that is no JSON."""
    return DeskError(
        "the body is no JSON",
        hint="send JSON in UTF-8, nested as the description says: /api/v1/openapi.json",
        code="api.not_json",
    )


def malformed(said: str) -> DeskError:
    """Return the error for a body whose fields are not as described."""
    return DeskError(said[:400], hint="see /api/v1/openapi.json", code="api.malformed")


def _no_number(_: str) -> NoReturn:
    raise ValueError
