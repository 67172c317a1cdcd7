"""When a failed delivery is tried again, and when it is given up. Pure."""

from __future__ import annotations

MINUTE, HOUR = 60.0, 3600.0
DELAYS = (5, 30, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, *[6 * HOUR] * 4)  # seconds; 28 h in all
LONGEST = 6 * HOUR  # seconds that a receiver may put a delivery off by Retry-After


def next_try(attempt: int, *, retry_after: float | None = None, jitter: float) -> float | None:
    """Return the seconds until the next try; None when the delivery is given up.

    attempt      tries made so far, 1 after the first
    retry_after  seconds that the receiver asked for; waits at least that long, at most `LONGEST`
    jitter       0 to 1, drawn by the caller: spreads the wait from half to one and a half of the
                 delay, so that many deliveries that failed together do not come back together
    """
    if not 1 <= attempt <= len(DELAYS):
        return None
    wait = DELAYS[attempt - 1] * (0.5 + jitter)
    return max(wait, min(retry_after or 0.0, LONGEST))
