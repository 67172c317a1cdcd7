"""Load figures of the service: a real `mizan up`, real sockets, beside a bare Django view.

    .venv/bin/python -m benchmarks.service [--seconds 6] [--port 8701] [--json FILE]

CPU is that of the web processes, as the kernel counts it, so that the client does not matter; the
client runs on the same machine, so that rates are what is left for the service.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

TEXT = "a quiet post about bread, salt and the weather of last week, number {}"
BARE = """
import os
from django.conf import settings
settings.configure(SECRET_KEY="x", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[])
import django
django.setup()
from django.http import HttpResponse
from django.urls import path
from django.core.wsgi import get_wsgi_application
ANSWER = b"x" * 600
urlpatterns = [path("check", lambda request: HttpResponse(
    ANSWER if request.body else b"", content_type="application/json"))]
application = get_wsgi_application()
"""
SERVE = """
import sys
from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels
Granian("bare:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI,
        loop=Loops.asyncio, workers=1, blocking_threads=8, backlog=1024,
        log_level=LogLevels.warning, log_access=False, websockets=False).serve()
"""
Ask = Callable[[http.client.HTTPConnection, int], None]


def cpu_of(pid: int) -> float:
    """Return the seconds of CPU that a process and its children have used so far."""
    total = 0.0
    for one in [pid, *children_of(pid)]:
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def children_of(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for one in task.read_text().split():
            found += [int(one), *children_of(int(one))]
    return found


def web_of(tree: int) -> int:
    """Return the process of `mizan up` that answers requests."""
    for one in children_of(tree):
        if "web" in Path(f"/proc/{one}/cmdline").read_text().split("\0"):
            return one
    raise LookupError("no web process")


@contextmanager
def running(command: list[str], port: int, path: str, **env: str) -> Iterator[int]:
    process = subprocess.Popen(command, env={**os.environ, **env}, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with_port = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
                with_port.request("GET", path, headers={"Host": "localhost"})
                if b"starting" not in with_port.getresponse().read():
                    break
            except OSError:
                pass
            time.sleep(0.2)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def load(
    port: int, pid: int, ask: Ask, *, seconds: float, clients: int, each: int
) -> dict[str, Any]:
    """Ask again and again from several connections; return rate, latency and CPU."""
    times: list[float] = []

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        turn = 0
        while time.monotonic() < stop:
            began = time.perf_counter()
            ask(connection, number * 10_000_000 + turn)
            times.append(time.perf_counter() - began)
            turn += 1

    ask(http.client.HTTPConnection("127.0.0.1", port, timeout=60), 990_000_000)
    cpu, began = cpu_of(pid), time.monotonic()
    stop = began + seconds
    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    spent, wall = cpu_of(pid) - cpu, time.monotonic() - began
    ranked = sorted(times)
    return {
        "requests": len(times),
        "rate": round(len(times) * each / wall, 1),
        "p50_ms": round(statistics.median(ranked) * 1e3, 2),
        "p99_ms": round(ranked[int(len(ranked) * 0.99)] * 1e3, 2),
        "cpu_us_per_request": round(spent / len(times) * 1e6),
        "cpu_us_each": round(spent / len(times) / each * 1e6, 1),
    }


def poster(path: str, token: str, body: Callable[[int], Any], wanted: int = 200) -> Ask:
    head = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    head["Host"] = "localhost"

    def ask(connection: http.client.HTTPConnection, turn: int) -> None:
        connection.request("POST", path, json.dumps(body(turn)), head)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != wanted:
            raise RuntimeError(f"{answer.status}: {said[:200]!r}")

    return ask


def contents(count: int) -> Callable[[int], Any]:
    def made(turn: int) -> Any:
        given = [{"id": str(n), "text": TEXT.format(turn + n)} for n in range(count)]
        return given if count > 1 else given[0]

    return made


def items(count: int) -> Callable[[int], Any]:
    return lambda turn: {
        "items": [
            {"source": "forum", "external_id": f"{turn}-{n}", "text": TEXT.format(turn + n)}
            for n in range(count)
        ]
    }


def hashes(count: int) -> Callable[[int], Any]:
    return lambda turn: {
        "type": "sha256",
        "values": [sha256(f"{turn}-{n}".encode()).hexdigest() for n in range(count)],
    }


def bare_view(port: int, seconds: float, folder: Path) -> dict[str, Any]:
    """Return the figures of a plain Django view without middleware, served in the same way."""
    (folder / "bare.py").write_text(BARE)
    (folder / "serve.py").write_text(SERVE)
    command = [sys.executable, str(folder / "serve.py"), str(port)]
    with running(command, port, "/check", PYTHONPATH=str(folder)) as pid:
        ask = poster("/check", "x", contents(1))
        return load(port, pid, ask, seconds=seconds, clients=2, each=1)


def mizan(*words: str) -> list[str]:
    return [sys.executable, "-m", "mizan", *words]


def whole(port: int, seconds: float, folder: Path, only: str) -> dict[str, Any]:
    """Return the figures of `mizan up`."""
    data = str(folder / "data")
    api = "/api/v1"
    figures: dict[str, Any] = {}
    up = mizan("up", "--data", data, "--port", str(port))
    with running(up, port, f"{api}/health") as tree:
        web = web_of(tree)
        made = mizan("token", "create", "--data", data, "--scope", "check,items,banks")
        token = subprocess.run(made, capture_output=True, text=True, check=True).stdout.split()[-1]
        bank = poster(f"{api}/banks", token, lambda _: {"name": "b", "purpose": "harm"}, 201)
        bank(http.client.HTTPConnection("127.0.0.1", port), 0)
        plans: dict[str, tuple[Ask, int, int]] = {
            "check, one": (poster(f"{api}/check", token, contents(1)), 2, 1),
            "check, 100 together": (poster(f"{api}/check", token, contents(100)), 2, 100),
            "check, 1,000 together": (poster(f"{api}/check", token, contents(1000)), 2, 1000),
            "items, one": (poster(f"{api}/items", token, items(1), 202), 2, 1),
            "items, 100 together": (poster(f"{api}/items", token, items(100), 202), 2, 100),
            "items, 1,000 together": (poster(f"{api}/items", token, items(1000), 202), 2, 1000),
            "entries, 50,000 together": (
                poster(f"{api}/banks/b/entries", token, hashes(50_000), 201),
                1,
                50_000,
            ),
        }
        for name, (ask, clients, each) in plans.items():
            if not name.startswith(only):
                continue
            figures[name] = load(port, web, ask, seconds=seconds, clients=clients, each=each)
            print(f"{name:<26} {figures[name]}", flush=True)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--port", type=int, default=8701)
    parser.add_argument("--only", default="", help="plans whose name begins so")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = {"bare Django view": bare_view(given.port, given.seconds, Path(folder))}
        print(f"{'bare Django view':<26} {figures['bare Django view']}", flush=True)
        figures |= whole(given.port, given.seconds, Path(folder), given.only)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
