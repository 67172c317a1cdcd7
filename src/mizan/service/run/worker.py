"""The worker process: threads that take jobs, and one that shows that it is alive."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

THREADS = 2  # one may wait for a slow receiver while the other works
WATCH = 0.5  # seconds between two looks at the threads


def work(*, data: Path, threads: int = THREADS) -> None:
    """Take jobs until SIGTERM or SIGINT; what was begun is finished, or given back.

    A thread that fails for good ends the process with exit status 1.
    """
    from mizan.service.setup import set_up

    set_up(data)
    from mizan.service.worker.pulse import Pulse
    from mizan.service.worker.runner import Runner

    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    runners = [Runner(stop) for _ in range(threads)]
    taking = [
        threading.Thread(target=one.run, name=f"jobs-{n}") for n, one in enumerate(runners, 1)
    ]
    pulse = Pulse(runners)
    for thread in (*taking, pulse):
        thread.start()
    whole = True
    while any(thread.is_alive() for thread in taking):
        for thread in taking:
            thread.join(WATCH)  # in pieces, so that signals are seen
            if not thread.is_alive() and not stop.is_set():
                whole = False
                stop.set()
    pulse.end()
    if not whole:
        sys.exit(1)
