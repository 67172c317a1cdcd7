"""Windows of days, and where among rows they begin.

Cases, their events, and decisions are only ever added, so their numbers rise with time. Where a
window begins is therefore found by halving, in some thirty look-ups by primary key, and what is
read afterwards is the window alone, however large the table is.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Min, QuerySet

from mizan.terms.time import Moment, day_of, now, shift

MOST_DAYS = 366


def days_until(today: Moment, days: int) -> list[str]:
    """Return the last `days` days in UTC, today among them, rising: "2026-11-22"."""
    count = max(1, min(days, MOST_DAYS))
    return [day_of(shift(today, days=-back)) for back in range(count - 1, -1, -1)]


def start_of(days: int) -> Moment:
    """Return the moment at which the first of the last `days` days began, in UTC."""
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    return shift(midnight, days=1 - max(1, min(days, MOST_DAYS)))


def first_since(rows: QuerySet[Any], column: str, since: Moment) -> int:
    """Return the number from which on rows are of `since` or later; one above all when none is."""
    ends = rows.aggregate(low=Min("pk"), high=Max("pk"))
    if ends["low"] is None:
        return 1
    low, high = ends["low"], ends["high"] + 1
    while low < high:
        middle = (low + high) // 2
        found = rows.filter(pk__gte=middle).order_by("pk").values_list("pk", column).first()
        if found is None or found[1] >= since:
            high = middle
        else:
            low = found[0] + 1
    return int(low)
