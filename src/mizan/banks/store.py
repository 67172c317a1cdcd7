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
from mizan.banks.stamp import Stamp, stamp_of
from mizan.errors import StoreError
from mizan.terms import time

DATABASE = "mizan.db"
MANIFEST = "segments/manifest.json"  # where it is, a store was
PATIENCE = 5.0  # seconds to wait for another process's write

Stamps = tuple[Stamp | None, Stamp | None]


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
        self.frozen: Stamps | None = None  # the files as they were opened; None when followed
        self.writes = 0  # transactions that wrote, over this store

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
            raise trouble.said_of(trouble.READ_ONLY, f"the bank store {self._where}")
        with self._transaction("BEGIN IMMEDIATE"):
            yield
        if not self._depth:
            self.writes += 1

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one view of the data over several queries."""
        with self._transaction("BEGIN"):
            yield

    @property
    def stale(self) -> bool:
        """Whether the files have changed under a connection that does not see it.

        What is read then may be torn. It is never so but in a folder where not even SQLite's own
        helper files can be made.
        """
        return self.frozen is not None and self.frozen != _stamps(self.path)

    def catch_up(self) -> None:
        """Open the files again when they are stale; StoreError as from `open_store`."""
        with self._alone:
            if self._depth or not self.stale or self.path is None:
                return
            new = _open_for_reading(self.path)
            self.connection.close()
            self.connection, self.frozen = new.connection, new.frozen

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
    _refuse_lost(path)
    if _may_write(folder, path):
        return _open_for_writing(path)
    return _open_for_reading(path) if path.exists() else _empty()


def _may_write(folder: Path, path: Path) -> bool:
    return os.access(folder, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _refuse_lost(path: Path) -> None:
    """Refuse to begin anew in silence where there was a store: a scan would say all is well."""
    there = path.exists()
    if (there and path.stat().st_size) or not (path.parent / MANIFEST).exists():
        return
    raise StoreError(
        f"the bank store {path} is {'empty' if there else 'gone'}, but its segments are there",
        hint="restore the file from a backup, or move the folder away to begin anew",
        code="store.torn",
    )


def _open_for_writing(path: Path) -> Store:
    try:
        # Private from the first byte on. One that is there is not opened here: closing it would
        # let go of the locks that SQLite holds on it for other connections of this process.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        more = f": {error.strerror}"
        raise trouble.said_of(trouble.NO_FILE, f"the bank store {path}", more) from None
    store = Store(_connect(f"file:{quote(str(path))}", path), path=path)
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
            for name in ("journal", "durable", "foreign_keys", "erase", "cache"):
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
    try:
        return _open_as(path, "mode=ro")
    except StoreError as error:
        if error.code not in {"store.no_file", "store.read_only", "store.disk"}:
            raise
    _refuse_unfinished(path)
    stamps = _stamps(path)
    store = _open_as(path, "mode=ro&immutable=1")
    store.frozen = stamps
    return store


def _open_as(path: Path, mode: str) -> Store:
    store = Store(_connect(f"file:{quote(str(path))}?{mode}", path), path=path, read_only=True)
    with ExitStack() as on_failure:
        on_failure.callback(store.close)
        migrate.check(store)
        on_failure.pop_all()
    return store


def _stamps(path: Path | None) -> Stamps:
    """Return the stamps of a database file and of its log."""
    return (stamp_of(path), stamp_of(_log(path))) if path else (None, None)


def _log(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _refuse_unfinished(path: Path) -> None:
    rest = _log(path)
    if rest.exists() and rest.stat().st_size:
        raise StoreError(
            f"the bank store {path} was not closed and cannot be finished in a read-only folder",
            hint="open it once where it may be written, for instance with `mizan doctor`",
            code="store.unfinished",
        )


def _empty() -> Store:
    store = Store(_connect("file::memory:", "in memory"))
    migrate.bring_up_to_date(store)
    store.read_only = True
    return store


def _connect(address: str, where: Path | str) -> sqlite3.Connection:
    try:
        return sqlite3.connect(
            address,
            uri=True,
            timeout=PATIENCE,
            isolation_level=None,  # transactions begin and end where this module says
            check_same_thread=False,  # the store's own lock keeps threads apart
        )
    except sqlite3.Error as error:
        raise trouble.explain(error, str(where)) or error from error
