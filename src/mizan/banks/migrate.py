"""The schema: numbered files in migrations/, applied in order, each once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mizan.banks.sql import statements
from mizan.errors import StoreError
from mizan.terms import time

if TYPE_CHECKING:
    from mizan.banks.store import Store


SERVICE = "ground"  # the service's lowest app, as Django notes it
OURS = {"migration", "counter", "bank", "entry", "change", "import_job", "ledger"}


@cache
def migrations() -> dict[int, tuple[str, str]]:
    """Return name and text of every schema file, by number, rising."""
    folder = files("mizan.banks").joinpath("migrations")
    found = {
        int(file.name[:4]): (file.name, file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    }
    return dict(sorted(found.items()))


def bring_up_to_date(store: Store) -> None:
    """Apply what is missing, in one transaction; nothing is written when nothing is missing."""
    known = migrations()
    if _applied(store, max(known)) == max(known):
        return
    with store.writing(hold="hold_schema"):
        applied = _applied(store, max(known))  # another process may have been quicker
        for number, (name, text) in known.items():
            if number <= applied:
                continue
            for statement in statements(text):
                store.fetch(statement)
            store.run("banks.note_migration", number=number, name=name, at=time.stamp())


def check(store: Store) -> None:
    """Raise StoreError unless the schema is exactly the one this version knows."""
    newest = max(migrations())
    if _applied(store, newest) < newest:
        raise StoreError(
            f"the bank store {store.where} is of an older version and cannot be brought up to date",
            hint="open it once where it may be written, for instance with `mizan doctor`",
            code="store.too_old",
        )


def _is_service(store: Store, tables: set[str]) -> bool:
    """Tell whether it is the service's database, which has none of our tables yet.

    The service keeps its own tables beside ours. Django notes whose they are: another program's
    database is refused all the same, and so is one in which any table has a name of ours.
    """
    return (
        "django_migrations" in tables
        and not tables & OURS
        and bool(store.rows("banks.apps_of_django", app=SERVICE))
    )


def _applied(store: Store, newest: int) -> int:
    """Return the number of the schema in the store, 0 for a new one."""
    tables = {name for (name,) in store.rows("banks.tables")}
    if not tables or _is_service(store, tables):
        return 0
    if "migration" not in tables:
        raise StoreError(
            f"{store.where} is a database of something else",
            hint="move it away, or name another folder with --data",
            code="store.foreign",
        )
    found = store.one("banks.last_migration")
    number = int(found[0] or 0) if found else 0
    if number > newest:
        raise StoreError(
            f"the bank store {store.where} was written by a newer version of Mizan",
            hint=f"update Mizan: it knows schemas up to {newest}, the store has {number}",
            code="store.too_new",
        )
    return number
