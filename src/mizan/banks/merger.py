"""Merger: has segments merged in the background while a reader goes on with what it has.

Who merges: a reader that lives long enough for its delta to grow, in a child process; and commands
that write, such as an import, at their end. A reader that closes ends its child, unless removed
content is being erased: then it waits for that. A merge that is ended leaves the live segments.
Where a child could not open the store, as one that was handed over open, it is merged here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, cast

from mizan.banks.manifest import building
from mizan.banks.merge import merge_kinds
from mizan.banks.store import Store
from mizan.errors import StoreError
from mizan.signals.protocol import SignalType
from mizan.terms.time import ticks

REST = 60.0  # seconds after a merge that failed, before the next is tried
SHARE = 10  # a merge is followed by a rest of so many times its own length
PATIENCE = 60.0  # seconds that closing waits for an erasure


class Merger:
    """At most one child process that merges the segments of one data folder."""

    def __init__(
        self,
        folder: Path,
        store: Store,
        types: Mapping[str, SignalType],
        note: Callable[[str], None],
    ) -> None:
        """Take `note` to be told of a merge that failed; the live segments stay live."""
        self._folder = folder.absolute()
        self._store = store
        self._opened_by = store.opened_by(folder)
        self._kinds = {name: one.index for name, one in types.items()}
        self._note = note
        self._child: subprocess.Popen[bytes] | None = None
        self._started = 0.0  # ticks
        self._not_before = 0.0  # ticks
        self._erasing = False

    def start(self, *, erasing: bool = False) -> None:
        """Start a merge unless one is under way here or elsewhere, or the last was just now.

        erasing  removed content is to go: closing waits for it
        """
        self.look()
        if self._child or ticks() < self._not_before:
            return
        try:
            with building(self._folder, wait=False) as free:
                if not free:  # another process is at it
                    return
            self._started, self._erasing = ticks(), erasing
            if self._opened_by is None:
                merge_kinds(self._store, self._folder, self._kinds, wait=False)
                self._rest()
            else:
                self._child = self._start(self._opened_by)
        except OSError as error:
            self._failed(f"segments cannot be merged: {error.strerror}")
        except StoreError as error:
            self._failed(str(error))

    def look(self) -> None:
        """Take note of a child that has ended; never waits."""
        if self._child and self._child.poll() is not None:
            self._ended(self._child)

    def wait(self, seconds: float = PATIENCE) -> bool:
        """Wait for the merge under way; tell whether none is under way any more."""
        if self._child:
            try:
                self._child.wait(seconds)
            except subprocess.TimeoutExpired:
                return False
            self._ended(self._child)
        return True

    def close(self) -> None:
        """End the merge under way, or wait for it when it erases what was removed."""
        if self._child and not (self._erasing and self.wait()):
            self._child.kill()
            self._child.wait()
            cast("IO[bytes]", self._child.stderr).close()
            self._child = None

    def _start(self, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [
                *(sys.executable, "-P", "-m", "mizan.banks.merging"),
                *(str(self._folder), json.dumps(self._kinds)),
            ],
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,  # a Ctrl-C is for the scan; closing ends the merge
        )

    def _ended(self, child: subprocess.Popen[bytes]) -> None:
        self._child = None
        with cast("IO[bytes]", child.stderr) as told:
            said = told.read(4096).decode("utf-8", "replace").strip()
        self._rest()
        if child.returncode:
            last = said.splitlines()[-1] if said else f"it ended with status {child.returncode}"
            self._failed(f"segments could not be merged: {last}")

    def _rest(self) -> None:
        self._not_before = ticks() + min(REST, SHARE * (ticks() - self._started))

    def _failed(self, said: str) -> None:
        self._note(said)
        self._not_before = ticks() + REST
