"""Habits of the house that no linter knows."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "mizan"
MODULES = sorted(PACKAGE.rglob("*.py"))
BORDERS = {"plugins.py", "judge.py", "runner.py"}  # plug-ins, and those that hand jobs out
CLOCKS = {"time", "datetime"}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_borders_catch_everything(path: Path) -> None:
    if path.name in BORDERS:
        return

    broad = [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
    ]

    assert broad == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_terms_time_asks_the_time(path: Path) -> None:
    if path == PACKAGE / "terms" / "time.py":
        return

    asked = [
        node.lineno
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Import) and any(a.name in CLOCKS for a in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module in CLOCKS)
    ]

    assert asked == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_dangerous_is_called(path: Path) -> None:
    banned = {"eval", "exec", "compile", "__import__"}
    modules = {"pickle", "marshal", "shelve"}

    found = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "")
            shell = any(k.arg == "shell" for k in node.keywords)
            allowed = any(
                k.arg == "allow_pickle" and getattr(k.value, "value", None) is not False
                for k in node.keywords
            )
            if name in banned or shell or allowed:
                found.append(node.lineno)
        if isinstance(node, ast.Import) and any(a.name in modules for a in node.names):
            found.append(node.lineno)
        if isinstance(node, ast.ImportFrom) and node.module in modules:
            found.append(node.lineno)

    assert found == []


def test_importing_mizan_costs_the_standard_library_only() -> None:
    code = (
        "import sys, json; import mizan;"
        "print(json.dumps(sorted({m.partition('.')[0] for m in sys.modules})))"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    foreign = set(json.loads(run.stdout)) - set(sys.stdlib_module_names) - {"mizan"}
    assert {name for name in foreign if not name.startswith(("_", "mizan"))} == set()


def test_help_costs_no_engine() -> None:
    code = (
        "import sys; sys.argv = ['mizan', '--help']\n"
        "from mizan.cli.main import cli\n"
        "try: cli()\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'numba', 'PIL', 'rich', 'cel_expr_python', 'yaml'} & set(sys.modules)\n"
        "print('heavy:', sorted(heavy))"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.splitlines()[-1] == "heavy: []"


def test_no_open_end_is_left_in_the_code() -> None:
    marks = ("TODO", "FIXME", "XXX", "NotImplementedError")

    found = [
        f"{path.relative_to(ROOT)}: {mark}"
        for path in MODULES
        for mark in marks
        if mark in path.read_text("utf-8")
    ]

    assert found == []


def test_public_names_are_the_promised_ones() -> None:
    import mizan

    assert mizan.__all__ == ["Content", "Engine", "Finding", "MizanError", "Verdict", "open_engine"]
    assert all(hasattr(mizan, name) for name in mizan.__all__)
