"""Django's backend for SQLite, with a queue in front of the write lock.

SQLite lets one write at a time and has the others look again after ever longer pauses, up to
100 ms: a process that writes often keeps one that writes seldom out for seconds. Here they ask for
a lock on a file beside the database first, at an even and short pace, so that all have the same
chance. SQLite's own lock stays what keeps the data whole; this one only says whose turn it is, and
is let go when a process dies.
"""

from __future__ import annotations

import fcntl
import os
from typing import Any

from django.db import DatabaseError, OperationalError
from django.db.backends.sqlite3 import base

from mizan.service.settings_database import PATIENCE
from mizan.terms.time import nap, ticks

PACE = 0.002  # seconds between two looks whether it is our turn


class Turn:
    """A place in the queue of writers: one for each connection."""

    def __init__(self) -> None:
        self._file: int | None = None
        self._mine = False

    def take(self, database: str) -> None:
        """Wait until it is this connection's turn. OperationalError when it takes too long."""
        if self._file is None:
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
            self._file = os.open(f"{database}-turn", flags, 0o600)
        until = ticks() + PATIENCE
        while not self._try(self._file):
            if ticks() > until:
                raise OperationalError("database is locked")
            nap(PACE)

    def _try(self, file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        self._mine = True
        return True

    def leave(self) -> None:
        """Let the next one."""
        if self._mine and self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
            self._mine = False

    def close(self) -> None:
        """Let go of the file as well."""
        if self._file is not None:
            os.close(self._file)
        self._file, self._mine = None, False


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions wait for their turn."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._turn = Turn()

    def _start_transaction_under_autocommit(self) -> None:
        self._turn.take(str(self.settings_dict["NAME"]))
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except DatabaseError:
            self._turn.leave()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._turn.leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._turn.leave()

    def close(self) -> None:
        """Close the connection, and give the turn back."""
        super().close()
        self._turn.close()
