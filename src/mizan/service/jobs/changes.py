"""The life of a job. No ledger lines here: the change that a job makes leaves its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from mizan.service.jobs.models import Job, Worker
from mizan.terms.time import Moment, now, shift

LEASE = 30  # seconds a claimed job belongs to its worker without a sign of life
KEPT = 1  # days that the last sign of a vanished worker is kept
PAUSES = (1, 5, 30, 120, 600, 3600)  # seconds before the next attempt, by failures so far
MOST_ATTEMPTS = 12  # then it is dead: kept, shown, and started again by a person


@dataclass(frozen=True, slots=True)
class Share:
    """How much one worker takes at once of jobs whose payload holds a list."""

    name: str  # of the list in the payload
    most: int  # entries of all the lists together; a single job may hold more

    def of(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """Give the first jobs that are one share together."""
        total = 0
        for job in jobs:
            before, total = total, total + len(job.payload[self.name])
            if before and total > self.most:
                return
            yield job

    def is_filled(self, jobs: Iterable[Job]) -> bool:
        """Tell whether these jobs are one share, or more."""
        return sum(len(job.payload[self.name]) for job in jobs) >= self.most


def enqueue(
    kind: str, /, *, at: Moment | None = None, dedupe: str | None = None, **payload: Any
) -> None:
    """Put a job on the list, in the transaction of the caller.

    dedupe  a key; while a job with it waits, another is not added
    """
    moment = now()
    row = Job(kind=kind, payload=payload, run_at=at or moment, dedupe=dedupe, created_at=moment)
    Job.objects.bulk_create([row], ignore_conflicts=dedupe is not None)


def enqueue_many(kind: str, payloads: Iterable[dict[str, Any]]) -> None:
    """Put many jobs of one kind on the list, in the transaction of the caller."""
    moment = now()
    Job.objects.bulk_create(
        [Job(kind=kind, payload=one, run_at=moment, created_at=moment) for one in payloads]
    )


def claim(kinds: Iterable[str], *, together: Mapping[str, Share] | None = None) -> list[Job]:
    """Take the job that waits longest of those that are due, or whose worker has vanished.

    together  kinds of which several are taken at once. A job that was claimed before and not
              completed is taken alone: it may be what felled its worker
    """
    moment = now()
    due = Q(state="ready", run_at__lte=moment) | Q(state="running", lease_until__lt=moment)
    waiting = Job.objects.filter(due).order_by("run_at", "id")
    first = waiting.filter(kind__in=list(kinds)).first()  # a look costs less than a transaction
    if first is None:
        return []
    share = (together or {}).get(first.kind)
    if share is None or first.fence:
        return _take(waiting.filter(pk=first.pk), None)
    return _take(waiting.filter(kind=first.kind, fence=0)[: share.most], share)


def _take(found: QuerySet[Job], share: Share | None) -> list[Job]:
    """Claim the jobs found, as many as are one share, unless another worker was quicker."""
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            found = found.select_for_update(skip_locked=True)
        ids = [job.pk for job in (share.of(found) if share else found)]
        Job.objects.filter(pk__in=ids).update(
            state="running",
            lease_until=shift(now(), seconds=LEASE),
            fence=F("fence") + 1,
            dedupe=None,
        )
    return list(Job.objects.filter(pk__in=ids).order_by("run_at", "id"))


def renew(jobs: Iterable[Job]) -> None:
    """Show that the worker of these jobs is alive."""
    until = shift(now(), seconds=LEASE)
    for job in jobs:
        _mine(job).update(lease_until=until)


def complete(job: Job) -> bool:
    """Note that a job is done, in the transaction of what it did; False when it was taken over."""
    deleted, _ = _mine(job).delete()
    return deleted == 1


def complete_all(jobs: Iterable[Job]) -> None:
    """Note that jobs are done; those that were taken over are left to who has them."""
    with transaction.atomic():
        for job in jobs:
            complete(job)


def split(job: Job, share: Share | None) -> bool:
    """Put the entries of a failed job on the list one by one, so that one does not fell the rest.

    False where there is nothing to part.
    """
    entries = job.payload[share.name] if share else []
    if share is None or len(entries) < 2:
        return False
    with transaction.atomic():
        if complete(job):
            enqueue_many(job.kind, [{share.name: [one]} for one in entries])
    return True


def fail(job: Job, *, fault: str, again: bool = True) -> None:
    """Note that a job failed: it is tried again later, or dead when that makes no sense."""
    attempts = job.attempts + 1
    if not again or attempts >= MOST_ATTEMPTS:
        _mine(job).update(state="dead", attempts=attempts, fault=fault[:120], lease_until=None)
        return
    pause = PAUSES[min(attempts, len(PAUSES)) - 1]
    _mine(job).update(
        state="ready",
        attempts=attempts,
        fault=fault[:120],
        lease_until=None,
        run_at=shift(now(), seconds=pause),
    )


def put_back(job: Job, *, seconds: float = 0.0) -> None:
    """Give a claimed job back, which counts as no failure; others go first for some seconds."""
    _mine(job).update(state="ready", lease_until=None, run_at=shift(now(), seconds=seconds))


def revive(*, ids: Iterable[int]) -> int:
    """Start dead jobs again; return how many."""
    return Job.objects.filter(pk__in=list(ids), state="dead").update(
        state="ready", attempts=0, run_at=now()
    )


def sign_of_life(*, key: str, host: str, pid: int, began: Moment, busy: int) -> None:
    """Note that a worker process is alive; those unseen for long are dropped."""
    seen = {"host": host, "pid": pid, "busy": busy, "began_at": began, "seen_at": now()}
    Worker.objects.update_or_create(key=key, defaults=seen)
    Worker.objects.filter(seen_at__lt=shift(now(), days=-KEPT)).delete()


def sign_off(*, key: str) -> None:
    """Take a worker process that ends off the list."""
    Worker.objects.filter(key=key).delete()


def _mine(job: Job) -> QuerySet[Job]:
    """Return the job's row, if it is claimed by this very claim still."""
    return Job.objects.filter(pk=job.pk, fence=job.fence, state="running")
