"""Dialect: what differs between the databases that a store may lie in. All else is the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from mizan.banks.sql import Database
from mizan.errors import StoreError

Row = tuple[Any, ...]
Parameters = Mapping[str, Any]


class Dialect(Protocol):
    """How one kind of database is talked to. The connection is the driver's own (DB-API)."""

    database: Database
    faults: type[Exception]  # base of all that the driver raises

    def fetch(self, connection: Any, sql: str, parameters: Parameters) -> list[Row]:
        """Run one statement and return its rows, none for a statement that gives none."""

    def run_many(self, connection: Any, sql: str, rows: Iterable[Parameters]) -> int:
        """Run a statement for each row of parameters; return how many rows changed."""

    def fetch_each(self, connection: Any, sql: str, rows: Sequence[Parameters]) -> list[Row | None]:
        """Return, for each row of parameters, the one row that a query finds, or None."""

    def in_transaction(self, connection: Any) -> bool:
        """Tell whether a transaction is open."""

    def roll_back(self, connection: Any) -> None:
        """End a transaction that is still open, without effect."""

    def explain(self, error: Exception, where: str) -> StoreError | None:
        """Return the StoreError for what the driver raised, or None for a fault of our own."""
