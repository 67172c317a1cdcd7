"""How POST /check is described: the one route that ninja does not serve."""

from __future__ import annotations

from typing import Any

from mizan.service.api.check_bodies import DIGESTS, LONGEST_DEADLINE, MOST, CheckIn
from mizan.service.api.described import FILE, struct_schema

FAULTS = (400, 401, 403, 413, 415, 422, 429, 500, 503, 507)
STORED = {"$ref": "#/components/schemas/ItemReceipt"}
ROW: dict[str, Any] = {
    "description": "A verdict; or, where there is none, why",
    "anyOf": [
        {"$ref": "#/components/schemas/Verdict"},
        {
            "type": "object",
            "required": ["id", "error", "complete", "not_examined"],
            "properties": {
                "id": {"type": "string"},
                "error": {"$ref": "#/components/schemas/Fault"},
                "complete": {"const": False},
                "not_examined": {"type": "array", "items": {"type": "string"}},
                "stored": STORED,
            },
        },
    ],
}


def check_path() -> dict[str, Any]:
    """Return the path item of POST /check."""
    return {
        "post": {
            "operationId": "check",
            "summary": "Check contents at once",
            "tags": ["check"],
            "description": "Verdicts on one content, or on each of an array, in order. Nothing is "
            "stored unless `store` asks for it. What could not be examined, or not in time, has "
            "an `error` in the place of its verdict: never a `leave`.",
            "parameters": _parameters(),
            "requestBody": {"required": True, "content": _bodies()},
            "responses": {"200": _answer(), **{str(one): _failure(one) for one in FAULTS}},
            "security": [{"NeedsToken": []}],
        }
    }


def _parameters() -> list[dict[str, Any]]:
    deadline = {"type": "integer", "minimum": 1, "maximum": LONGEST_DEADLINE}
    told = {
        "deadline_ms": (deadline, "When it is over, what was not reached is said to be so"),
        "store": (
            {"type": "boolean", "default": False},
            "Hand the contents in as well: needs the scope items, `source`, and an `id` for each",
        ),
        "source": ({"type": "string", "maxLength": 64}, "Of the items, with store=true"),
    }
    return [
        {"name": name, "in": "query", "required": False, "schema": schema, "description": text}
        for name, (schema, text) in told.items()
    ]


def _bodies() -> dict[str, Any]:
    one = struct_schema(CheckIn)
    several = {"type": "array", "items": one, "minItems": 1, "maxItems": MOST}
    word = {"type": "string"}
    fields = dict.fromkeys(("id", "text", "html", "url", "lang", *DIGESTS), word)
    form = {
        "type": "object",
        "properties": {**fields, "file": FILE},
        "additionalProperties": False,
    }
    return {
        "application/json": {"schema": {"anyOf": [one, several]}},
        "multipart/form-data": {"schema": form},
    }


def _answer() -> dict[str, Any]:
    several = {
        "type": "object",
        "required": ["verdicts", "complete"],
        "properties": {
            "verdicts": {"type": "array", "items": ROW},
            "complete": {
                "type": "boolean",
                "description": "Whether everything was examined to its end",
            },
            "stored": {"type": "array", "items": STORED},
        },
    }
    schema = {"anyOf": [ROW, several]}
    return {"description": "OK", "content": {"application/json": {"schema": schema}}}


def _failure(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Failure"}
    return {"description": str(status), "content": {"application/json": {"schema": schema}}}
