"""The API: routers, errors, description (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

import mizan
from mizan.errors import MizanError
from mizan.service.api.access import no_token
from mizan.service.api.appeals import router as appeals
from mizan.service.api.banks import router as banks
from mizan.service.api.bodies import JsonParser, malformed
from mizan.service.api.cases import router as cases
from mizan.service.api.decisions import router as decisions
from mizan.service.api.described import complete
from mizan.service.api.entries import router as entries
from mizan.service.api.health import router as health
from mizan.service.api.items import router as items
from mizan.service.api.reports import router as reports
from mizan.service.border import answer, too_large, unknown

BOUNDS = {"greater_than_equal", "less_than_equal", "int_parsing_size"}  # pydantic's names


class Api(NinjaAPI):
    """The routes that ninja serves, and the description of all."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description, with what ninja cannot know."""
        found = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        return complete(found)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of what is done, as clients made from the description call it."""
        return operation.view_func.__name__


api = Api(
    title="Mizan",
    version=mizan.__version__,
    description="Finds terrorist content on your own service. Verdicts are advice; people decide.",
    docs_url=None,
    urls_namespace="api",
    parser=JsonParser(),
)
for router in (health, items, reports, cases, decisions, appeals, banks, entries):
    api.add_router("", router)


@api.exception_handler(MizanError)
def _known(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(request, error)


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: Any) -> HttpResponse:
    if all(one["loc"][0] == "path" and one["type"] in BOUNDS for one in error.errors):
        return answer(request, unknown())  # a number that nothing can have
    return answer(request, malformed(places(error.errors)))


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(request, no_token())


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer what ninja could not read: it keeps the fault as the cause."""
    cause = error.__cause__
    if isinstance(cause, RequestDataTooBig):
        cause = too_large()
    return answer(request, cause if isinstance(cause, MizanError) else malformed(str(error)))


def places(errors: list[dict[str, Any]]) -> str:
    """Return which fields are at fault; never what stands in them."""
    named = sorted({".".join(str(step) for step in one["loc"]) for one in errors})
    return f"these fields are missing or malformed: {', '.join(named[:10])}"
