"""Segments are merged beside the scans: the same as built anew, and nobody waits for it."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mizan.banks import changes, merger
from mizan.banks import reader as reader_module
from mizan.banks.changes import NewEntry
from mizan.banks.indexes import equal
from mizan.banks.manifest import building, read_manifest, segment_folder
from mizan.banks.merge import merge
from mizan.banks.reader import Reader
from mizan.banks.sections import read_sections
from mizan.banks.store import open_store
from mizan.signals.exact import Md5
from mizan.signals.neartext import NearText
from mizan.signals.pdq import Pdq
from mizan.terms.part import Part
from mizan.text.batch import make_batch

WHO = {"actor": "test", "why": "for the test"}
TYPES = {"md5": Md5(), "pdq": Pdq(), "neartext": NearText()}
STATEMENT = "The Black Lantern Front calls lamp number {} to the seventh bridge, to sing at dusk."


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path) as opened:
        changes.create_bank(opened, name="lists", purpose="harm", **WHO)
        yield opened


@pytest.fixture
def reader(store, tmp_path):
    opened = Reader(tmp_path, TYPES, store)
    yield opened
    opened.close()


def entry(n: int, signal: str = "md5", **more) -> NewEntry:
    if signal == "neartext":
        part = Part(content=0, name="text", kind="text", text=STATEMENT.format(n))
        return NewEntry(signal=signal, value=TYPES[signal].sign(part), **more)
    return NewEntry(signal=signal, value=n.to_bytes(16 if signal == "md5" else 32, "big"), **more)


def add(store, *rows: NewEntry) -> tuple[int, ...]:
    return changes.add_entries(store, bank="lists", rows=rows, **WHO).ids


def remove(store, number: int) -> None:
    changes.remove_entry(store, bank="lists", entry=number, **WHO)


def found_by(reader, *numbers: int) -> list[int]:
    parts = [
        Part(content=0, name="md5", kind="digest", signal="md5", value=entry(n).value)
        for n in numbers
    ]
    batch = make_batch(parts)
    matches = reader.look_up(batch, {"md5": TYPES["md5"].sign_many(batch)})
    return [numbers[match.part] for match in matches]


def held(folder) -> dict[str, dict[str, bytes]]:
    """Every array of every live segment, by type and name."""
    live = read_manifest(folder)
    return {
        signal: {
            name: array.tobytes()
            for name, array in read_sections(segment_folder(folder) / named.file)[1].items()
        }
        for signal, named in live.segments.items()
    }


def step(random, store) -> None:
    signal = str(random.choice(["md5", "pdq", "neartext"]))
    labels = ("", "one", "ب", "two")
    rows = store.rows("banks.entries_after", bank=1, after=0, limit=999)
    alive = [row[0] for row in rows if row[7] != "removed"]
    match int(random.integers(0, 5)):
        case 0 if alive:
            remove(store, int(random.choice(alive)))
        case 1 if alive:
            number, on = int(random.choice(alive)), bool(random.integers(0, 2))
            changes.set_enabled(store, bank="lists", entry=number, enabled=on, **WHO)
        case 2 if alive:
            changes.confirm(store, bank="lists", entry=int(random.choice(alive)), **WHO)
        case _:
            numbers = random.integers(0, 40, int(random.integers(1, 9))).tolist()
            label = str(random.choice(labels))
            add(store, *(entry(n, signal, label=label, opinion="unconfirmed") for n in numbers))


@pytest.mark.parametrize("seed", range(8))
def test_merged_segments_are_those_built_anew(store, tmp_path, seed):
    random = np.random.default_rng(seed)

    for _ in range(6):
        for _ in range(8):
            step(random, store)
        merge(store, tmp_path, TYPES)
        merged = held(tmp_path)
        merge(store, tmp_path, TYPES, anew=True)

        assert merged == held(tmp_path)


def test_a_torn_segment_is_not_merged_from(store, tmp_path):
    add(store, *(entry(n) for n in range(50)))
    merge(store, tmp_path, TYPES)
    expected_of = held(tmp_path)["md5"]["ids"]
    [path] = segment_folder(tmp_path).glob("*.seg")
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    path.write_bytes(data)

    add(store, entry(77, "pdq"))
    changes.confirm(store, bank="lists", entry=7, **WHO)
    merge(store, tmp_path, TYPES)
    merged = held(tmp_path)
    merge(store, tmp_path, TYPES, anew=True)

    assert merged == held(tmp_path)
    assert merged["md5"]["ids"] == expected_of


def test_what_this_process_writes_is_in_force_at_once(store, reader):
    reader.refresh(now=True)
    reader._next = float("inf")

    [number] = add(store, entry(1))
    assert found_by(reader, 1) == [1]
    remove(store, number)
    assert found_by(reader, 1) == []


@pytest.fixture
def eager(monkeypatch):
    """Merge as soon as three entries are outside of segments."""
    monkeypatch.setattr(reader_module, "MERGE_ROWS", 2)
    monkeypatch.setattr(merger, "SHARE", 0)


def test_scans_go_on_while_segments_are_merged_and_what_is_written_meanwhile_counts(
    store, reader, tmp_path, eager
):
    add(store, *(entry(n) for n in range(5)))
    assert found_by(reader, *range(9)) == [0, 1, 2, 3, 4]  # and a merge is under way

    add(store, entry(6))
    remove(store, 2)
    during = found_by(reader, *range(9))
    assert reader.merger.wait()
    reader.refresh(now=True)

    assert during == found_by(reader, *range(9)) == [0, 2, 3, 4, 6]
    assert read_manifest(tmp_path).generation == 1
    assert not reader.notices


def test_a_snapshot_from_before_the_swap_stays_what_it_was(store, reader, eager):
    add(store, *(entry(n) for n in range(5)))
    before = reader.refresh(now=True)
    remove(store, 1)
    assert reader.merger.wait()
    reader.refresh(now=True)

    parts = [Part(content=0, name="a", kind="digest", signal="md5", value=entry(0).value)]
    batch = make_batch(parts)
    signals = {"md5": TYPES["md5"].sign_many(batch)}
    assert len(before.look_up(batch, signals)) == 1
    assert reader.look_up(batch, signals) == []


@pytest.mark.parametrize("program", ["/bin/false", "/nonexistent"])
def test_a_merge_that_fails_is_noted_and_tried_again_later(
    store, reader, tmp_path, monkeypatch, eager, program
):
    monkeypatch.setattr(merger.sys, "executable", program)
    add(store, *(entry(n) for n in range(5)))
    assert found_by(reader, *range(5)) == list(range(5))
    reader.merger.wait()
    noted = list(reader.notices)
    monkeypatch.undo()

    monkeypatch.setattr(reader_module, "MERGE_ROWS", 2)
    add(store, entry(5))
    assert found_by(reader, 5) == [5]
    rested = reader.merger.wait() and read_manifest(tmp_path) is None
    reader.merger._not_before = 0.0
    add(store, entry(6))
    assert found_by(reader, 6) == [6]
    assert reader.merger.wait()

    assert "merged" in noted[0]
    assert rested
    assert read_manifest(tmp_path).segments["md5"].rows >= 6


def test_a_store_that_is_not_the_folder_s_file_is_merged_here(store, tmp_path, eager):
    folder = tmp_path / "segments elsewhere"
    folder.mkdir()
    reader = Reader(folder, TYPES, store)

    add(store, *(entry(n) for n in range(5)))

    assert found_by(reader, *range(5)) == list(range(5))
    assert read_manifest(folder).segments["md5"].rows == 5
    assert found_by(reader, *range(5)) == list(range(5))
    reader.close()


def test_what_the_child_complains_of_is_noted(store, tmp_path):
    told: list[str] = []
    merging = merger.Merger(tmp_path / "gone", store, TYPES, told.append)
    merging._child = merging._start({})
    assert merging.wait()

    assert len(told) == 1
    assert "cannot be written" in told[0]


def test_no_merge_is_begun_while_another_process_is_at_it(store, reader, tmp_path, eager):
    with building(tmp_path, wait=True):
        add(store, *(entry(n) for n in range(5)))
        reader.refresh(now=True)
        begun = reader.merger._child

    assert begun is None


def test_a_reader_that_closes_ends_its_merge(store, tmp_path, eager):
    reader = Reader(tmp_path, TYPES, store)
    add(store, *(entry(n) for n in range(5)))
    reader.refresh(now=True)
    child = reader.merger._child

    reader.close()

    assert child.returncode == -9
    again = Reader(tmp_path, TYPES, store)
    assert found_by(again, *range(5)) == list(range(5))
    again.close()


def test_removed_content_is_erased_in_the_background(store, tmp_path, monkeypatch):
    add(store, *(entry(n) for n in range(1000, 1005)))
    merge(store, tmp_path, TYPES)
    monkeypatch.setattr(reader_module, "ERASE_AFTER", 0.0)
    reader = Reader(tmp_path, TYPES, store)
    [path] = segment_folder(tmp_path).glob("*.seg")
    key = path.read_bytes()
    first = read_sections(path)[1]["index.cells"][0]
    rows = first[1].tobytes()  # the second half of a key

    remove(store, (int(first[0]) >> (64 - equal.LEAST)) + 1)
    reader.refresh(now=True)
    assert reader.merger.wait()
    reader.refresh(now=True)

    assert rows in key
    [new] = segment_folder(tmp_path).glob("*.seg")
    assert new != path
    assert rows not in new.read_bytes()
    assert read_manifest(tmp_path).segments["md5"].rows == 4
    reader.close()


def test_opening_does_not_wait_for_what_is_to_be_erased(store, tmp_path, monkeypatch):
    add(store, entry(1), entry(2))
    merge(store, tmp_path, TYPES)
    remove(store, 1)

    reader = Reader(tmp_path, TYPES, store)

    assert found_by(reader, 1, 2) == [2]
    assert read_manifest(tmp_path).segments["md5"].rows == 2
    assert reader.merger._child is not None
    reader.close()
    assert read_manifest(tmp_path).segments["md5"].rows == 1


SHARED = """
import sys
from pathlib import Path
from mizan.banks.reader import Reader
from mizan.signals.pdq import Pdq
from mizan.terms.part import Part
from mizan.text.batch import make_batch
types = {"pdq": Pdq()}
reader = Reader(Path(sys.argv[1]), types)
batch = make_batch([Part(content=0, name="a", kind="digest", signal="pdq", value=bytes(32))])
print(len(reader.look_up(batch, {"pdq": types["pdq"].sign_many(batch)})), flush=True)
sys.stdin.read()
mapped = False
for line in open("/proc/self/smaps"):
    words = line.split()
    if not words[0].endswith(":"):
        mapped = line.rstrip().endswith(".seg")
    elif mapped and words[0] in ("Rss:", "Private_Dirty:", "Shared_Clean:", "Anonymous:"):
        print(words[0], words[1])
"""


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="says what is mapped")
def test_processes_share_the_pages_of_a_segment(store, tmp_path):
    add(store, *(entry(n, "pdq") for n in range(5000)))
    merge(store, tmp_path, TYPES)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", SHARED, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for one in readers:
        one.stdout.readline()
    said, _ = readers[0].communicate()
    readers[1].communicate()

    pages = {words[0]: int(words[1]) for words in map(str.split, said.splitlines())}
    assert pages["Private_Dirty:"] == pages["Anonymous:"] == 0
    assert pages["Shared_Clean:"] == pages["Rss:"] > 100


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="says what is mapped")
def test_a_segment_that_was_replaced_is_let_go_of(store, reader, tmp_path):
    for n in range(10):
        add(store, entry(n))
        merge(store, tmp_path, TYPES)
        assert found_by(reader, *range(n + 1)) == list(range(n + 1))

    mapped = Path("/proc/self/maps").read_text().count(f"{tmp_path}/segments/md5-")
    assert mapped == 1


CLOSER = """
import sys
from pathlib import Path
from mizan.banks.store import open_store
open_store(Path(sys.argv[1])).close()
"""


def test_opening_the_store_again_lets_go_of_no_lock(store, tmp_path):
    """A file that is opened and closed beside SQLite costs this process its locks on it."""
    with open_store(tmp_path) as second:
        subprocess.run([sys.executable, "-c", CLOSER, str(tmp_path)], check=True)
        add(store, entry(1))

        assert (tmp_path / "mizan.db-wal").exists()
        assert len(second.rows("banks.entries_after", bank=1, after=0, limit=9)) == 1


def test_a_store_on_a_server_is_merged_in_a_child_that_opens_it_there(
    postgres, tmp_path, monkeypatch, eager
):
    monkeypatch.delenv("MIZAN_DATABASE_URL", raising=False)
    with open_store(tmp_path, postgres) as there:
        changes.create_bank(there, name="lists", purpose="harm", **WHO)
        reader = Reader(tmp_path, TYPES, there)
        add(there, *(entry(n) for n in range(5)))
        reader.refresh(now=True)

        assert reader.merger._child is not None
        assert reader.merger.wait()
        assert found_by(reader, *range(5)) == list(range(5))
        assert read_manifest(tmp_path).segments["md5"].rows == 5
        assert list(reader.notices) == []
        reader.close()
