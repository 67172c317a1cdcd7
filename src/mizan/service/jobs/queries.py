"""Reading the list of jobs."""

from __future__ import annotations

from django.db.models import Count, Min, QuerySet

from mizan.service.jobs.models import Job
from mizan.terms.time import Moment


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
