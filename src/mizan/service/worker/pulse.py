"""Pulse: a worker process shows that it is alive, and so keeps the jobs that it holds."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Sequence

from django.db import DatabaseError, InterfaceError, connections

from mizan.service.jobs import changes
from mizan.service.worker.runner import Runner
from mizan.terms.time import now

log = logging.getLogger("mizan.worker")
EVERY = 5.0  # seconds between two beats; a lease is several times as long


class Pulse(threading.Thread):
    """Beats while the runners of this process work."""

    def __init__(self, runners: Sequence[Runner]) -> None:
        super().__init__(name="pulse", daemon=True)
        self.runners = runners
        self.host = socket.gethostname()[:64]
        self.key = f"{self.host}:{os.getpid()}:{secrets.token_hex(4)}"
        self.began = now()
        self._ended = threading.Event()

    def run(self) -> None:
        """Beat until the end. A database that is away is waited for."""
        while not self._ended.is_set():
            try:
                self.beat()
            except (DatabaseError, InterfaceError) as error:
                log.warning("no sign of life could be left: %s", type(error).__name__)
                connections.close_all()
            self._ended.wait(EVERY)
        connections.close_all()

    def beat(self) -> None:
        """Leave a sign of life and keep what is held."""
        held = [job for runner in self.runners for job in runner.held]
        changes.renew(held)
        changes.sign_of_life(
            key=self.key, host=self.host, pid=os.getpid(), began=self.began, busy=len(held)
        )

    def end(self) -> None:
        """Stop beating; the worker is taken off the list."""
        self._ended.set()
        self.join(EVERY)
        try:
            changes.sign_off(key=self.key)
        except (DatabaseError, InterfaceError) as error:
            log.warning("the worker could not sign off: %s", type(error).__name__)
        connections.close_all()
