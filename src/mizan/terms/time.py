"""The one module that asks the time. Everything else is handed a clock or a stamp."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

Moment = datetime  # aware, in UTC


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def stamp() -> str:
    """Return the present moment as ISO 8601 in UTC to the second, as the store keeps it."""
    return now().isoformat(timespec="seconds")


def ticks() -> float:
    """Return seconds of a clock that never goes back; only differences mean anything."""
    return time.monotonic()


def nap(seconds: float) -> None:
    """Wait for `seconds`."""
    time.sleep(seconds)


def shift(
    moment: Moment, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
) -> Moment:
    """Return the moment so much later; earlier for negative figures."""
    return moment + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
