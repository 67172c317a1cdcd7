"""Jobs: what is to be done later, as rows."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """One thing to be done, at `run_at` or after. Done, it is deleted; failed for good, it stays.

    `fence` rises with each claim: a worker whose lease ran out holds an old number and cannot
    complete what another has taken over.
    """

    kind = models.CharField(max_length=32)  # names a handler of the worker
    payload = models.JSONField(default=dict)  # ids and figures, never content
    state = models.CharField(max_length=8, default="ready")  # ready, running, dead
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)  # while running
    fence = models.PositiveIntegerField(default=0)  # how often it was claimed
    attempts = models.PositiveIntegerField(default=0)  # how often it failed
    dedupe = models.CharField(max_length=120, null=True, unique=True)  # at most one such job waits
    fault = models.CharField(max_length=120, default="")  # code of the last failure
    created_at = models.DateTimeField()

    class Meta:
        """Found by state and time."""

        indexes = [models.Index(fields=["state", "run_at"], name="job_due")]


class Worker(models.Model):
    """A sign of life of a worker process."""

    key = models.CharField(
        max_length=96, primary_key=True
    )  # host, process, and a number of its own
    host = models.CharField(max_length=64)
    pid = models.PositiveIntegerField()
    busy = models.PositiveSmallIntegerField(default=0)  # jobs it holds
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
