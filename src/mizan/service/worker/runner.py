"""Runner: claims jobs, calls their handlers, and notes how it went. One of the three borders.

The handler and the note that the job is done are one transaction where the handler writes at all;
a delivery, which asks the network, is made outside of one and may be repeated under the same key.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable

from django.db import OperationalError, close_old_connections, transaction

from mizan.errors import MizanError
from mizan.service.jobs import changes
from mizan.service.jobs.models import Job
from mizan.service.worker import chores
from mizan.service.worker.handlers import HANDLERS
from mizan.terms.time import ticks

log = logging.getLogger("mizan.worker")
IDLE = 0.2  # seconds of rest when there is nothing to do
AWAY = 2.0  # the same when the database does not answer
CHORES = 30.0  # seconds between two looks that every chore is on the list
LONE = {"deliver"}  # kinds whose handler must not hold a transaction


class Runner:
    """Takes jobs one after another until it is told to stop. One per thread."""

    def __init__(self, stop: threading.Event, kinds: Iterable[str] = HANDLERS) -> None:
        self.stop = stop
        self.kinds = tuple(kinds)
        self._chores_at = 0.0

    def run(self) -> None:
        """Work until `stop` is set."""
        while not self.stop.is_set():
            try:
                busy = self.turn()
            except OperationalError as error:
                log.warning("the database does not answer: %s", type(error).__name__)
                close_old_connections()
                self.stop.wait(AWAY)
                continue
            if not busy:
                self.stop.wait(IDLE)
        close_old_connections()

    def turn(self) -> bool:
        """Do one job, if one is due; tell whether there was one."""
        if ticks() >= self._chores_at:
            chores.ensure()
            self._chores_at = ticks() + CHORES
        for job in changes.claim(self.kinds):
            self.do(job)
            return True
        return False

    def do(self, job: Job) -> None:
        """Do one claimed job and note how it went."""
        try:
            if job.kind in LONE:
                HANDLERS[job.kind](**job.payload)
                changes.complete(job)
                return
            with transaction.atomic():
                HANDLERS[job.kind](**job.payload)
                if not changes.complete(job):
                    raise Overtaken
        except Overtaken:
            log.warning("job %s %s was taken over by another worker", job.pk, job.kind)
        except OperationalError:
            raise
        except MizanError as error:
            log.error("job %s %s: %s", job.pk, job.kind, error.code)
            changes.fail(job, fault=error.code)
        except Exception as error:
            log.exception("job %s %s failed", job.pk, job.kind)
            changes.fail(job, fault=type(error).__name__)


class Overtaken(Exception):  # noqa: N818 - a signal, not a fault
    """The job's lease ran out and another worker has it: what was done here is rolled back."""
