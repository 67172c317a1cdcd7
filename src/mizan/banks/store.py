"""The bank store: plain SQL over one DB-API connection, so far SQLite.

`open_store` opens the file of a data folder; `Store(connection)` goes over a connection that
somebody else holds, so that their rows and ours are committed together.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

from mizan.banks import migrate, trouble
from mizan.banks.sql import queries, query
from mizan.errors import StoreError
from mizan.terms import time

DATABASE = "mizan.db"
PATIENCE = 5.0  # seconds to wait for another process's write


class Store:
    """A connection with its queries by name, one transaction at a time, and errors explained.

    Threads may share it: each call, and each transaction as a whole, has it alone.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        path: Path | None = None,
        read_only: bool = False,
    ) -> None:
        self.connection = connection
        self.path = path
        self.read_only = read_only
        self._alone = threading.RLock()
        self._depth = 0

    def rows(self, name: str, /, **parameters: Any) -> list[tuple[Any, ...]]:
        """Return all rows of the query `name`, such as "banks.all_banks"."""
        return self.fetch(query(name), parameters)

    def one(self, name: str, /, **parameters: Any) -> tuple[Any, ...] | None:
        """Return the first row of the query `name`, or None."""
        found = self.rows(name, **parameters)
        return found[0] if found else None

    def run(self, name: str, /, **parameters: Any) -> int:
        """Run the statement `name` and return how many rows it changed."""
        return self.run_many(name, [parameters])

    def run_many(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Run the statement `name` for each row of parameters; return how many rows changed."""
        with self._alone, self._explained():
            return self.connection.executemany(query(name), rows).rowcount

    def fetch(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Any]:
        """Return all rows of a statement out of a .sql file."""
        with self._alone, self._explained():
            return self.connection.execute(sql, parameters or {}).fetchall()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the one write transaction: all of it happens or nothing; within another, join it."""
        if self.read_only:
            name, said, hint = trouble.READ_ONLY
            raise StoreError(f"the bank store {self._where} {said}", hint=hint, code=name)
        with self._transaction("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one view of the data over several queries."""
        with self._transaction("BEGIN"):
            yield

    def check(self) -> str:
        """Return "ok", or what is wrong with the database file. Reads all of it."""
        return str(self.fetch(queries("banks", "sqlite.sql")["check"])[0][0])

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
    def _transaction(self, begin: str) -> Iterator[None]:
        with self._alone:
            if self._depth or self.connection.in_transaction:
                yield
                return
            self.fetch(begin)
            self._depth += 1
            try:
                yield
                self.fetch("COMMIT")
            finally:
                self._depth -= 1
                if self.connection.in_transaction:  # something went wrong on the way
                    self.connection.rollback()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            known = trouble.explain(error, self._where)
            if known is None:
                raise
            raise known from error

    @property
    def _where(self) -> str:
        return str(self.path or "in memory")


def open_store(folder: Path) -> Store:
    """Open the bank store of a data folder, made and brought up to date when it may be written.

    Where it may not, it is opened for reading; without a file it is then an empty one in memory.
    StoreError store.torn, store.locked, store.too_new, store.foreign, store.no_file and others.
    """
    path = folder / DATABASE
    if _may_write(folder, path):
        return _open_for_writing(path)
    return _open_for_reading(path) if path.exists() else _empty()


def _may_write(folder: Path, path: Path) -> bool:
    return os.access(folder, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _open_for_writing(path: Path) -> Store:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # private from the first byte on
    except OSError as error:
        name, said, hint = trouble.NO_FILE
        message = f"the bank store {path} {said}: {error.strerror}"
        raise StoreError(message, hint=hint, code=name) from None
    store = Store(_connect(f"file:{quote(str(path))}"), path=path)
    with ExitStack() as on_failure:
        on_failure.callback(store.close)
        _settle(store)
        migrate.bring_up_to_date(store)
        on_failure.pop_all()
    return store


def _settle(store: Store) -> None:
    """Set the connection up. Two that both turn a new file to WAL may meet: try a few times."""
    settings = queries("banks", "sqlite.sql")
    for left in range(20, -1, -1):
        try:
            for name in ("journal", "durable", "foreign_keys", "cache"):
                store.fetch(settings[name])
        except StoreError as error:
            if error.code != "store.locked" or not left:
                raise
            time.nap(0.05)
        else:
            return


def _open_for_reading(path: Path) -> Store:
    """Open without writing anything; where not even SQLite's own helper files can be made, frozen.

    A frozen database must have been closed properly: what is still in its -wal would be missed.
    """
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        store = Store(_connect(f"file:{quote(str(path))}?{mode}"), path=path, read_only=True)
        try:
            migrate.check(store)
        except StoreError as error:
            store.close()
            helpers = error.code in {"store.no_file", "store.read_only", "store.disk"}
            if not helpers or "immutable" in mode:
                raise
            _refuse_unfinished(path)
        else:
            return store
    raise AssertionError("one of the two ways returns or raises")


def _refuse_unfinished(path: Path) -> None:
    rest = path.with_name(path.name + "-wal")
    if rest.exists() and rest.stat().st_size:
        raise StoreError(
            f"the bank store {path} was not closed and cannot be finished in a read-only folder",
            hint="open it once where it may be written, for instance with `mizan doctor`",
            code="store.unfinished",
        )


def _empty() -> Store:
    store = Store(_connect("file::memory:"))
    migrate.bring_up_to_date(store)
    store.read_only = True
    return store


def _connect(address: str) -> sqlite3.Connection:
    try:
        return sqlite3.connect(
            address,
            uri=True,
            timeout=PATIENCE,
            isolation_level=None,  # transactions begin and end where this module says
            check_same_thread=False,  # the store's own lock keeps threads apart
        )
    except sqlite3.Error as error:
        raise trouble.explain(error, address) or error from error
