"""Locks of a data folder: one `mizan up` at a time, and no restore under running processes.

A lock of the file system (flock) ends with the process that holds it, however that ended.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mizan.banks.trouble import explain_os
from mizan.errors import StoreError

UP = "up.lock"  # held by `mizan up` alone
RUNNING = "running.lock"  # shared by all processes of the service; a restore wants it alone
SCHEMA = "schema.lock"  # held while the schema is brought up to date


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Be the only `mizan up` over a folder. StoreError store.in_use."""
    with _locked(folder / UP, fcntl.LOCK_EX | fcntl.LOCK_NB):
        yield


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """Be one of the running processes. StoreError store.in_use while a backup is restored."""
    with _locked(folder / RUNNING, fcntl.LOCK_SH | fcntl.LOCK_NB):
        yield


@contextmanager
def stopped(folder: Path) -> Iterator[None]:
    """Keep the service from running. StoreError store.in_use while it does."""
    with (
        _locked(folder / UP, fcntl.LOCK_EX | fcntl.LOCK_NB),
        _locked(folder / RUNNING, fcntl.LOCK_EX | fcntl.LOCK_NB),
    ):
        yield


@contextmanager
def changing_schema(folder: Path) -> Iterator[None]:
    """Wait until no other process on this machine changes the schema, then be the one."""
    with _locked(folder / SCHEMA, fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    try:
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise explain_os(error, f"the data folder {path.parent}") from None
    try:
        try:
            fcntl.flock(held, how)
        except BlockingIOError:
            raise StoreError(
                f"the service runs over {path.parent} already",
                hint="stop it first (SIGTERM, Ctrl-C), or name another folder with --data",
                code="store.in_use",
            ) from None
        yield
    finally:
        os.close(held)
