"""Once: a request that carries an idempotency key takes effect once, however often it comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema, Status

from mizan.service.api.access import actor_of
from mizan.service.api.bodies import JSON, malformed, write_json
from mizan.service.intake.key_changes import once

HEADER = "Idempotency-Key"
LONGEST = 255  # characters of a key
KEYED: dict[str, Any] = {  # what the description says of it
    "parameters": [
        {
            "name": HEADER,
            "in": "header",
            "required": False,
            "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
            "description": "Asked again with the same key and body within a day, "
            "the request is answered as it was the first time and nothing is done twice.",
        }
    ]
}


def answer_once(
    request: HttpRequest,
    status: int,
    work: Callable[[], Schema | Status[Any]],
    *,
    asked: bytes | None = None,
) -> HttpResponse:
    """Answer with what `work` gives; DeskError api.key_reused.

    work   gives the body, or a `Status` where it is not `status` that is answered
    asked  what the request asks for, where it is not its body: forms differ in their boundaries
    """
    key = request.headers.get(HEADER)
    if key is None:
        return _response(*_written(status, work()))
    if not 0 < len(key) <= LONGEST:
        raise malformed(f"{HEADER} has 1 to {LONGEST} characters")
    head = f"{request.method} {request.get_full_path()}\n".encode()
    told, answer = once(
        actor=actor_of(request),
        key=key,
        asked=head + (request.body if asked is None else asked),
        work=lambda: _written(status, work()),
    )
    return _response(told, answer)


def _written(status: int, answer: Schema | Status[Any]) -> tuple[int, str]:
    if isinstance(answer, Status):
        return _written(answer.status_code, answer.value)
    return status, write_json(answer.model_dump(mode="json")).decode()


def _response(status: int, answer: str) -> HttpResponse:
    return HttpResponse(answer, status=status, content_type=JSON)
