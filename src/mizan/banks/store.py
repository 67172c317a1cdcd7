"""The bank store: plain SQL over one DB-API connection, on SQLite or PostgreSQL.

`open_store` opens the store of a data folder; `Store(connection)` goes over a connection that
somebody else holds, so that their rows and ours are committed together.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from mizan.banks import trouble
from mizan.banks.dialect import Dialect, Row
from mizan.banks.sql import queries, query, written_for
from mizan.config import database_url

T = TypeVar("T")


class Store:
    """A connection with its queries by name, one transaction at a time, and errors explained.

    Threads may share it: each call, and each transaction as a whole, has it alone.
    """

    def __init__(
        self,
        connection: Any,
        dialect: Dialect | None = None,
        *,
        path: Path | None = None,
        where: str = "",
        read_only: bool = False,
    ) -> None:
        """Take an open DB-API connection in autocommit mode.

        dialect  how it is talked to; None = found by the connection
        path     the database file, of a store that is one
        where    what errors call the store; never with a password
        """
        self.connection = connection
        self.dialect = dialect or dialect_of(connection)
        self.path = path
        self.where = where or str(path or "in memory")
        self.read_only = read_only
        self._alone = threading.RLock()
        self._depth = 0
        self.writes = 0  # transactions that wrote, over this store

    def rows(self, name: str, /, **parameters: Any) -> list[Row]:
        """Return all rows of the query `name`, such as "banks.all_banks"."""
        return self._fetch(self._query(name), parameters)

    def one(self, name: str, /, **parameters: Any) -> Row | None:
        """Return the first row of the query `name`, or None."""
        found = self.rows(name, **parameters)
        return found[0] if found else None

    def one_each(self, name: str, rows: Sequence[Mapping[str, Any]]) -> list[Row | None]:
        """Return, for each row of parameters, the one row that the query `name` finds, or None."""
        with self._alone, self._explained():
            return self.dialect.fetch_each(self.connection, self._query(name), rows)

    def run(self, name: str, /, **parameters: Any) -> int:
        """Run the statement `name` and return how many rows it changed."""
        return self.run_many(name, [parameters])

    def run_many(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Run the statement `name` for each row of parameters; return how many rows changed."""
        with self._alone, self._explained():
            return self.dialect.run_many(self.connection, self._query(name), rows)

    def fetch(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Any]:
        """Return all rows of a statement as a .sql file has it; none where it gives none."""
        return self._fetch(written_for(self.dialect.database, sql), parameters or {})

    @contextmanager
    def writing(self, *, hold: str = "hold") -> Iterator[None]:
        """Hold the one write transaction: all of it happens or nothing; within another, join it.

        What it holds until commit keeps other writers out, so that changes are numbered in the
        order in which they can be seen. Readers are told when it is done.
        """
        if self.read_only:
            raise trouble.said_of(trouble.READ_ONLY, f"the bank store {self.where}")
        with self._transaction("begin_writing") as outermost:
            if outermost:
                self._say(hold)
            yield
            if outermost:
                self._say("wake")
        self.writes += outermost

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one view of the data over several queries."""
        with self._transaction("begin_reading"):
            yield

    def opened_by(self, folder: Path) -> Mapping[str, str] | None:
        """Return the settings with which `open_store(folder)` opens this store in another process.

        None where nothing does: it was handed over open, or it is another folder's.
        """
        from mizan.banks.files import DATABASE

        return {"MIZAN_DATABASE_URL": ""} if self.path == folder / DATABASE else None

    @property
    def stale(self) -> bool:
        """Whether the data have changed under a connection that does not see it."""
        return False

    def catch_up(self) -> None:
        """Open the data again when they are stale; StoreError as from `open_store`."""

    def woken(self) -> bool:
        """Tell, without waiting, whether a writer has told of a change since this was asked last.

        What tells nothing may have changed all the same: the number of the last change says so.
        """
        return False

    def check(self) -> str:
        """Return "ok", or what is wrong with the database. Reads all of it."""
        return str(self.rows("banks.check")[0][0])

    def close(self) -> None:
        """Close the connection."""
        with self._alone:
            self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[bool]:
        """Hold a transaction, or join the one there is; tell whether it is our outermost."""
        with self._alone:
            if self._depth:
                yield False
                return
            theirs = self.dialect.in_transaction(self.connection)
            if not theirs:
                self._say(begin)
            self._depth += 1
            try:
                yield True
                if not theirs:
                    self._say("commit")
            finally:
                self._depth -= 1
                if not theirs:  # what is open still has gone wrong on the way
                    self.dialect.roll_back(self.connection)

    def _query(self, name: str) -> str:
        return query(name, self.dialect.database)

    def _say(self, name: str) -> None:
        """Run a statement of the dialect's own, where it has that."""
        if name in queries("banks", f"{self.dialect.database}.sql"):
            self._fetch(self._query(f"banks.{name}"), {})

    def _fetch(self, sql: str, parameters: Mapping[str, Any]) -> list[Row]:
        with self._alone, self._explained():
            return self._attempt(lambda: self.dialect.fetch(self.connection, sql, parameters))

    def _attempt(self, act: Callable[[], T]) -> T:
        """Do what asks the connection. A store that can mend its connection may do it twice."""
        return act()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except self.dialect.faults as error:
            known = self.dialect.explain(error, self.where)
            if known is None:
                raise
            raise known from error


def dialect_of(connection: Any) -> Dialect:
    """Return the dialect of a driver's connection."""
    if isinstance(connection, sqlite3.Connection):
        from mizan.banks.sqlite import SQLITE

        return SQLITE
    from mizan.banks.postgres import POSTGRES

    return POSTGRES


def open_store(folder: Path, url: str | None = None, *, make: bool = True) -> Store:
    """Open the bank store of a data folder, made and brought up to date when it may be written.

    url   of a PostgreSQL database that holds the store; None = MIZAN_DATABASE_URL, or else the
          file in the folder. Index files, background and chosen policy are in the folder always
    make  False: refuse a store that is not there, instead of beginning an empty one

    Where it may not be written it is opened for reading; without a file it is then an empty one in
    memory. StoreError store.torn, store.locked, store.too_new, store.foreign, store.no_file,
    store.missing, store.away and others.
    """
    if found := database_url(url):
        try:
            from mizan.banks.server import open_server
        except ImportError:
            raise trouble.said_of(trouble.NO_DRIVER, "the driver of PostgreSQL") from None
        return open_server(found, make=make)
    from mizan.banks.files import open_file

    return open_file(folder, make=make)
