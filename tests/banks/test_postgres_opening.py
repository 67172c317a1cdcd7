"""A store on PostgreSQL opens, refuses and explains, and never says a password."""

import sys
import threading

import pytest

from mizan.banks import changes, migrate, queries
from mizan.banks.store import Store, open_store
from mizan.errors import StoreError
from mizan.ledger.verify import verify

WHO = {"actor": "test", "why": "for the test"}
SECRET = "correct-horse"


@pytest.fixture
def store(postgres, tmp_path):
    with open_store(tmp_path) as opened:
        changes.create_bank(opened, name="lists", purpose="harm", **WHO)
        yield opened


def add(store: Store, n: int) -> int:
    row = changes.NewEntry(signal="md5", value=n.to_bytes(16, "big"))
    return changes.add_entries(store, bank="lists", rows=[row], **WHO).ids[0]


def test_many_that_open_a_new_store_make_it_once(postgres, tmp_path):
    stores = []
    threads = [
        threading.Thread(target=lambda: stores.append(open_store(tmp_path))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [store.one("banks.last_migration") for store in stores] == [(1,)] * 6
    for store in stores:
        store.close()


def test_a_connection_of_somebody_else_is_shared_and_rolled_back_with_theirs(postgres):
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        store = Store(connection)
        migrate.bring_up_to_date(store)

        connection.execute("BEGIN")
        changes.create_bank(store, name="lists", purpose="harm", **WHO)
        connection.execute("ROLLBACK")

        assert queries.banks(store) == []
        assert queries.seq(store) == 0


def test_a_role_that_may_only_read_reads(store, postgres, postgres_server, tmp_path, monkeypatch):
    add(store, 1)
    [(schema,)] = store.fetch("SELECT CAST(current_schema() AS TEXT)")
    role = f"reads_{schema}"
    postgres_server.run(f"CREATE ROLE {role} LOGIN")
    postgres_server.run(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    postgres_server.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}")
    monkeypatch.setenv("MIZAN_DATABASE_URL", postgres.replace("postgres@", f"{role}@"))

    with open_store(tmp_path) as opened:
        seen = queries.seq(opened)
        with pytest.raises(StoreError) as caught:
            add(opened, 2)

    assert seen == 2
    assert caught.value.code == "store.read_only"


def test_a_role_that_may_write_need_not_be_able_to_alter_the_ledger(
    store, postgres, postgres_server, tmp_path, monkeypatch
):
    [(schema,)] = store.fetch("SELECT CAST(current_schema() AS TEXT)")
    role = f"writes_{schema}"
    for grant in (
        f"CREATE ROLE {role} LOGIN",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA {schema} TO {role}",
        f"REVOKE UPDATE ON {schema}.ledger FROM {role}",
    ):
        postgres_server.run(grant)
    monkeypatch.setenv("MIZAN_DATABASE_URL", postgres.replace("postgres@", f"{role}@"))

    with open_store(tmp_path) as opened:
        entry = add(opened, 1)
        changes.remove_entry(opened, bank="lists", entry=entry, **WHO)
        with pytest.raises(StoreError) as caught:
            opened.fetch("UPDATE ledger SET why = 'other'")

    assert verify(store).whole
    assert caught.value.code == "store.read_only"


def test_a_store_that_is_not_there_is_not_made_for_a_reader(postgres, tmp_path):
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path, make=False)

    assert caught.value.code == "store.missing"


def test_tables_of_something_else_are_refused(postgres_server, postgres, tmp_path):
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE TABLE entry (id BIGINT)")

    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)

    assert caught.value.code == "store.foreign"


def test_a_database_that_cannot_keep_arabic_is_refused(postgres_server, tmp_path):
    postgres_server.run(
        "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    )

    with pytest.raises(StoreError) as caught:
        open_store(tmp_path, postgres_server.url.removesuffix("postgres") + "latin")

    assert caught.value.code == "store.encoding"


def test_a_database_that_is_not_there_is_named(postgres_server, tmp_path):
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path, f"{postgres_server.url}-nowhere")

    assert caught.value.code == "store.no_database"
    assert "postgres-nowhere" in caught.value.message


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (f"mysql://mizan:{SECRET}@127.0.0.1/mizan", "store.bad_url"),
        (f"postgresql://mizan:{SECRET}@127.0.0.1:1/mizan", "store.away"),
        (f"postgresql://mizan:{SECRET}%zz@127.0.0.1/mizan", "store.bad_url"),
        (f"postgresql://mizan:a/{SECRET}@127.0.0.1/mizan", "store.bad_url"),
        (f"postgresql://mizan:a@{SECRET}@127.0.0.1/mizan", "store.bad_url"),
        (f"postgresql://mizan:1/{SECRET}@127.0.0.1/mizan", "store.bad_url"),
        (f"postgresql://127.0.0.1/mizan?pass={SECRET}", "store.bad_url"),
        (f"postgresql://127.0.0.1:1/mizan?password={SECRET}", "store.away"),
    ],
)
def test_no_error_quotes_a_password(tmp_path, monkeypatch, url, code):
    pytest.importorskip("psycopg")
    monkeypatch.setenv("MIZAN_DATABASE_URL", url)

    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)

    said = [str(caught.value), caught.value.hint, str(caught.value.__cause__)]
    assert caught.value.code == code
    assert SECRET not in " ".join(said)
    assert caught.value.__suppress_context__ or SECRET not in str(caught.value.__context__)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('FATAL: password authentication failed for user "a"', "store.denied"),
        ("fe_sendauth: no password supplied", "store.denied"),
        ("no pg_hba.conf entry for host", "store.denied"),
        ('database "a" does not exist', "store.no_database"),
        ("Connection refused", "store.away"),
        ("the database system is starting up", "store.away"),
    ],
)
def test_a_connection_that_is_not_made_is_explained(said, code):
    postgres = pytest.importorskip("mizan.banks.postgres")

    assert postgres._refused(said, "postgresql://a/b").code == code


def test_without_the_driver_the_way_out_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "mizan.banks.server", None)

    with pytest.raises(StoreError) as caught:
        open_store(tmp_path, "postgresql://127.0.0.1/mizan")

    assert caught.value.code == "store.no_driver"
    assert "mizan[postgres]" in caught.value.hint
