"""Files and functions stay small; modules and public names say what they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "mizan"
MODULES = sorted(file for file in PACKAGE.rglob("*.py") if "migrations" not in file.parts)
ALL = [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_function_has_at_most_50_lines(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))

    long = [
        f"{node.name}: {length}"
        for node in functions(tree)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > 50 and not is_kernel(node)
    ]

    assert long == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_kernel_has_at_most_110_lines(path: Path) -> None:
    """A kernel is one flat function: a call inside a hot loop costs as much as its work."""
    tree = ast.parse(path.read_text("utf-8"))

    long = [
        node.name
        for node in functions(tree)
        if is_kernel(node) and (node.end_lineno or 0) - node.lineno > 110
    ]

    assert long == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_and_public_name_has_a_docstring(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    public = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    nested = {inner for node in functions(tree) for inner in ast.walk(node) if inner is not node}

    bare = [n.name for n in public if n not in nested and not ast.get_docstring(n)]

    assert ast.get_docstring(tree)
    assert bare == []


def is_kernel(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "jit" for mark in node.decorator_list)
