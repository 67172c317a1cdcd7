"""A real service in processes of its own, that tests may ill-treat."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from mizan.terms.time import nap, ticks

PATIENCE = 90.0  # seconds that something may take at most
LOST = (OSError, HTTPException)  # no answer


class Service:
    """`mizan up` over a data folder, seen from outside."""

    def __init__(self, folder: Path, url: str | None, port: int, *options: str) -> None:
        self.folder, self.url, self.port, self.options = folder, url, port, options
        self.process: subprocess.Popen[str] | None = None
        self.said: list[str] = []

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.launch()
        until(lambda: any("Mizan is up" in line for line in self.said) or self.ended(), "the start")
        assert not self.ended(), "".join(self.said)

    def is_well(self) -> bool:
        """Tell whether it says that all is well, its banks read."""
        with suppress(*LOST, ValueError):
            return bool(self.ask("GET", "/health")[1]["status"] == "ok")
        return False

    def launch(self) -> None:
        """Start it."""
        env = {**os.environ, "MIZAN_WEBHOOK_ALLOW": "127.0.0.0/8"}
        env.pop("MIZAN_DATABASE_URL", None)
        if self.url:
            env["MIZAN_DATABASE_URL"] = self.url
        command = [sys.executable, "-m", "mizan", "up", "--data", str(self.folder)]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), *self.options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=env,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process
        assert self.process.stdout
        with self.process.stdout as out:
            self.said.extend(out)

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def stop(self) -> int:
        """Stop it as an operator does; return its exit status."""
        assert self.process
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def parts(self) -> dict[int, str]:
        """Return the processes below it, and what each is: web, worker, or part of one."""
        assert self.process
        return dict(below(self.process.pid))

    def ask(
        self, way: str, path: str, body: Any = None, *, token: str = "", timeout: float = 30
    ) -> tuple[int, Any]:
        """Ask its API; return status and answer. OSError or HTTPException without an answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
            written = None if body is None else json.dumps(body)
            connection.request(way, f"/api/v1{path}", body=written, headers=headers)
            answer = connection.getresponse()
            held = answer.read()
            return answer.status, json.loads(held) if held else None
        finally:
            connection.close()


def below(pid: int) -> Iterator[tuple[int, str]]:
    """Give the living processes below one, with what their command line says they are."""
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield from below(int(child))
            words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            kinds = [one for one in ("web", "worker") if one.encode() in words]
            yield int(child), kinds[0] if kinds else "part"


def kill(pid: int) -> None:
    """Kill a process of ours, if it still is."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def until(true: Any, what: str, *, patience: float = PATIENCE) -> None:
    """Wait for something to be so."""
    deadline = ticks() + patience
    while not true():
        assert ticks() < deadline, f"{what} did not come about"
        nap(0.1)


@contextmanager
def serving(folder: Path, url: str | None, port: int, *options: str) -> Iterator[Service]:
    """Run a service; nothing of it is left afterwards."""
    service = Service(folder, url, port, *options)
    try:
        yield service
    finally:
        if not service.ended():
            assert service.process
            left: Sequence[int] = [*service.parts()]
            service.process.send_signal(signal.SIGTERM)
            nap(0.2)
            service.process.send_signal(signal.SIGTERM)  # at once
            try:
                service.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                kill(service.process.pid)
            for pid in left:
                kill(pid)
