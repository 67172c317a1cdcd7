"""SQLite as a dialect: one file, in the data folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from mizan.banks import trouble
from mizan.banks.dialect import Parameters, Row
from mizan.banks.sql import Database
from mizan.errors import StoreError

KINDS = {
    sqlite3.SQLITE_BUSY: trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: trouble.LOCKED,
    sqlite3.SQLITE_NOTADB: trouble.TORN,
    sqlite3.SQLITE_CORRUPT: trouble.TORN,
    sqlite3.SQLITE_READONLY: trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: trouble.READ_ONLY,
    sqlite3.SQLITE_FULL: trouble.FULL,
    sqlite3.SQLITE_IOERR: trouble.DISK,
    sqlite3.SQLITE_CANTOPEN: trouble.NO_FILE,
}


class Sqlite:
    """How SQLite is talked to, through the standard library's driver."""

    database: Database = "sqlite"
    faults: type[Exception] = sqlite3.Error

    def fetch(self, connection: sqlite3.Connection, sql: str, parameters: Parameters) -> list[Row]:
        """Run one statement and return its rows."""
        return connection.execute(sql, parameters).fetchall()

    def run_many(self, connection: sqlite3.Connection, sql: str, rows: Iterable[Parameters]) -> int:
        """Run a statement for each row of parameters; return how many rows changed."""
        return connection.executemany(sql, rows).rowcount

    def fetch_each(
        self, connection: sqlite3.Connection, sql: str, rows: Sequence[Parameters]
    ) -> list[Row | None]:
        """Return, for each row of parameters, the one row that a query finds, or None."""
        return [connection.execute(sql, row).fetchone() for row in rows]

    def in_transaction(self, connection: sqlite3.Connection) -> bool:
        """Tell whether a transaction is open."""
        return connection.in_transaction

    def roll_back(self, connection: sqlite3.Connection) -> None:
        """End a transaction that is still open, without effect."""
        if connection.in_transaction:
            connection.rollback()

    def explain(self, error: Exception, where: str) -> StoreError | None:
        """Return the StoreError for what SQLite says of `where`, or None for a fault of our own."""
        code = getattr(error, "sqlite_errorcode", None)
        kind = KINDS.get(code & 0xFF) if code is not None else None
        return trouble.said_of(kind, f"the bank store {where}") if kind else None


SQLITE = Sqlite()
