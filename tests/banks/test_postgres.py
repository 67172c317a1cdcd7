"""The bank store on a real PostgreSQL: the order of changes, and a connection that is lost."""

import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest

from mizan.banks import changes, queries
from mizan.banks.merge import merge
from mizan.banks.reader import Reader
from mizan.banks.store import Store, open_store
from mizan.errors import StoreError
from mizan.ledger.verify import verify
from mizan.signals.exact import Md5
from mizan.terms.part import Part
from mizan.text.batch import make_batch

WHO = {"actor": "test", "why": "for the test"}
TYPES = {"md5": Md5()}
SOON = 30.0  # seconds; far more than anything here takes


@pytest.fixture
def store(postgres, tmp_path):
    with open_store(tmp_path) as opened:
        changes.create_bank(opened, name="lists", purpose="harm", **WHO)
        yield opened


@pytest.fixture
def reader(store, tmp_path):
    opened = Reader(tmp_path, TYPES)
    yield opened
    opened.close()


def value(n: int) -> bytes:
    return n.to_bytes(16, "big")


def add(store: Store, *numbers: int) -> tuple[int, ...]:
    rows = [changes.NewEntry(signal="md5", value=value(n)) for n in numbers]
    return changes.add_entries(store, bank="lists", rows=rows, **WHO).ids


def finds(reader: Reader, n: int) -> bool:
    batch = make_batch([Part(content=0, name="a", kind="digest", signal="md5", value=value(n))])
    return bool(reader.look_up(batch, {"md5": TYPES["md5"].sign_many(batch)}))


def until(true) -> bool:
    """Wait until it is so; tell whether it came to that."""
    end = time.monotonic() + SOON
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def break_off(server) -> None:
    """Let the server end every connection of Mizan's."""
    server.run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE application_name = 'mizan'"
    )


def numbers(store: Store, after: int = 0) -> list[int]:
    return [row[0] for row in store.rows("banks.changes_after", seq=after)]


def test_who_takes_a_number_first_commits_first(store, tmp_path):
    """Else a reader that saw the second number would never ask for the first."""
    before = queries.seq(store)
    taken, seen = threading.Event(), threading.Event()

    def slow() -> None:
        with open_store(tmp_path) as mine, mine.writing():
            add(mine, 1)
            taken.set()
            assert seen.wait(SOON)

    def quick() -> None:
        with open_store(tmp_path) as mine:
            add(mine, 2)

    threads = [threading.Thread(target=slow), threading.Thread(target=quick)]
    threads[0].start()
    assert taken.wait(SOON)
    threads[1].start()
    time.sleep(0.3)  # the second writer has had time to commit, if it could
    during = numbers(store, before)
    seen.set()
    for thread in threads:
        thread.join()

    assert during == []
    assert numbers(store, before) == [before + 1, before + 2]
    assert [entry.value for entry in queries.entries(store, "lists")] == [value(1), value(2)]


def test_a_reader_misses_no_change_of_many_writers(store, tmp_path):
    before = queries.seq(store)
    ended = threading.Event()
    met = []

    def write(first: int) -> None:
        with open_store(tmp_path) as mine:
            for n in range(20):
                add(mine, first + n)

    def follow() -> None:
        with open_store(tmp_path) as mine:
            last, done = before, False
            while not done:
                done = ended.is_set()  # before the last look
                found = numbers(mine, last)
                met.extend(found)
                last = found[-1] if found else last

    follower = threading.Thread(target=follow)
    writers = [threading.Thread(target=write, args=(100 * n,)) for n in range(5)]
    for thread in (follower, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    ended.set()
    follower.join()

    assert met == list(range(before + 1, before + 101))
    assert verify(store).whole


WRITER = """
import sys
from pathlib import Path
from mizan.banks import changes
from mizan.banks.store import open_store
with open_store(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    for line in sys.stdin:
        act, n = line.split()
        if act == "add":
            row = changes.NewEntry(signal="md5", value=int(n).to_bytes(16, "big"))
            done = changes.add_entries(store, bank="lists", rows=[row], actor="test", why="")
            print(done.ids[0], flush=True)
        else:
            changes.remove_entry(store, bank="lists", entry=int(n), actor="test", why="")
            print(n, flush=True)
"""


def test_what_another_process_adds_matches_and_what_it_removes_is_silent(reader, tmp_path):
    pipe = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], **pipe) as writer:

        def tell(act: str, n: int) -> int:
            writer.stdin.write(f"{act} {n}\n")
            writer.stdin.flush()
            return int(writer.stdout.readline())

        assert writer.stdout.readline() == "ready\n"
        before = finds(reader, 7)
        entry = tell("add", 7)
        added = until(lambda: finds(reader, 7))
        tell("remove", entry)
        removed = until(lambda: not finds(reader, 7))
        writer.stdin.close()

    assert (before, added, removed) == (False, True, True)


def test_a_writer_wakes_a_reader_that_need_not_look_yet(reader, store, monkeypatch):
    monkeypatch.setattr("mizan.banks.reader.PAUSE", 10_000.0)
    finds(reader, 1)
    reader.refresh(now=True)

    add(store, 1)

    assert until(lambda: finds(reader, 1))


def test_a_reader_that_is_told_nothing_looks_all_the_same(reader, store, monkeypatch):
    monkeypatch.setattr(type(reader.store), "woken", lambda _: False)
    finds(reader, 1)

    add(store, 1)

    assert until(lambda: finds(reader, 1))


def test_a_lost_connection_is_mended_where_nothing_hung_on_it(store, postgres_server):
    add(store, 1)

    break_off(postgres_server)
    seen = queries.seq(store)
    break_off(postgres_server)
    add(store, 2)

    assert seen == 2
    assert len(queries.entries(store, "lists")) == 2


def test_a_connection_lost_in_a_transaction_leaves_nothing_half_written(store, postgres_server):
    before = queries.seq(store)

    def write() -> None:
        with store.writing():
            add(store, 1)
            break_off(postgres_server)
            add(store, 2)

    with pytest.raises(StoreError) as caught:
        write()

    assert caught.value.code == "store.away"
    assert queries.seq(store) == before
    assert queries.entries(store, "lists") == []
    assert verify(store).whole
    assert len(add(store, 3)) == 1


def test_a_connection_lost_at_commit_is_told(store, postgres_server):
    def write() -> None:
        with store.writing():
            add(store, 1)
            break_off(postgres_server)

    with pytest.raises(StoreError) as caught:
        write()

    assert caught.value.code == "store.away"
    assert queries.entries(store, "lists") == []


def test_scans_go_on_while_the_server_is_away(reader, store, postgres_server):
    add(store, 1)
    assert until(lambda: finds(reader, 1))

    postgres_server.control("-m", "fast", "-w", "stop")
    try:
        noticed = until(lambda: finds(reader, 1) and reader.notices)
        with pytest.raises(StoreError) as caught:
            add(store, 2)
    finally:
        postgres_server.start()
    add(store, 3)

    assert noticed
    assert "go on with the banks as they were last seen" in reader.notices[0]
    assert caught.value.code == "store.away"
    assert until(lambda: finds(reader, 3))
    assert finds(reader, 1)


def test_a_writer_that_waits_too_long_is_told_so(store, tmp_path, monkeypatch):
    monkeypatch.setattr("mizan.banks.server.PATIENCE", 0.05)

    with open_store(tmp_path) as other, store.writing(), pytest.raises(StoreError) as caught:
        add(other, 1)

    assert caught.value.code == "store.locked"


def test_an_error_that_is_passed_over_does_not_undo_the_rest_in_silence(store):
    with pytest.raises(store.dialect.faults), store.writing(), suppress(store.dialect.faults):
        store.fetch("SELECT nothing FROM nowhere")


def test_segments_of_another_store_are_refused(store, postgres_server, tmp_path, monkeypatch):
    add(store, 1, 2, 3)
    merge(store, tmp_path, TYPES)
    monkeypatch.setenv("MIZAN_DATABASE_URL", postgres_server.fresh())
    with open_store(tmp_path) as other:
        changes.create_bank(other, name="lists", purpose="harm", **WHO)
        add(other, 9)

    reader = Reader(tmp_path, TYPES)

    assert (finds(reader, 1), finds(reader, 9)) == (False, True)
    assert "another store" in reader.notices[0]
    reader.close()
