"""The process tree of `mizan up`: a web process and a worker, started again when one falls."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

from mizan.terms.time import nap, ticks

PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0)  # seconds before a fallen process is started again
STEADY = 60.0  # seconds after which an earlier fall is forgotten
GRACE = 25.0  # seconds that a process has to end before it is killed: a delivery takes up to 20
READY = 60.0  # seconds to wait for the first answer


class Member:
    """One process of the tree, with a group of its own for what it starts itself."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.command = list(command)
        self.process: subprocess.Popen[bytes] | None = None
        self.falls = 0
        self._began = 0.0
        self._next = 0.0

    def look(self) -> int | None:
        """Start the process when it is not there, after its pause; return a fresh exit code."""
        if self.process is None:
            if ticks() >= self._next:
                self.process = subprocess.Popen(self.command, process_group=0)
                self._began = ticks()
            return None
        code = self.process.poll()
        if code is None:
            return None
        self.kill()  # what it had started itself
        self.falls = 1 if ticks() - self._began > STEADY else self.falls + 1
        self.process = None
        self._next = ticks() + PAUSES[min(self.falls, len(PAUSES)) - 1]
        return code

    @property
    def lives(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.poll() is None

    def ask_to_end(self) -> None:
        """Ask the process to end: what it has begun is finished or given back."""
        if self.lives and self.process:
            self.process.terminate()

    def kill(self) -> None:
        """End the process and what it started, at once."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Tree:
    """The processes, watched until a signal ends them; a second signal kills them."""

    def __init__(self, members: Sequence[Member], say: Callable[[str], Any]) -> None:
        self.members = members
        self.say = say
        self.stop = Event()
        self.hurry = Event()

    def run(self, *, host: str, port: int, ready: Callable[[], Any]) -> None:
        """Keep the processes up until SIGTERM or SIGINT; `ready` is called at the first answer."""
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, self._told)
        deadline: float | None = ticks() + READY
        try:
            while not self.stop.is_set():
                for member in self.members:
                    if (code := member.look()) is not None and not self.stop.is_set():
                        self.say(f"the {member.name} process ended ({code}); it is started again")
                if deadline is not None and answers(host, port):
                    deadline = None
                    ready()
                elif deadline is not None and ticks() > deadline:
                    deadline = None
                    self.say("the service does not answer yet; see the messages above")
                self.stop.wait(0.1 if deadline else 0.5)
        finally:
            self.end()

    def end(self) -> None:
        """Ask all processes to end, and kill those that do not, or all at a second signal."""
        for member in self.members:
            member.ask_to_end()
        deadline = ticks() + GRACE
        while any(member.lives for member in self.members):
            if self.hurry.is_set() or ticks() > deadline:
                break
            nap(0.05)
        for member in self.members:
            member.kill()

    def _told(self, *_: object) -> None:
        (self.hurry if self.stop.is_set() else self.stop).set()


def answers(host: str, port: int) -> bool:
    """Tell whether the service answers."""
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - where we listen
    connection = http.client.HTTPConnection(local, port, timeout=2)
    try:
        connection.request("GET", "/api/v1/health", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def members(data: Path, host: str, port: int, *, workers: int = 1) -> list[Member]:
    """Return the processes of one machine."""
    base = [sys.executable, "-m", "mizan"]
    shared = ["--data", str(data), "--follow", str(os.getpid())]
    web = [*base, "web", "--host", host, "--port", str(port), *shared]
    work = [*base, "worker", *shared]
    return [Member("web", web), *(Member("worker", work) for _ in range(workers))]
