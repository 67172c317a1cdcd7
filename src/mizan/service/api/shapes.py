"""What the API takes and gives: the words that its routes share."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Field, Query, Schema
from pydantic import PlainValidator, WithJsonSchema

NO_NUL = r"^[^\x00]*$"  # PostgreSQL keeps none in its texts
MOST_ITEMS = 1000  # in one request
MOST_ROWS = 200  # of a page
LARGEST = 2**62  # of a number


def _as_text(given: Any) -> str:
    if not isinstance(given, str):
        raise ValueError("a text is wanted")
    return given


Text = Annotated[  # what people wrote: any code points, lone surrogates and NUL included
    str, PlainValidator(_as_text), WithJsonSchema({"type": "string"})
]
Word = Annotated[str, Field(pattern=NO_NUL)]
Name = Annotated[str, Field(min_length=1, max_length=64, pattern=NO_NUL)]
ExternalId = Annotated[str, Field(min_length=1, max_length=255, pattern=NO_NUL)]
Number = Annotated[int, Field(ge=1, le=LARGEST)]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description="Most rows of the page")]
Cursor = Annotated[
    str, Query(max_length=1000, description="`next` of the page before; empty for the first")
]


class Fault(Schema):
    """Why something cannot be done."""

    code: str = Field(description="Stable; see the reference of error codes")
    message: str
    hint: str = ""


class Failure(Schema):
    """The body of every answer that is no success."""

    error: Fault


def failures(*more: int) -> dict[Any, Any]:
    """Return how a route behind a token may fail, for its description."""
    return dict.fromkeys((400, 401, 403, 413, 422, 429, 500, 503, *more), Failure)


READ = failures()
FOUND = failures(404)
WRITE = failures(404, 409, 415, 507)
