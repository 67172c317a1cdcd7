"""The description (OpenAPI 3.1): what ninja cannot know of routes that read their bodies alone."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import msgspec
from ninja.openapi.schema import OpenAPISchema
from pydantic import BaseModel

from mizan.engine.report import schema as verdict_schema

REF = "#/components/schemas/{model}"
STRUCT = "#/components/schemas/{name}"
FILE = {"type": "string", "format": "binary"}


def body_of(shape: type[BaseModel], form: type[BaseModel]) -> dict[str, Any]:
    """Return how a body is described that is JSON, or a form with a file."""
    by_form = form.model_json_schema(ref_template=REF)
    plain = {
        name: kind for name, kind in by_form["properties"].items() if kind.get("type") != "object"
    }
    fields = {**plain, "file": FILE}
    one = {"type": "object", "required": by_form["required"], "properties": fields}
    whole = shape.model_json_schema(ref_template=REF)
    inner = whole.pop("$defs", {})
    return _body({"application/json": _inlined(whole, inner), "multipart/form-data": one})


def struct_body(shape: Any) -> dict[str, Any]:
    """Return how a JSON body is described that msgspec reads."""
    return _body({"application/json": struct_schema(shape)})


def struct_schema(shape: Any) -> dict[str, Any]:
    """Return the JSON Schema of a struct, whole."""
    (found,), inner = msgspec.json.schema_components([shape], ref_template=STRUCT)
    return dict(_inlined(found, inner))


def complete(found: OpenAPISchema) -> OpenAPISchema:
    """Add the plain routes to a description, and the headers of answers."""
    from mizan.service.api.check_described import check_path

    components = found["components"]["schemas"]
    inner = verdict_schema()["$defs"]
    verdict = _inlined(inner["verdict"], inner)
    verdict["properties"]["stored"] = {"$ref": REF.format(model="ItemReceipt")}
    components["Verdict"] = verdict
    found["paths"]["/api/v1/check"] = check_path()
    figures = found["paths"]["/api/v1/metrics"]["get"]["responses"]
    figures[200]["content"] = {"text/plain": {"schema": {"type": "string"}}}
    for path in found["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) in {429, 503}:
                    answer["headers"] = {"Retry-After": {"schema": {"type": "string"}}}
    return found


def _body(kinds: dict[str, Any]) -> dict[str, Any]:
    content = {kind: {"schema": schema} for kind, schema in kinds.items()}
    return {"requestBody": {"required": True, "content": content}}


def _inlined(schema: Any, inner: dict[str, Any]) -> Any:
    """Return a schema with what it refers to in its place; ours refer to nothing above them."""
    if isinstance(schema, list):
        return [_inlined(one, inner) for one in schema]
    if not isinstance(schema, dict):
        return schema
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if name in inner:
        return _inlined(deepcopy(inner[name]), inner)
    return {key: _inlined(value, inner) for key, value in schema.items()}
