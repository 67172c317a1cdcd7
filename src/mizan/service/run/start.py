"""Starting: the database is brought up to date, and the first admin is made."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mizan.errors import DeskError, StoreError
from mizan.terms.time import nap, ticks

FIRST = "admin"
PATIENCE = 60.0  # seconds to wait for a database server that is not up yet
PAUSE = 0.5  # seconds between two looks
LATER = {"store.away", "store.locked"}  # may be there in a moment


def _silent(_: str) -> None:
    """Say nothing."""


def begin(folder: Path, *, patience: float = 0.0, say: Callable[[str], Any] = _silent) -> None:
    """Make Django ready over a data folder and bring its database up to date.

    patience  seconds to wait for a database that does not answer yet; `say` tells that it waits
    StoreError when it cannot be used, store.too_new when a newer version of Mizan wrote it.
    """
    from mizan.service.setup import set_up

    set_up(folder)
    deadline, told = ticks() + patience, False
    while True:
        try:
            return _update(folder)
        except StoreError as error:
            if error.code not in LATER or ticks() >= deadline:
                raise
            if not told:
                say(f"{error.message}; waiting for it, up to {patience:.0f} seconds")
                told = True
        nap(PAUSE)


def _update(folder: Path) -> None:
    """Bring the schema up to date; other processes that want the same wait meanwhile."""
    from django.db import DatabaseError, connections

    from mizan.service.run.lock import changing_schema
    from mizan.service.setup import migrate

    try:
        with changing_schema(folder):
            migrate()
    except DatabaseError as error:
        raise StoreError(
            f"the database cannot be brought up to date: {type(error).__name__}",
            hint="start it, or look at the disk; what was committed is whole",
            code="store.away",
        ) from error
    finally:
        connections.close_all()


def check_port(host: str, port: int) -> None:
    """See that we can listen there. DeskError desk.bad_address."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        raise DeskError(
            f"cannot listen at {host}, port {port}: {error.strerror}",
            hint="another program may be there: choose another port with --port, or another"
            " address with --host",
            code="desk.bad_address",
        ) from None


def free_port(host: str) -> int:
    """Return a port that is free just now."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def first_link(*, actor: str) -> str | None:
    """Return the secret of a link for the first admin, as long as nobody has signed in yet."""
    from mizan.service.people.changes import create_user, make_link
    from mizan.service.people.models import User

    users = list(User.objects.all()[:2])
    why = "first start"
    if not users:
        users = [create_user(name=FIRST, role="admin", actor=actor, why=why)]
    first = users[0]
    if len(users) > 1 or first.has_usable_password():
        return None
    return make_link(user=first, actor=actor, why=why)
