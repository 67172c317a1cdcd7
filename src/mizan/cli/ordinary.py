"""Ordinary posts of a service, read from JSON Lines together with when they were posted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from mizan.cli.inputs import arrivals, open_input
from mizan.config import MAX_TEXT_BYTES
from mizan.errors import ContentError
from mizan.terms.time import Moment, read

DAY = 86400  # seconds


class _Line(msgspec.Struct):
    text: str = ""
    time: str | None = None


class Ordinary:
    """A file of ordinary posts, read once from begin to end. No text is kept."""

    def __init__(self, file: Path) -> None:
        """Take a file; it is opened by `texts`."""
        self.size = file.stat().st_size if file.exists() else 0  # bytes
        self.passed = 0  # bytes that were read, blank lines left out
        self.unread = 0  # lines that hold no post
        self._file = file
        self._posts = self._timed = 0
        self._first: Moment | None = None
        self._last: Moment | None = None

    def texts(self) -> Iterator[str]:
        """Yield the text of each post. ContentError for a file, MizanError for a time, unread."""
        with open_input(self._file) as file:
            for group in arrivals(file.fileno()):
                for line in group:
                    data = line.data or b""
                    self.passed += len(data) + 1
                    yield from self._text(data)

    def a_day(self, *, per_day: float | None = None, days: float | None = None) -> float:
        """Return how many posts a day there are on the service, once all were read.

        per_day  as the operator says; else days: of which the file holds all posts; else by `time`

        ContentError content.no_time where none of it can be said.
        """
        if per_day:
            return per_day
        if days and self._posts:
            return self._posts / days
        span = self._span()
        if self._timed < self._posts or span < DAY:
            raise ContentError(
                "how many posts a day there are cannot be told from this file",
                hint="give each line its `time`, over a day at least; or say --per-day or --days",
                code="content.no_time",
            )
        return self._posts * DAY / span

    def _text(self, data: bytes) -> Iterator[str]:
        try:
            found = msgspec.json.decode(data[: MAX_TEXT_BYTES + 1], type=_Line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            found = _Line()
        if not found.text.strip():
            self.unread += 1
            return
        self._posts += 1
        if found.time is not None:
            self._note(read(found.time))
        yield found.text

    def _note(self, moment: Moment) -> None:
        self._timed += 1
        self._first = min(self._first or moment, moment)
        self._last = max(self._last or moment, moment)

    def _span(self) -> float:
        """Return the seconds between the first post and the last one."""
        if self._first is None or self._last is None:
            return 0.0
        return (self._last - self._first).total_seconds()
