"""`mizan up` and `mizan demo` start, stop, and say why they cannot."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import free_port
from tests.service.processes import Service, kill, serving, until


def told(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "mizan", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **env},
        check=False,
    )


def scanned(folder: Path) -> dict[str, int]:
    """Return how many items the demo in a folder has, by state."""
    (database,) = folder.glob("mizan-demo-*/mizan.db")
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as held:
        return dict(held.execute("SELECT state, count(*) FROM items_item GROUP BY state"))


def gone(pids: list[int]) -> bool:
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_it_comes_up_and_ends_without_a_trace(desk: Any) -> None:
    with serving(desk.folder, desk.url, free_port()) as service:
        service.start()
        until(service.is_well, "that all is well")
        until(lambda: len(service.parts()) >= 3, "the processes")
        pids = list(service.parts())

        code = service.stop()

    assert any("/welcome/" in line for line in service.said)
    assert code == 0
    assert gone(pids)


def test_what_falls_is_started_again_and_the_fall_of_the_first_ends_all(desk: Any) -> None:
    from mizan.service.jobs.queries import workers

    with serving(desk.folder, desk.url, free_port()) as service:
        service.start()
        before = service.parts()
        for pid in before:
            kill(pid)
        until(lambda: set(service.parts().values()) >= {"web", "worker"}, "the second start")
        until(lambda: workers().exists(), "a sign of life")
        pids = list(service.parts())
        assert service.process
        service.process.send_signal(signal.SIGKILL)
        service.process.wait()

        until(lambda: gone(pids), "the end of all")


@pytest.mark.sqlite
def test_a_second_one_on_the_same_folder_or_port_is_told_why(desk: Any, tmp_path: Path) -> None:
    from mizan.service.run.lock import only_one

    with only_one(desk.folder):
        folder = told("up", "--data", str(desk.folder), "--port", str(free_port()))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = told("up", "--data", str(tmp_path / "x"), "--port", str(taken.getsockname()[1]))

    assert folder.returncode == port.returncode == 1
    assert "runs over" in folder.stderr
    assert "--data" in folder.stderr
    assert "cannot listen" in port.stderr
    assert "--port" in port.stderr


@pytest.mark.sqlite
def test_a_folder_that_cannot_be_made_is_named(desk: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    done = told("up", "--data", str(tmp_path / "file" / "data"))

    assert done.returncode == 1
    assert "data folder" in done.stderr


def test_a_newer_schema_is_refused(desk: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('jobs', '9999_later', '2030-01-01')"
        )
    connection.close()
    env = {"MIZAN_DATABASE_URL": desk.url} if desk.url else {}

    done = told("up", "--data", str(desk.folder), "--port", str(free_port()), **env)

    assert done.returncode == 1
    assert "newer version" in done.stderr


def test_a_demo_fills_itself_and_leaves_nothing(tmp_path: Path) -> None:
    port = free_port()
    demo = subprocess.Popen(
        [sys.executable, "-m", "mizan", "demo", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    service = Service(tmp_path, None, port)
    service.process = demo  # type: ignore[assignment]
    assert demo.stdout
    try:
        said = [demo.stdout.readline() for _ in range(4)]
        status, _ = service.ask("GET", "/health")
        until(lambda: scanned(tmp_path) == {"cased": 25, "left": 35}, "the scan of all sixty")
        pids = list(service.parts())
    finally:
        demo.send_signal(signal.SIGTERM)
        code = demo.wait(60)
        demo.stdout.close()

    assert status == 200
    assert "Mizan is up" in said[0]
    assert len([line for line in said if re.search(r"Sign in as (rima|omar|admin)", line)]) == 3
    assert code == 0
    assert gone(pids)
    assert not list(tmp_path.glob("mizan-demo-*"))
