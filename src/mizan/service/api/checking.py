"""Checking: contents go through the engine, as long as there is time and a place.

With a deadline they go in small pieces, in a thread of their own: when the time is over what is
done is answered, and what is not is said to be not examined. Nothing is ever a silent `leave`.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from mizan.errors import ContentError, DeskError, MizanError
from mizan.service.api.limiter import checks
from mizan.service.ground.engine import engine
from mizan.terms.content import Content
from mizan.terms.time import ticks
from mizan.terms.verdict import Verdict

PIECE = 16  # contents between two looks at the clock; files go one by one
Answer = Verdict | MizanError


def scan(contents: Sequence[Content], *, deadline_ms: int | None) -> list[Answer]:
    """Return, in order, a verdict on each content, or why there is none.

    DeskError desk.busy; check.deadline stands for what was not reached in time.
    """
    if deadline_ms is None:
        with checks.entered():
            return list(engine().scan_many(contents))
    until = ticks() + deadline_ms / 1000
    checks.enter()
    run = _Run(contents, until)
    run.start()
    run.join(max(0.0, until - ticks()))
    return run.answers()


class _Run(threading.Thread):
    """Scans piece by piece until the deadline; it holds the place that was taken for it."""

    def __init__(self, contents: Sequence[Content], until: float) -> None:
        super().__init__(name="check", daemon=True)
        self._contents = contents
        self._until = until
        self._done: list[Verdict | ContentError] = []
        self._fault: MizanError | None = None

    def run(self) -> None:
        """Scan."""
        try:
            place = 0
            while place < len(self._contents) and ticks() < self._until:
                piece = self._piece(place)
                self._done.extend(engine().scan_many(piece))
                place += len(piece)
        except MizanError as error:
            self._fault = error
        finally:
            checks.leave()

    def answers(self) -> list[Answer]:
        """Return what is done, and for the rest that it was not reached."""
        if self._fault is not None:
            raise self._fault
        done: list[Answer] = list(self._done)
        missing = len(self._contents) - len(done)
        return [*done, *(too_late() for _ in range(missing))]

    def _piece(self, place: int) -> Sequence[Content]:
        if self._contents[place].data is not None:
            return self._contents[place : place + 1]
        found = self._contents[place : place + PIECE]
        files = (n for n, one in enumerate(found) if one.data is not None)
        return found[: next(files, PIECE)]


def too_late() -> DeskError:
    """Return the error for a content that the deadline kept from being examined."""
    return DeskError(
        "the deadline passed before this was examined",
        hint="give more time, or fewer contents at once; or hand it in as an item",
        code="check.deadline",
    )
