"""Streams that end in the middle: nobody waits, nothing hangs, nothing is said to be well."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Mizan = Callable[..., Any]  # the fixture of conftest.py
SCAN = [sys.executable, "-m", "mizan", "scan", "--jsonl", "-", "--json"]
PATIENCE = 60  # seconds; nothing here takes more than a few


def started(jobs: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*SCAN, "--jobs", str(jobs)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(os.environ),
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_reader_that_goes_away_ends_the_scan(tmp_path: Path, jobs: int) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_text("\n".join(json.dumps({"text": f"post {n}"}) for n in range(30_000)), "utf-8")
    command = [*SCAN[:-2], str(posts), "--json", "--jobs", str(jobs)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as scan:
        assert scan.stdout is not None
        scan.stdout.readline()
        scan.stdout.close()

        assert scan.wait(PATIENCE) != 0
        assert scan.stderr is not None
        assert b"Traceback" not in scan.stderr.read()


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_ends_a_stream_that_waits(mizan: Mizan, jobs: int) -> None:
    assert mizan("bank", "list").status == 0
    with started(jobs) as scan:
        assert scan.stdin is not None
        assert scan.stdout is not None
        scan.stdin.write(b'{"text": "x"}\n')
        scan.stdin.flush()
        scan.stdout.readline()
        scan.send_signal(signal.SIGINT)

        assert scan.wait(PATIENCE) != 0


def test_a_killed_worker_is_told(mizan: Mizan) -> None:
    with started(2) as scan:
        assert scan.stdin is not None
        assert scan.stdout is not None
        assert scan.stderr is not None
        scan.stdin.write(b'{"text": "x"}\n')
        scan.stdin.flush()
        scan.stdout.readline()
        workers = children(scan.pid)
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        scan.stdin.write(b'{"text": "y"}\n')
        scan.stdin.flush()
        scan.stdin.close()

        assert workers
        assert scan.wait(PATIENCE) == 1
        said = scan.stderr.read()
        assert b"ended from outside" in said
        assert b"Traceback" not in said


def children(pid: int) -> list[int]:
    """Return the process numbers of a process's scanning children."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()[1]
            command = (folder / "cmdline").read_bytes()
        except OSError:  # it ended meanwhile
            continue
        if int(parent) == pid and b"spawn_main" in command:
            found.append(int(folder.name))
    return found


def test_several_first_scans_of_a_new_folder_do_not_disturb_each_other(tmp_path: Path) -> None:
    command = [*SCAN, "--data", str(tmp_path / "new")]
    given = b'{"text": "good morning"}\n'
    scans = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]

    ended = [scan.communicate(given, timeout=PATIENCE) for scan in scans]

    assert [scan.returncode for scan in scans] == [0] * 4
    assert all(json.loads(out)["verdict"] == "leave" for out, _ in ended)
