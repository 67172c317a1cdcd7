"""The description of the API in the documents is the one that the service gives."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "openapi.json"


def test_the_committed_description_is_current() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make_openapi.py"), "--check"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_every_route_is_summed_up_and_told_in_the_guide() -> None:
    described = json.loads(PAGE.read_text("utf-8"))
    guide = (ROOT / "docs" / "reference" / "api.md").read_text("utf-8")

    routes = [
        (method.upper(), path, operation)
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
    ]
    missing = [
        f"{method} {path}"
        for method, path, _ in routes
        if f"{method} {path.removeprefix('/api/v1')}" not in guide
    ]

    assert described["openapi"].startswith("3.1")
    assert all(operation["summary"] for *_, operation in routes)
    assert missing == []
