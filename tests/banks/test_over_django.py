"""The store over Django's own connection: an entry, its line in the ledger and a row of Django's.

Each test runs a program of its own, since Django is set up once in a process.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mizan.banks.files import DATABASE
from mizan.banks.store import open_store
from mizan.errors import StoreError
from mizan.ledger.verify import verify

PROGRAM = """
import json, os, sys
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, transaction

from mizan.banks import changes, queries
from mizan.banks.files import DATABASE
from mizan.banks.store import Store

folder, url = Path(sys.argv[1]), os.environ.get("MIZAN_DATABASE_URL")
if url:
    from psycopg.conninfo import conninfo_to_dict

    given = conninfo_to_dict(url)
    described = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname"),
        "USER": given.pop("user"),
        "HOST": given.pop("host"),
        "PORT": given.pop("port"),
        "OPTIONS": given,
    }
else:
    described = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / DATABASE,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON",
        },
    }
settings.configure(DATABASES={"default": described}, USE_TZ=True)
django.setup(set_prefix=False)

WHO = {"actor": "user:mona", "why": "a test"}


class Stop(Exception):
    pass


def store():
    connection.ensure_connection()
    return Store(connection.connection, where="django")


def query(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


def note(text):
    query("INSERT INTO note (text) VALUES (%s)", text)


def add(text, first=False):
    row = changes.NewEntry(signal="sha256", value=text.encode().ljust(32))
    if not first:
        note(text)
    changes.add_entries(store(), bank="lists", rows=[row], **WHO)
    if first:
        note(text)


def notes():
    return sorted(text for (text,) in query("SELECT text FROM note"))


def entries():
    found = queries.all_entries(store(), "lists")
    return sorted(bytes(one.value).decode().strip() for one in found)


def told():
    return {"notes": notes(), "entries": entries(), "free": not connection.in_atomic_block}


query("CREATE TABLE note (text TEXT)")
with transaction.atomic():
    changes.create_bank(store(), name="lists", purpose="harm", **WHO)
"""


def run(folder: Path, program: str) -> Any:
    """Run a program over the store of a folder, which is made first; return what it tells."""
    open_store(folder).close()
    source = f"{PROGRAM}{program}\nprint(json.dumps(told()))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", source, str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with open_store(folder) as store:
        assert verify(store).whole
        told = json.loads(done.stdout)
        lines = len(store.fetch("SELECT seq FROM ledger WHERE act = 'entry.add'"))
    assert lines == told.pop("lines", len(told["entries"]))
    return told


COMMITTED = {"notes": ["one"], "entries": ["one"], "free": True}
NOTHING = {"notes": [], "entries": [], "free": True}


@pytest.mark.parametrize("first", [True, False])
def test_both_rows_are_committed_with_djangos_transaction(
    database: str, tmp_path: Path, first: bool
) -> None:
    told = run(tmp_path, f"with transaction.atomic():\n    add('one', first={first})")

    assert told == COMMITTED


@pytest.mark.parametrize("first", [True, False])
def test_both_rows_are_gone_when_djangos_transaction_fails(
    database: str, tmp_path: Path, first: bool
) -> None:
    told = run(
        tmp_path,
        f"""
try:
    with transaction.atomic():
        add('one', first={first})
        raise Stop
except Stop:
    pass
""",
    )

    assert told == NOTHING


def test_a_savepoint_that_fails_takes_its_own_rows_and_no_others(
    database: str, tmp_path: Path
) -> None:
    told = run(
        tmp_path,
        """
with transaction.atomic():
    add('one')
    try:
        with transaction.atomic():
            add('two')
            raise Stop
    except Stop:
        pass
    with transaction.atomic():
        add('three', first=True)
""",
    )

    both = ["one", "three"]
    assert told == {"notes": both, "entries": both, "free": True}


def test_a_change_that_is_refused_in_a_savepoint_leaves_the_transaction_good(
    database: str, tmp_path: Path
) -> None:
    told = run(
        tmp_path,
        """
from mizan.errors import BankError
with transaction.atomic():
    try:
        with transaction.atomic():
            note('two')
            changes.create_bank(store(), name="lists", purpose="harm", **WHO)
    except BankError:
        pass
    add('one')
""",
    )

    assert told == COMMITTED


def test_the_store_begins_and_ends_its_own_transaction_outside_of_djangos(
    database: str, tmp_path: Path
) -> None:
    told = run(
        tmp_path,
        """
add('one')
with store().reading():
    entries()
""",
    )

    assert told == COMMITTED


def test_rows_of_bytes_and_queries_of_many_come_through_djangos_cursors(
    database: str, tmp_path: Path
) -> None:
    told = run(
        tmp_path,
        """
with transaction.atomic():
    rows = [changes.NewEntry(signal="sha256", value=bytes([65 + n]) * 32) for n in range(20)]
    with store().writing():
        changes.add_entries(store(), bank="lists", rows=rows[:10], **WHO)
    changes.add_entries(store(), bank="lists", rows=rows, **WHO)
    assert connection.in_atomic_block
with transaction.atomic():
    seen = [one.value for one in queries.all_entries(store(), "lists")]
    assert seen == [row.value for row in rows]
    changes.remove_entry(store(), bank="lists", entry=1, **WHO)
    query("DELETE FROM note")
told = lambda: {"entries": [], "lines": 2}
""",
    )

    assert told == {"entries": []}


def test_a_database_that_django_made_first_is_the_services(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / DATABASE)
    other.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
    other.execute("CREATE TABLE ground_setting (name TEXT)")
    other.execute("INSERT INTO django_migrations VALUES ('ground', '0001_initial')")
    other.commit()
    other.close()

    with open_store(tmp_path) as store:
        assert verify(store).whole


@pytest.mark.parametrize(("app", "table"), [("shop", "shop_order"), ("ground", "entry")])
def test_a_database_of_another_django_or_with_names_of_ours_is_refused(
    tmp_path: Path, app: str, table: str
) -> None:
    other = sqlite3.connect(tmp_path / DATABASE)
    other.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
    other.execute(f"CREATE TABLE {table} (name TEXT)")
    other.execute("INSERT INTO django_migrations VALUES (?, '0001_initial')", (app,))
    other.commit()
    other.close()

    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)

    assert caught.value.code == "store.foreign"
