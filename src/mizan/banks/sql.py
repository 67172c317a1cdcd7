"""Named queries: SQL lives in .sql files, each query with a name and a sentence.

A query is called by package and name: "banks.all_banks" is `all_banks` in banks/queries.sql.
Parameters are named and written `:name`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

MARK = "-- name: "


@cache
def queries(package: str, file: str = "queries.sql") -> dict[str, str]:
    """Return the queries of a file in `mizan.<package>` by name."""
    text = files(f"mizan.{package}").joinpath(file).read_text(encoding="utf-8")
    found = {}
    for block in text.split(MARK)[1:]:
        name, _, body = block.partition("\n")
        found[name.strip()] = _without_comments(body)
    return found


@cache
def query(name: str) -> str:
    """Return the SQL of "package.name"."""
    package, _, rest = name.partition(".")
    return queries(package)[rest]


def statements(script: str) -> list[str]:
    """Return the single statements of a schema file."""
    return [part.strip() for part in _without_comments(script).split(";") if part.strip()]


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()
