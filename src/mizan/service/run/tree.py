"""The process tree of `mizan up`: a web process and a worker, started again when one falls."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mizan.terms.time import ticks

PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0)  # seconds before a fallen process is started again
STEADY = 60.0  # seconds after which an earlier fall is forgotten
GRACE = 20.0  # seconds that a process has to end before it is killed
READY = 60.0  # seconds to wait for the first answer


class Member:
    """One process of the tree."""

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
                self.process, self._began = subprocess.Popen(self.command), ticks()
            return None
        code = self.process.poll()
        if code is None:
            return None
        self.falls = 1 if ticks() - self._began > STEADY else self.falls + 1
        self.process = None
        self._next = ticks() + PAUSES[min(self.falls, len(PAUSES)) - 1]
        return code

    def end(self) -> None:
        """Ask the process to end; kill it when it does not."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Tree:
    """The processes, watched until a signal ends them."""

    def __init__(self, members: Sequence[Member], say: Callable[[str], Any]) -> None:
        self.members = members
        self.say = say
        self.stop = threading.Event()

    def run(self, *, host: str, port: int, ready: Callable[[], Any]) -> None:
        """Keep the processes up until SIGTERM or SIGINT; `ready` is called at the first answer."""
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda *_: self.stop.set())
        deadline: float | None = ticks() + READY
        try:
            while not self.stop.is_set():
                for member in self.members:
                    if (code := member.look()) is not None:
                        self.say(f"the {member.name} process ended ({code}); it is started again")
                if deadline is not None and answers(host, port):
                    deadline = None
                    ready()
                elif deadline is not None and ticks() > deadline:
                    deadline = None
                    self.say("the service does not answer yet; see the messages above")
                self.stop.wait(0.1 if deadline else 0.5)
        finally:
            for member in self.members:
                member.end()


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
    shared = ["--data", str(data), "--follow"]
    web = [*base, "web", "--host", host, "--port", str(port), *shared]
    work = [*base, "worker", *shared]
    return [Member("web", web), *(Member("worker", work) for _ in range(workers))]
