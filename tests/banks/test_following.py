"""A reader follows what others write, in threads and processes, from good files and torn ones."""

import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from mizan.banks import changes, delta, manifest, merger
from mizan.banks import reader as reader_module
from mizan.banks.changes import NewEntry
from mizan.banks.reader import Reader
from mizan.banks.store import open_store
from mizan.signals.exact import Md5
from mizan.terms.part import Part
from mizan.text.batch import make_batch

pytestmark = pytest.mark.usefixtures("database")

WHO = {"actor": "test", "why": "for the test"}
TYPES = {"md5": Md5()}


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path) as opened:
        changes.create_bank(opened, name="lists", purpose="harm", **WHO)
        yield opened


@pytest.fixture
def reader(store, tmp_path):
    opened = Reader(tmp_path, TYPES)
    yield opened
    opened.close()


def digest(value: bytes) -> Part:
    return Part(content=0, name="md5", kind="digest", signal="md5", value=value)


def md5(n: int) -> NewEntry:
    return NewEntry(signal="md5", value=n.to_bytes(16, "big"))


def add(store, *rows: NewEntry) -> tuple[int, ...]:
    return changes.add_entries(store, bank="lists", rows=rows, **WHO).ids


def entries(reader, *parts: Part) -> list[int]:
    batch = make_batch(parts)
    reader.refresh(now=True)
    matches = reader.look_up(batch, {name: kind.sign_many(batch) for name, kind in TYPES.items()})
    return [match.entry for match in matches]


def test_nothing_is_read_between_two_looks(store, reader):
    reader.refresh(now=True)
    reader._next = float("inf")
    add(store, md5(1))
    batch = make_batch([digest(md5(1).value)])
    signals = {"md5": TYPES["md5"].sign_many(batch)}

    assert reader.look_up(batch, signals) == []
    reader.refresh(now=True)
    assert len(reader.look_up(batch, signals)) == 1


def test_a_snapshot_stays_what_it_was(store, reader):
    [number] = add(store, md5(1))
    before = reader.refresh(now=True)
    changes.remove_entry(store, bank="lists", entry=number, **WHO)
    after = reader.refresh(now=True)
    batch = make_batch([digest(md5(1).value)])
    signals = {"md5": TYPES["md5"].sign_many(batch)}

    assert len(before.look_up(batch, signals)) == 1
    assert after.look_up(batch, signals) == []
    assert (before.seq, after.seq) == (2, 3)


def test_many_small_changes_stay_in_few_chunks(store, reader):
    for n in range(40):
        add(store, md5(n))
        reader.refresh(now=True)
    for number in (3, 30, 40):
        changes.remove_entry(store, bank="lists", entry=number, **WHO)
    found = entries(reader, *(digest(md5(n).value) for n in range(40)))

    assert found == [n for n in range(1, 41) if n not in {3, 30, 40}]
    assert len(reader.refresh().chunks["md5"]) <= delta.FEW


def test_a_large_delta_is_merged_and_nothing_is_lost_or_revived(
    store, reader, tmp_path, monkeypatch
):
    monkeypatch.setattr(reader_module, "MERGE_ROWS", 30)
    add(store, *(md5(n) for n in range(20)))
    changes.remove_entry(store, bank="lists", entry=5, **WHO)
    reader.refresh(now=True)
    add(store, *(md5(n) for n in range(20, 40)))

    found = entries(reader, *(digest(md5(n).value) for n in range(40)))
    assert reader.merger.wait()

    assert found == [n for n in range(1, 41) if n != 5]
    assert entries(reader, *(digest(md5(n).value) for n in range(40))) == found
    assert not reader.notices
    assert manifest.read_manifest(tmp_path).segments["md5"].rows == 39
    again = Reader(tmp_path, TYPES)
    assert entries(again, *(digest(md5(n).value) for n in range(40))) == found
    again.close()


@pytest.fixture
def read(monkeypatch):
    """How many rows were read out of the store, one number for each time."""
    counted: list[int] = []
    rows_of = delta.read_rows

    def noted(*arguments):
        rows = rows_of(*arguments)
        counted.append(len(rows))
        return rows

    monkeypatch.setattr(delta, "read_rows", noted)
    return counted


@pytest.mark.parametrize("apart", [7, 20])
def test_scattered_changes_are_read_alone_and_nothing_is_built_anew(
    store, tmp_path, monkeypatch, read, apart
):
    monkeypatch.setattr(reader_module, "MERGE_ROWS", 1000)
    add(store, *(md5(n) for n in range(6000)))
    reader_module.merge(store, tmp_path, TYPES)
    live = manifest.read_manifest(tmp_path)
    reader = Reader(tmp_path, TYPES)
    changed = range(1, 6001, apart)
    with store.writing():
        for number in changed:
            changes.confirm(store, bank="lists", entry=number, **WHO)

    found = entries(reader, *(digest(md5(n).value) for n in range(6000)))

    assert found == list(range(1, 6001))
    assert manifest.read_manifest(tmp_path) == live
    assert sum(read) <= (1 if apart > delta.NEAR else apart) * len(changed)
    reader.close()


def test_changes_are_merged_by_how_many_entries_they_touch(store, tmp_path, monkeypatch, read):
    monkeypatch.setattr(reader_module, "MERGE_ROWS", 100)
    add(store, *(md5(n) for n in range(2000)))
    reader_module.merge(store, tmp_path, TYPES)
    monkeypatch.setattr(reader_module, "MERGE_SHARE", 2000)
    reader = Reader(tmp_path, TYPES)
    generation = manifest.read_manifest(tmp_path).generation

    for turn in range(100):  # the same entry is one, however often it changes
        changes.set_enabled(store, bank="lists", entry=7, enabled=bool(turn % 2), **WHO)
    reader.refresh(now=True)
    assert reader.merger.wait()
    same = manifest.read_manifest(tmp_path).generation
    for number in range(10, 2000, 15):
        changes.set_enabled(store, bank="lists", entry=number, enabled=False, **WHO)
    reader.refresh(now=True)
    assert reader.merger.wait()

    assert same == generation
    assert manifest.read_manifest(tmp_path).generation == generation + 1
    reader.close()


def test_the_next_opening_erases_what_was_removed_from_the_segment(store, reader, tmp_path):
    add(store, md5(1), md5(2))
    reader_module.merge(store, tmp_path, TYPES)
    reader.refresh(now=True)
    changes.remove_entry(store, bank="lists", entry=1, **WHO)

    assert entries(reader, digest(md5(1).value), digest(md5(2).value)) == [2]
    while_running = manifest.read_manifest(tmp_path).segments["md5"].rows
    Reader(tmp_path, TYPES).close()

    live = manifest.read_manifest(tmp_path)
    assert while_running == 2
    assert live.segments["md5"].rows == 1
    Reader(tmp_path, TYPES).close()
    assert manifest.read_manifest(tmp_path) == live
    assert entries(reader, digest(md5(1).value), digest(md5(2).value)) == [2]


def random_step(random, store, reader) -> None:
    numbers = [row[0] for row in store.rows("banks.entries_after", bank=1, after=0, limit=999)]
    states = {
        row[0]: row[7] for row in store.rows("banks.entries_after", bank=1, after=0, limit=999)
    }
    alive = [number for number in numbers if states[number] != "removed"]
    match int(random.integers(0, 6)):
        case 0 | 1:
            add(store, *(md5(int(n)) for n in random.integers(0, 60, int(random.integers(1, 9)))))
        case 2 if alive:
            changes.remove_entry(store, bank="lists", entry=int(random.choice(alive)), **WHO)
        case 3 if alive:
            entry, on = int(random.choice(alive)), bool(random.integers(0, 2))
            changes.set_enabled(store, bank="lists", entry=entry, enabled=on, **WHO)
        case 4:
            on = bool(random.integers(0, 3))
            changes.set_enabled(store, bank="lists", enabled=on, **WHO)
        case _:
            reader.refresh(now=True)


@pytest.mark.parametrize("merge_rows", [5, 10_000])
@pytest.mark.parametrize("seed", range(6))
def test_a_reader_that_followed_agrees_with_the_store(
    store, reader, tmp_path, monkeypatch, seed, merge_rows
):
    monkeypatch.setattr(reader_module, "MERGE_ROWS", merge_rows)
    monkeypatch.setattr(merger, "SHARE", 0)
    random = np.random.default_rng(seed)
    for turn in range(60):
        random_step(random, store, reader)
        if turn % 20 == 19:
            reader.merger.wait()

    rows = store.rows("banks.entries_after", bank=1, after=0, limit=999)
    [(*_, enabled, _owner, _basis)] = store.rows("banks.all_banks")
    expected = sorted(row[0] for row in rows if row[7] == "active" and enabled)
    everything = [digest(md5(n).value) for n in range(60)]
    fresh = Reader(tmp_path, TYPES)
    assert sorted(entries(reader, *everything)) == expected
    assert sorted(entries(fresh, *everything)) == expected
    assert not fresh.notices
    fresh.close()


def test_a_reader_without_a_single_bank_finds_nothing(tmp_path):
    folder = tmp_path / "new"
    folder.mkdir()
    with_nothing = Reader(folder, TYPES)

    assert entries(with_nothing, digest(bytes(16))) == []
    assert with_nothing.seq == 0
    with_nothing.close()


def test_threads_look_up_while_banks_change(store, reader):
    add(store, *(md5(n) for n in range(10)))
    wrong: list[list[int]] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            found = entries(reader, *(digest(md5(n).value) for n in range(10)))
            if found != list(range(1, 11)):
                wrong.append(found)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(10, 40):
        add(store, md5(n))
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def until(condition, seconds: float = 5.0) -> bool:
    """Wait for a condition; generous, because machines that run tests are busy."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return bool(condition())


WRITER = """
import sys
from pathlib import Path
from mizan.banks import changes
from mizan.banks.store import open_store
with open_store(Path(sys.argv[1])) as store:
    for line in sys.stdin:
        act, number = line.split()
        number = int(number)
        if act == "add":
            row = changes.NewEntry(signal="md5", value=number.to_bytes(16, "big"))
            changes.add_entries(store, bank="lists", rows=[row], actor="other", why="")
        else:
            changes.remove_entry(store, bank="lists", entry=number, actor="other", why="")
        print("done", flush=True)
"""


def test_what_one_process_writes_another_sees(store, reader, tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as writer:
        batch = make_batch([digest(md5(5).value)])
        signals = {"md5": TYPES["md5"].sign_many(batch)}
        writer.stdin.write("add 5\n")
        assert writer.stdout.readline() == "done\n"
        assert until(lambda: len(reader.look_up(batch, signals)) == 1)
        writer.stdin.write("remove 1\n")
        assert writer.stdout.readline() == "done\n"
        assert until(lambda: reader.look_up(batch, signals) == [])
        writer.stdin.close()


READ_ONLY = """
import os, sys
from pathlib import Path
from mizan.banks.reader import Reader
from mizan.signals.exact import Md5
from mizan.terms.part import Part
from mizan.text.batch import make_batch
types = {"md5": Md5()}
def ask(folder):
    reader = Reader(Path(folder), types)
    part = Part(content=0, name="md5", kind="digest", signal="md5", value=bytes(16))
    batch = make_batch([part])
    print(len(reader.look_up(batch, {"md5": types["md5"].sign_many(batch)})), *reader.notices)
ask(sys.argv[2])  # load all there is to load while it can be
if os.geteuid() == 0:
    os.setuid(65534)
ask(sys.argv[1])
"""


@pytest.mark.sqlite
@pytest.mark.parametrize("torn", [True, False])
def test_a_read_only_folder_is_scanned_with_or_without_good_segments(store, tmp_path, torn):
    add(store, md5(1))  # so that the kernel of look-ups is loaded while it can be
    with tempfile.TemporaryDirectory() as name:  # of pytest's own folder others see nothing
        folder = Path(name)
        with open_store(folder) as mine:
            changes.create_bank(mine, name="lists", purpose="harm", **WHO)
            add(mine, NewEntry(signal="md5", value=bytes(16)))
            reader_module.merge(mine, folder, TYPES)
        for path in folder.rglob("*"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        if torn:
            next(folder.rglob("*.seg")).write_bytes(b"torn")
        folder.chmod(0o555)

        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, name, str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )

        for path in (folder, folder / "segments"):
            path.chmod(0o755)
    assert not done.stderr
    assert done.stdout.splitlines()[1].startswith("1")
    assert ("segment" in done.stdout) == torn
