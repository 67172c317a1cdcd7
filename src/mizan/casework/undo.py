"""The undo window: for how long a decision has not left yet."""

from __future__ import annotations

from mizan.errors import CaseError
from mizan.terms.time import Moment, shift

WINDOW = 60  # seconds
LONGEST_WINDOW = 86_400  # seconds; a day


def undo_until(decided_at: Moment, window: int = WINDOW) -> Moment:
    """Return when a decision leaves: `window` seconds after it was taken, 0 to a day.

    A window out of range is a `CaseError` (`case.bad_window`).
    """
    if not 0 <= window <= LONGEST_WINDOW:
        raise CaseError(
            "the undo window is out of range",
            code="case.bad_window",
            hint=f"0 to {LONGEST_WINDOW} seconds; {WINDOW} is usual",
        )
    return shift(decided_at, seconds=window)


def can_undo(now: Moment, until: Moment) -> bool:
    """Tell whether the window is still open; in the very moment of its end it is not."""
    return now < until


def seconds_left(now: Moment, until: Moment) -> int:
    """Return whole seconds until the decision leaves, rounded up; 0 when it may leave."""
    left = (until - now).total_seconds()
    return max(0, -int(-left // 1))
