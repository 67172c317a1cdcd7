"""Warming up leaves nothing to be compiled later."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src" / "mizan"
IN_TRAINING = {"near_pairs", "times"}  # nothing that scans calls them
IN_THE_CHILD = {"pdq_hash", "pdq_scaled"}  # compiled where images are decoded, not in this process

CODE = """
import importlib, sys
from numba.core.dispatcher import Dispatcher
from mizan.engine.warm import warm_steps

for step in warm_steps():
    step.run()
for line in sys.argv[1:]:
    module, _, name = line.partition(":")
    thing = getattr(importlib.import_module(module), name)
    if isinstance(thing, Dispatcher) and not thing.signatures:
        print(name)
"""


def kernels_called() -> set[str]:
    """Return "module:name" of everything that the rest of Mizan imports from the kernels."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name == "kernels":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                "mizan.kernels."
            ):
                found |= {f"{node.module}:{alias.name}" for alias in node.names}
    return found


def test_every_kernel_that_is_called_is_compiled_by_warming_up() -> None:
    called = kernels_called()

    command = [sys.executable, "-c", CODE, *sorted(called)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)

    assert len(called) > 10
    assert set(run.stdout.split()) <= IN_THE_CHILD | IN_TRAINING
