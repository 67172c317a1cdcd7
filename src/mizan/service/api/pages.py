"""Pages: a cursor says where the next one begins. It is opaque to whoever holds it."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any

import msgspec

from mizan.errors import DeskError
from mizan.service.api.shapes import LARGEST


def cursor_of(place: Sequence[Any]) -> str:
    """Return the cursor for a place in an order."""
    return urlsafe_b64encode(msgspec.json.encode(place)).rstrip(b"=").decode()


def place_of(cursor: str, shape: Any) -> Any:
    """Return the place that a cursor stands for. DeskError api.bad_cursor."""
    try:
        written = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.json.decode(written, type=shape)
    except (ValueError, msgspec.DecodeError):
        raise bad_cursor() from None


def after_number(cursor: str) -> int:
    """Return the number after which a page begins. DeskError api.bad_cursor."""
    (number,) = place_of(cursor, tuple[int])
    if not 0 <= number <= LARGEST:
        raise bad_cursor()
    return int(number)


def next_number(numbers: Sequence[int], limit: int) -> str | None:
    """Return the cursor of the next page, of numbers read one beyond the page; None at the end."""
    return cursor_of([numbers[limit - 1]]) if len(numbers) > limit else None


def bad_cursor() -> DeskError:
    """Return the error for a cursor that this address did not give."""
    return DeskError(
        "the cursor is none of this address",
        hint="begin again without one",
        code="api.bad_cursor",
    )
