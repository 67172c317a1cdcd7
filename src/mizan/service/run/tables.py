"""Tables of a PostgreSQL database as the server's own text (COPY), in one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import psycopg
from psycopg import sql

FIRST = ("bank",)  # what other tables refer to at once; Django's wait for the commit

TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY c.relname ORDER BY c.relname
"""
NUMBERED = """
SELECT c.relname, a.attname::text,
    pg_get_serial_sequence(quote_ident(c.relname), a.attname::text)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
AND a.attnum > 0 AND NOT a.attisdropped
AND pg_get_serial_sequence(quote_ident(c.relname), a.attname::text) IS NOT NULL
"""
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
AND application_name LIKE 'mizan%'
"""
SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"

Connection = psycopg.Connection[Any]


def tables(connection: Connection) -> dict[str, list[str]]:
    """Return the columns of each table of this schema."""
    return {name: list(columns) for name, columns in connection.execute(TABLES).fetchall()}


def copy_out(connection: Connection, name: str, columns: list[str]) -> Iterator[bytes]:
    """Give the rows of a table."""
    with connection.cursor().copy(_copy(name, columns, "TO STDOUT")) as copy:
        for piece in copy:
            yield bytes(piece)


def fill(
    connection: Connection,
    found: dict[str, list[str]],
    pieces: Callable[[str], Iterable[bytes]],
) -> None:
    """Replace all rows of all tables, in the transaction of the caller.

    found   columns, by table, as they were copied out
    pieces  gives the rows of a table
    """
    connection.execute(
        sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, tables(connection))))
    )
    for name in sorted(found, key=lambda one: (one not in FIRST, one)):
        with connection.cursor().copy(_copy(name, found[name], "FROM STDIN")) as copy:
            for piece in pieces(name):
                copy.write(piece)
    for name, column, sequence in connection.execute(NUMBERED).fetchall():
        connection.execute(
            sql.SQL("SELECT setval({}, coalesce((SELECT max({}) FROM {}), 0) + 1, false)").format(
                sql.Literal(sequence), sql.Identifier(column), sql.Identifier(name)
            )
        )


def is_used(connection: Connection) -> bool:
    """Tell whether other processes of the service are connected to this database."""
    row = connection.execute(OTHERS).fetchone()
    return bool(row and row[0])


def _copy(name: str, columns: list[str], way: str) -> sql.Composed:
    return sql.SQL("COPY {} ({}) {}").format(
        sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns)), sql.SQL(way)
    )
