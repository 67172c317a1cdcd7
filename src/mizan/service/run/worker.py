"""The worker process: threads that take jobs."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

THREADS = 2  # one may wait for a slow receiver while the other works


def work(*, data: Path, threads: int = THREADS) -> None:
    """Take jobs until SIGTERM or SIGINT; what was begun is finished, or given back."""
    from mizan.service.setup import set_up

    set_up(data)
    from mizan.service.worker.runner import Runner

    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    runners = [threading.Thread(target=Runner(stop).run, name=f"jobs-{n}") for n in range(threads)]
    for runner in runners:
        runner.start()
    for runner in runners:
        while runner.is_alive():  # in pieces, so that signals are seen
            runner.join(0.5)
