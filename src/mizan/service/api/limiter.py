"""What one process does at once, and how often an address may show a wrong token."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from mizan.errors import DeskError
from mizan.terms.time import ticks

CHECKS_AT_ONCE = 4  # of one process
CHECKS_WAITING = 2  # that may wait for one of those to end
PATIENCE = 1.0  # seconds they wait
WINDOW = 60.0  # seconds over which wrong tokens are counted
MOST_WRONG = 100  # wrong tokens from one address in that time
MOST_ADDRESSES = 4096  # remembered; beyond it counting begins anew


class Gate:
    """Lets so many in at once, so many more wait for a moment, and turns the others away."""

    def __init__(self, *, inside: int, waiting: int, patience: float) -> None:
        self._line = threading.BoundedSemaphore(inside + waiting)
        self._inside = threading.BoundedSemaphore(inside)
        self.patience = patience

    def enter(self) -> None:
        """Take a place; DeskError desk.busy when there is none. `leave` gives it back."""
        if not self._line.acquire(blocking=False):
            raise busy()
        if not self._inside.acquire(timeout=self.patience):
            self._line.release()
            raise busy()

    def leave(self) -> None:
        """Give a place back."""
        self._inside.release()
        self._line.release()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Hold a place."""
        self.enter()
        try:
            yield
        finally:
            self.leave()


class Misses:
    """Counts wrong tokens by address, within a window of time."""

    def __init__(self) -> None:
        self._alone = threading.Lock()
        self._counted: dict[str, int] = {}
        self._since = ticks()

    def note(self, address: str) -> None:
        """Count one; DeskError desk.busy when there were too many."""
        with self._alone:
            if ticks() - self._since > WINDOW or len(self._counted) > MOST_ADDRESSES:
                self._counted.clear()
                self._since = ticks()
            count = self._counted[address] = self._counted.get(address, 0) + 1
        if count > MOST_WRONG:
            raise DeskError(
                "too many wrong tokens from this address",
                hint="wait a minute; a right token is let in all the same",
                code="desk.busy",
            )


checks = Gate(inside=CHECKS_AT_ONCE, waiting=CHECKS_WAITING, patience=PATIENCE)
misses = Misses()


def busy() -> DeskError:
    """Return the error for a process that has its hands full."""
    return DeskError(
        "too many checks at once",
        hint="wait as long as Retry-After says; send arrays instead of single contents",
        code="desk.busy",
    )
