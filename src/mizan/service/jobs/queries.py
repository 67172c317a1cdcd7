"""Reading the list of jobs."""

from __future__ import annotations

from django.db.models import Count, Min, QuerySet

from mizan.service.jobs.models import Job, Worker
from mizan.terms.time import Moment, now, shift

ALIVE = 20  # seconds since its last sign for which a worker counts as alive


def counts() -> dict[tuple[str, str], int]:
    """Return how many jobs there are by (kind, state)."""
    rows = Job.objects.values_list("kind", "state").annotate(n=Count("pk"))
    return {(kind, state): n for kind, state, n in rows}


def oldest_due() -> Moment | None:
    """Return since when the job that waits longest could have run; None when none waits."""
    found: Moment | None = Job.objects.filter(state="ready").aggregate(at=Min("run_at"))["at"]
    return found


def dead() -> QuerySet[Job]:
    """Return the jobs that failed for good, newest first."""
    return Job.objects.filter(state="dead").order_by("-id")


def workers() -> QuerySet[Worker]:
    """Return the worker processes that are alive, by host and age."""
    return Worker.objects.filter(seen_at__gt=shift(now(), seconds=-ALIVE)).order_by(
        "host", "began_at"
    )
