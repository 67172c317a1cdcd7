"""The one module that asks the time. Everything else is handed a clock or a stamp."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from mizan.errors import MizanError

Moment: TypeAlias = datetime  # always aware; what is made here is in UTC


def now() -> Moment:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def stamp() -> str:
    """Return the present moment as ISO 8601 in UTC to the second, as the store keeps it."""
    return now().isoformat(timespec="seconds")


def shift(
    moment: Moment, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
) -> Moment:
    """Return the moment that lies so much later, or earlier where the amounts are negative."""
    return moment + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def read(text: str) -> Moment:
    """Return the moment, in UTC, that an ISO 8601 text with an offset names.

    A text that is no such moment, or that leaves out its offset, is a `MizanError`
    (`time.unreadable`).
    """
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise MizanError(
            "a moment in time cannot be read",
            code="time.unreadable",
            hint="write it as ISO 8601 with its offset: 2026-11-22T14:30:00+00:00",
        ) from None


def day_of(moment: Moment) -> str:
    """Return the day in UTC of a moment, as ISO 8601: `2026-11-22`."""
    return moment.astimezone(UTC).date().isoformat()


def ticks() -> float:
    """Return seconds of a clock that never goes back; only differences mean anything."""
    return time.monotonic()


def nap(seconds: float) -> None:
    """Wait for `seconds`."""
    time.sleep(seconds)
