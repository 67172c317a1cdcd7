"""Whatever the service writes, it writes in a file of changes."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SERVICE = Path(__file__).parents[2] / "src" / "mizan" / "service"
MODULES = sorted(
    path
    for path in SERVICE.rglob("*.py")
    if not path.name.endswith("changes.py") and "migrations" not in path.parts
)
WRITES = {
    *("bulk_create", "bulk_update", "create", "delete", "get_or_create", "save", "update"),
    "update_or_create",
}


def writes(tree: ast.Module) -> list[int]:
    """Return the lines that write through a manager of Django, or save a row."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and (node.func.attr.startswith(("bulk_", "get_or", "update_or")) or is_row(node.func))
    ]


def is_row(called: ast.Attribute) -> bool:
    """Tell whether a call goes through `.objects`, whatever stands between."""
    inner: ast.expr = called.value
    while True:
        if isinstance(inner, ast.Attribute):
            if inner.attr == "objects":
                return True
            inner = inner.value
        elif isinstance(inner, ast.Call):
            inner = inner.func
        else:
            return False


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SERVICE)))
def test_only_files_of_changes_write(path: Path) -> None:
    assert writes(ast.parse(path.read_text("utf-8"))) == []


def test_a_write_is_seen_as_one() -> None:
    seen = writes(ast.parse("Item.objects.filter(pk=1).update(state='x')\nhash.update(b'')\n"))

    assert seen == [1]
