"""Opening a store that lies on a PostgreSQL server, and staying connected to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from mizan.banks import migrate, postgres
from mizan.banks.dialect import Row
from mizan.banks.files import PATIENCE
from mizan.banks.store import Store
from mizan.errors import StoreError

T = TypeVar("T")


class ServerStore(Store):
    """A store that connects again when the connection was lost and nothing hung on it.

    What was under way in a transaction is undone by the server and raised as store.away; the next
    call connects anew.
    """

    def __init__(self, url: str) -> None:
        """Connect; StoreError as from `open_store`."""
        super().__init__(postgres.connect(url), postgres.POSTGRES, where=postgres.place_of(url))
        self._url = url
        self._heard = False  # a notification came along with the answer to a query
        self._closed = False
        with ExitStack() as on_failure:
            on_failure.callback(self.close)
            self._settle()
            on_failure.pop_all()

    def woken(self) -> bool:
        """Tell, without waiting, whether a writer told of a change since this was asked last."""
        if not self._alone.acquire(blocking=False):
            return False  # who uses it meanwhile sees what there is
        try:
            if self._depth or self.connection.closed:
                return False  # a lost one is mended at the next look, and not before
            before, self._heard = self._heard, False
            return postgres.heard(self.connection) or before
        finally:
            self._alone.release()

    def opened_by(self, folder: Path) -> Mapping[str, str]:  # noqa: ARG002 - one shape for all stores
        """Return the settings with which `open_store` opens this store in another process."""
        return {"MIZAN_DATABASE_URL": self._url}

    def close(self) -> None:
        """Close the connection, and do not connect again."""
        with self._alone:
            self._closed = True
            self.connection.close()

    def _attempt(self, act: Callable[[], T]) -> T:
        """Do it; outside of a transaction, once more when the connection was lost."""
        self._mend()
        try:
            return act()
        except postgres.POSTGRES.faults:
            if not self._mend():
                raise
        return act()

    def _mend(self) -> bool:
        """Connect anew when the connection is lost and nothing hangs on it; tell whether it was."""
        if self._depth or self._closed or not self.connection.closed:
            return False
        self.connection = postgres.connect(self._url)
        self._settle()
        return True

    def _settle(self) -> None:
        """Set the connection up, and see what may be done with it."""
        with self._explained():
            self._ask("settle", patience=f"{round(PATIENCE * 1000)}ms")
            [(encoding, follows, may_not)] = self._ask("standing")
            if encoding != "UTF8":
                raise StoreError(
                    f"the bank store {self.where} does not keep its texts as UTF-8",
                    hint="make the database anew: createdb --encoding UTF8 --template template0",
                    code="store.encoding",
                )
            self.read_only = follows or may_not
            if not follows:  # a copy of another server is not told of anything
                self.connection.add_notify_handler(self._hear)
                self._ask("listen")

    def _ask(self, name: str, **parameters: Any) -> list[Row]:
        """Run a statement on this connection and no other."""
        return self.dialect.fetch(self.connection, self._query(f"banks.{name}"), parameters)

    def _hear(self, _: object) -> None:
        self._heard = True


def open_server(url: str, *, make: bool = True) -> Store:
    """Open the store in a database as `mizan.banks.store.open_store` says."""
    store = ServerStore(url)
    with ExitStack() as on_failure:
        on_failure.callback(store.close)
        if not store.rows("banks.tables") and (store.read_only or not make):
            raise StoreError(
                f"there is no bank store in {store.where}",
                hint="look at MIZAN_DATABASE_URL; `mizan doctor` makes one where it may",
                code="store.missing",
            )
        if store.read_only:
            migrate.check(store)
        else:
            migrate.bring_up_to_date(store)
        on_failure.pop_all()
    return store
