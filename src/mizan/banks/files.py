"""Opening a store that is an SQLite file in the data folder."""

from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from mizan.banks import migrate, trouble
from mizan.banks.sqlite import SQLITE
from mizan.banks.stamp import Stamp, stamp_of
from mizan.banks.store import Store
from mizan.errors import StoreError
from mizan.terms import time

DATABASE = "mizan.db"
MANIFEST = "segments/manifest.json"  # where it is, a store was
PATIENCE = 5.0  # seconds to wait for another process's write

Stamps = tuple[Stamp | None, Stamp | None]


class FrozenStore(Store):
    """A file where not even SQLite's own helper files can be made: no change of it is seen.

    What is read while somebody changes it may be torn; `catch_up` opens it again.
    """

    frozen: Stamps | None = None  # the files as they were opened; None once they are followed

    @property
    def stale(self) -> bool:
        """Whether the files have changed under the connection."""
        return self.frozen is not None and self.frozen != _stamps(self.path)

    def catch_up(self) -> None:
        """Open the files again when they are stale; StoreError as from `open_store`."""
        with self._alone:
            if self._depth or not self.stale or self.path is None:
                return
            new = _open_for_reading(self.path)
            self.connection.close()
            self.connection, self.frozen = new.connection, new.frozen


def open_file(folder: Path, *, make: bool = True) -> Store:
    """Open the file of a data folder as `mizan.banks.store.open_store` says."""
    path = folder / DATABASE
    if not make and not path.exists():
        raise StoreError(
            f"there is no store in {folder}",
            hint="name the data folder with --data or MIZAN_DATA",
            code="store.missing",
        )
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
    store = Store(_connect(f"file:{quote(str(path))}", path), SQLITE, path=path)
    with ExitStack() as on_failure:
        on_failure.callback(store.close)
        _settle(store)
        migrate.bring_up_to_date(store)
        on_failure.pop_all()
    return store


def _settle(store: Store) -> None:
    """Set the connection up. Two that both turn a new file to WAL may meet: try a few times."""
    for left in range(20, -1, -1):
        try:
            for name in ("journal", "durable", "foreign_keys", "erase", "cache"):
                store.rows(f"banks.{name}")
        except StoreError as error:
            if error.code != "store.locked" or not left:
                raise
            time.nap(0.05)
        else:
            return


def _open_for_reading(path: Path) -> FrozenStore:
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


def _open_as(path: Path, mode: str) -> FrozenStore:
    connection = _connect(f"file:{quote(str(path))}?{mode}", path)
    store = FrozenStore(connection, SQLITE, path=path, read_only=True)
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
    store = Store(_connect("file::memory:", "in memory"), SQLITE)
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
        raise SQLITE.explain(error, str(where)) or error from error
