"""The web process: granian serves the WSGI application."""

from __future__ import annotations

import os
from pathlib import Path

THREADS = 4  # of one process that answer requests
BACKLOG = 1024  # connections that wait


def serve(*, data: Path, host: str, port: int, processes: int = 1, threads: int = THREADS) -> None:
    """Serve until SIGTERM or SIGINT."""
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels

    os.environ["MIZAN_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mizan.service.settings")
    server = Granian(
        "mizan.service.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        loop=Loops.asyncio,
        workers=processes,
        blocking_threads=threads,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_access=False,
        websockets=False,
    )
    server.serve()
