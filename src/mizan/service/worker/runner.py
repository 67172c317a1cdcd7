"""Runner: claims jobs, calls their handlers, and notes how it went. One of the three borders.

The handler and the note that the job is done are one transaction, except where the work takes long
outside of the database: such work finds out by itself that it is done already. Small jobs of such a
kind are done together, and one by one when that fails.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress

from django.db import InterfaceError, OperationalError, connections, transaction

from mizan.errors import MizanError, StoreError
from mizan.service.jobs import changes
from mizan.service.jobs.models import Job
from mizan.service.worker import chores
from mizan.service.worker.handlers import HANDLERS, TOGETHER
from mizan.terms.time import ticks

log = logging.getLogger("mizan.worker")
IDLE = 0.2  # seconds of rest when there is nothing to do
GATHER = 0.1  # the same after less than one share of small jobs, so that more come together
AWAY = 2.0  # the same when the database does not answer
CHORES = 30.0  # seconds between two looks that every chore is on the list
GONE = (OperationalError, InterfaceError)  # locked, full, or the connection is lost
LATER = {"store.locked", "store.away", "store.full", "store.disk"}  # the same, said by the store
# Kinds that take long outside of the database; safe to do twice.
LONE = {"scan", "deliver", "prove", "retro", "anchor"}


class Runner:
    """Takes jobs one after another until it is told to stop. One per thread."""

    def __init__(self, stop: threading.Event, kinds: Iterable[str] = HANDLERS) -> None:
        self.stop = stop
        self.kinds = tuple(kinds)
        self._chores_at = 0.0
        self._gathers = False  # what was done last was less than one share
        self._held: list[Job] = []  # what was claimed when the database went away

    def run(self) -> None:
        """Work until `stop` is set."""
        while not self.stop.is_set():
            try:
                busy = self.turn()
            except (*GONE, StoreError) as error:
                log.warning("the database does not answer: %s", type(error).__name__)
                connections.close_all()
                self.stop.wait(AWAY)
                continue
            if not busy or self._gathers:
                self.stop.wait(GATHER if busy else IDLE)
        self._give_back()
        connections.close_all()

    @property
    def held(self) -> tuple[Job, ...]:
        """The jobs that are being done; another thread may ask."""
        return tuple(self._held)

    def _give_back(self) -> None:
        """Give back what was claimed when the database went away; else its lease runs out."""
        with suppress(*GONE):
            for job in self._held:
                changes.put_back(job)

    def turn(self) -> bool:
        """Do the job that is due, or several small ones; tell whether there was one."""
        while self._held:
            changes.put_back(self._held[0], seconds=AWAY)
            del self._held[0]
        if ticks() >= self._chores_at:
            chores.ensure()
            self._chores_at = ticks() + CHORES
        self._held = changes.claim(self.kinds, together=TOGETHER)
        if not self._held:
            return False
        share = TOGETHER.get(self._held[0].kind)
        self._gathers = share is not None and not share.is_filled(self._held)
        if len(self._held) == 1 or not self.do_together(self._held):
            for job in [*self._held]:
                self.do(job)
                self._held.remove(job)
        self._held = []
        return True

    def do_together(self, jobs: Sequence[Job]) -> bool:
        """Do claimed jobs of one kind as one; False when that failed, whichever was to blame."""
        kind = jobs[0].kind
        name = TOGETHER[kind].name
        try:
            HANDLERS[kind](**{name: [one for job in jobs for one in job.payload[name]]})
            changes.complete_all(jobs)
        except GONE:
            raise
        except Exception as error:
            if isinstance(error, MizanError) and error.code in LATER:
                raise
            log.warning("%d jobs %s failed together: one by one", len(jobs), kind)
            return False
        return True

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
        except GONE:
            raise
        except MizanError as error:
            if error.code in LATER:
                raise
            log.error("job %s %s: %s", job.pk, job.kind, error.code)
            self._failed(job, error.code)
        except Exception as error:
            log.exception("job %s %s failed", job.pk, job.kind)
            self._failed(job, type(error).__name__)

    def _failed(self, job: Job, fault: str) -> None:
        """Let a failed job be tried again: in pieces, where it is made of several."""
        if not changes.split(job, TOGETHER.get(job.kind)):
            changes.fail(job, fault=fault)


class Overtaken(Exception):  # noqa: N818 - a signal, not a fault
    """The job's lease ran out and another worker has it: what was done here is rolled back."""
