"""The bank store opens, refuses and explains."""

import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from mizan.banks import changes, migrate, queries
from mizan.banks import files as files_module
from mizan.banks.files import DATABASE
from mizan.banks.merge import merge
from mizan.banks.sql import queries as named_queries
from mizan.banks.sql import statements
from mizan.banks.store import Store, open_store
from mizan.errors import StoreError

WHO = {"actor": "test", "why": "for the test"}


def filled(folder: Path) -> Store:
    store = open_store(folder)
    changes.create_bank(store, name="lists", purpose="harm", **WHO)
    return store


def test_a_new_store_has_the_newest_schema(tmp_path):
    with open_store(tmp_path) as store:
        number = store.one("banks.last_migration")

    assert number == (max(migrate.migrations()),)


def test_a_store_is_opened_again_without_a_write(tmp_path):
    filled(tmp_path).close()

    with open_store(tmp_path) as store, open_store(tmp_path) as other, store.writing():
        assert queries.banks(other) == queries.banks(store)


def test_the_database_is_private(tmp_path):
    with filled(tmp_path):
        modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}

    assert modes == {0o600}


def test_a_connection_of_somebody_else_is_shared_and_rolled_back_with_theirs():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    store = Store(connection)
    migrate.bring_up_to_date(store)

    connection.execute("BEGIN IMMEDIATE")
    changes.create_bank(store, name="lists", purpose="harm", **WHO)
    connection.rollback()

    assert queries.banks(store) == []
    assert queries.seq(store) == 0
    assert store.rows("ledger.lines_after", seq=0, limit=9) == []
    connection.close()


def test_a_failed_write_leaves_nothing(tmp_path):
    with filled(tmp_path) as store:

        def fail() -> None:
            with store.writing():
                changes.create_bank(store, name="other", purpose="allow", **WHO)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()

        assert [bank.name for bank in queries.banks(store)] == ["lists"]
        assert queries.seq(store) == 1


def test_a_newer_schema_is_refused(tmp_path):
    with filled(tmp_path) as store:
        store.run("banks.note_migration", number=9999, name="9999_later.sql", at="")

    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)

    assert caught.value.code == "store.too_new"
    assert "update Mizan" in caught.value.hint


@pytest.mark.parametrize("kept", [0.1, 0.6])
def test_a_torn_database_is_named_with_a_way_out(tmp_path, kept):
    with filled(tmp_path) as store:
        rows = [changes.NewEntry(signal="md5", value=bytes([n]) * 16) for n in range(200)]
        changes.add_entries(store, bank="lists", rows=rows, **WHO)
    path = tmp_path / DATABASE
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])

    def read() -> None:
        with open_store(tmp_path) as store:
            queries.entries(store, "lists")
            store.rows("banks.count_entries")
            store.rows("ledger.lines_after", seq=0, limit=9)

    with pytest.raises(StoreError) as caught:
        read()

    assert caught.value.code == "store.torn"


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / DATABASE
    path.write_bytes(b"these are notes about gardening, not a database at all\n" * 100)
    before = path.read_bytes()

    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)

    assert caught.value.code == "store.torn"
    assert path.read_bytes() == before


@pytest.mark.parametrize("may_write", [True, False])
@pytest.mark.parametrize("lost", ["missing", "empty"])
def test_a_lost_database_is_not_begun_anew_in_silence(tmp_path, monkeypatch, lost, may_write):
    with filled(tmp_path) as store:
        merge(store, tmp_path, {}, anew=True)
    path = tmp_path / DATABASE
    path.unlink()
    if lost == "empty":
        path.touch()
    if not may_write:
        monkeypatch.setattr(files_module, "_may_write", lambda *_: False)

    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)

    assert caught.value.code == "store.torn"
    assert "backup" in caught.value.hint
    assert "move the folder away" in caught.value.hint


def test_a_removed_value_is_overwritten(tmp_path):
    value = b"0123456789abcdef" * 4
    with filled(tmp_path) as store:
        row = changes.NewEntry(signal="neartext", value=value)
        changes.add_entries(store, bank="lists", rows=[row], **WHO)
    before = value in (tmp_path / DATABASE).read_bytes()
    with open_store(tmp_path) as store:
        changes.remove_entry(store, bank="lists", entry=1, **WHO)

    assert before
    assert value not in (tmp_path / DATABASE).read_bytes()


def test_a_file_that_cannot_be_opened_is_named_by_its_path(tmp_path):
    (tmp_path / DATABASE).mkdir()

    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)

    assert str(tmp_path / DATABASE) in caught.value.message
    assert "file:" not in caught.value.message


def test_a_database_of_something_else_is_refused(tmp_path):
    other = sqlite3.connect(tmp_path / DATABASE)
    other.execute("CREATE TABLE plants (name TEXT)")
    other.close()

    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)

    assert caught.value.code == "store.foreign"


def test_a_locked_store_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(files_module, "PATIENCE", 0.01)
    with (
        filled(tmp_path) as holder,
        open_store(tmp_path) as other,
        holder.writing(),
        pytest.raises(StoreError) as caught,
    ):
        changes.create_bank(other, name="second", purpose="harm", **WHO)

    assert caught.value.code == "store.locked"
    assert str(tmp_path) in caught.value.message


def test_a_store_can_be_read_while_another_writes(tmp_path):
    with filled(tmp_path) as writer, writer.writing():
        changes.create_bank(writer, name="second", purpose="harm", **WHO)
        with open_store(tmp_path) as reader:
            seen = [bank.name for bank in queries.banks(reader)]

    assert seen == ["lists"]


def test_a_full_disk_is_explained_and_the_store_stays_whole(tmp_path):
    with filled(tmp_path) as store:
        store.connection.execute("PRAGMA max_page_count = 20")
        rows = [changes.NewEntry(signal="md5", value=n.to_bytes(16, "big")) for n in range(20_000)]

        with pytest.raises(StoreError) as caught:
            changes.add_entries(store, bank="lists", rows=rows, **WHO)

        assert caught.value.code == "store.full"
        assert queries.entries(store, "lists") == []
        assert store.check() == "ok"


def test_a_folder_that_is_missing_is_named(tmp_path):
    with pytest.raises(StoreError) as caught, open_store(tmp_path / "nowhere") as store:
        changes.create_bank(store, name="a", purpose="harm", **WHO)

    assert caught.value.code in {"store.no_file", "store.read_only"}


READ_ONLY = """
import os, sys
from pathlib import Path
from mizan.banks import changes, queries
from mizan.banks.store import open_store
from mizan.errors import StoreError
with open_store(Path(sys.argv[2])) as store:  # load all there is to load while it can be
    changes.create_bank(store, name="lists", purpose="harm", actor="a", why="")
if os.geteuid() == 0:
    os.setuid(65534)
with open_store(Path(sys.argv[1])) as store:
    print(*(bank.name for bank in queries.banks(store)))
    try:
        changes.create_bank(store, name="other", purpose="harm", actor="a", why="")
    except StoreError as error:
        print(error.code)
"""


@pytest.mark.parametrize("filled_before", [True, False])
def test_a_read_only_folder_is_read_and_not_written(tmp_path, filled_before):
    with tempfile.TemporaryDirectory() as name:  # of pytest's own folder others see nothing
        folder = Path(name)
        if filled_before:
            filled(folder).close()
            (folder / DATABASE).chmod(0o444)
        folder.chmod(0o555)

        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, name, str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )

        folder.chmod(0o755)
    assert not done.stderr
    assert done.stdout.split() == ["lists"] * filled_before + ["store.read_only"]


def test_threads_share_a_store_one_transaction_at_a_time(tmp_path):
    with filled(tmp_path) as store:

        def add(first: int) -> None:
            for n in range(20):
                row = changes.NewEntry(signal="md5", value=(first + n).to_bytes(16, "big"))
                changes.add_entries(store, bank="lists", rows=[row], **WHO)

        threads = [threading.Thread(target=add, args=(100 * n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [entry.id for entry in queries.entries(store, "lists")] == list(range(1, 81))
        assert queries.seq(store) == 81


def test_every_named_query_has_a_sentence_and_sql():
    for package, file in (
        ("banks", "queries.sql"),
        ("banks", "sqlite.sql"),
        ("ledger", "queries.sql"),
    ):
        found = named_queries(package, file)

        assert found
        assert all(sql and not sql.startswith("--") for sql in found.values())


def test_the_schema_keeps_to_what_both_databases_know():
    foreign = {"AUTOINCREMENT", "WITHOUT ROWID", "STRICT", "DATETIME", "RETURNING"}

    for name, text in migrate.migrations().values():
        for statement in statements(text):
            assert not any(word in statement.upper() for word in foreign), name
