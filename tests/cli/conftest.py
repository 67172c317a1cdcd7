"""Running the command line: in this process where that is enough, as a real one where it is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Mizan = Callable[..., Ran]


@pytest.fixture
def mizan(tmp_path: Path) -> Mizan:
    """Run `mizan ARGUMENTS` as a process of its own, with `given` on standard input."""

    def run(*arguments: str | Path, given: bytes = b"") -> Ran:
        command = [sys.executable, "-m", "mizan", *map(str, arguments)]
        done = subprocess.run(
            command, input=given, capture_output=True, env=dict(os.environ), check=False
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def lantern(mizan: Mizan) -> Mizan:
    """The same, with a bank `lantern` that holds the sample statement, image and address."""
    assert mizan("bank", "create", "lantern", "--purpose", "harm").status == 0
    files = [EXAMPLES / name for name in ("statement_ar.txt", "image_original.png")]
    added = mizan("bank", "add", "lantern", *files, "--url", "https://lantern.example/calls")
    assert added.status == 0, added.err
    return mizan
