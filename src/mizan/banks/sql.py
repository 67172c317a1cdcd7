"""Named queries: SQL lives in .sql files, each query with a name and a sentence.

A query is called by package and name: "banks.all_banks" is `all_banks` in banks/queries.sql, or in
banks/sqlite.sql or banks/postgres.sql where that database needs words of its own.

What is written once serves both databases. Parameters are named and written `:name`. For
PostgreSQL they become `%(name)s`, and two words are replaced: INTEGER is BIGINT there, BLOB is
BYTEA. Nothing else is translated: what differs in more than this stands in that database's file.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

Database = Literal["sqlite", "postgres"]

MARK = "-- name: "
COLUMNS = "unnest("  # in a statement for PostgreSQL that takes all rows at once, column by column
LITERAL = re.compile(r"('(?:[^']|'')*')")
PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")
TYPES = {"INTEGER": "BIGINT", "BLOB": "BYTEA"}
TYPE = re.compile(rf"\b({'|'.join(TYPES)})\b")


@cache
def queries(package: str, file: str = "queries.sql") -> dict[str, str]:
    """Return the queries of a file in `mizan.<package>` by name; none without the file."""
    place = files(f"mizan.{package}").joinpath(file)
    found: dict[str, str] = {}
    if place.is_file():
        for block in place.read_text(encoding="utf-8").split(MARK)[1:]:
            name, _, body = block.partition("\n")
            found[name.strip()] = _without_comments(body)
    return found


@cache
def query(name: str, database: Database = "sqlite") -> str:
    """Return the SQL of "package.name", as a database takes it; KeyError when it has none."""
    package, _, rest = name.partition(".")
    own = queries(package, f"{database}.sql")
    return written_for(database, own[rest] if rest in own else queries(package)[rest])


def statements(script: str) -> list[str]:
    """Return the single statements of a schema file."""
    return [part.strip() for part in _without_comments(script).split(";") if part.strip()]


@cache
def written_for(database: Database, text: str) -> str:
    """Return a statement of a .sql file as a database takes it."""
    if database == "sqlite":
        return text
    pieces = LITERAL.split(text.replace("%", "%%"))  # every other one is a literal
    written = r"%(\1)b" if COLUMNS in text else r"%(\1)s"  # long lists go as they are, not as text
    pieces[::2] = [PARAMETER.sub(written, TYPE.sub(_type, piece)) for piece in pieces[::2]]
    return "".join(pieces)


def _type(found: re.Match[str]) -> str:
    return TYPES[found[0]]


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()
