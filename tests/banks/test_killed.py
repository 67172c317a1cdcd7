"""A process that is killed at any moment leaves a whole store, and its import is finished later."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from mizan.banks import changes, queries
from mizan.banks.importer import import_file
from mizan.banks.reader import Reader
from mizan.banks.store import open_store
from mizan.ledger.verify import verify
from mizan.signals.exact import Md5
from mizan.terms.part import Part
from mizan.text.batch import make_batch

pytestmark = pytest.mark.usefixtures("database")

WHO = {"actor": "test", "why": "for the test"}
TYPES = {"md5": Md5()}
KILLS = 100 if os.environ.get("MIZAN_LONG") else 10
LINES = 3000
BAD = 500  # every such line is bad

IMPORTER = """
import sys
from pathlib import Path
from mizan.banks import importer
from mizan.banks.store import open_store
from mizan.signals.exact import Md5
importer.ROWS, importer.MERGE_ROWS = 50, 10
folder, file = Path(sys.argv[1]), Path(sys.argv[2])
print("ready", flush=True)
with open_store(folder) as store:
    importer.import_file(
        store, bank="lists", file=file, folder=folder, types={"md5": Md5()}, actor="test", why=""
    )
print("done", flush=True)
"""

MERGER = """
import sys
from pathlib import Path
from mizan.banks.merge import merge
from mizan.banks.store import open_store
from mizan.signals.exact import Md5
folder = Path(sys.argv[1])
print("ready", flush=True)
with open_store(folder) as store:
    while True:
        merge(store, folder, {"md5": Md5()}, anew=True)
"""


def value(n: int) -> bytes:
    return n.to_bytes(16, "big")


def killed(program: str, *arguments: str, after: float) -> bool:
    """Run a program, kill it `after` seconds of its being ready; tell whether that ended it."""
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        return process.wait() == -signal.SIGKILL


def check(folder) -> None:
    """See that the store is whole: the file, the chain, the change log, the entries."""
    with open_store(folder) as store:
        assert store.check() == "ok"
        assert verify(store).whole
        found = store.rows("banks.changes_after", seq=0)
        assert [row[0] for row in found] == list(range(1, queries.seq(store) + 1))
        values = [entry.value for entry in queries.all_entries(store, "lists") if entry.value]
        assert len(values) == len(set(values))


def found_by(reader: Reader, numbers: range) -> list[int]:
    parts = [
        Part(content=0, name="md5", kind="digest", signal="md5", value=value(n)) for n in numbers
    ]
    batch = make_batch(parts)
    matches = reader.look_up(batch, {"md5": TYPES["md5"].sign_many(batch)})
    return [match.part for match in matches]


@pytest.fixture
def folder(tmp_path):
    with open_store(tmp_path) as store:
        changes.create_bank(store, name="lists", purpose="harm", **WHO)
    return tmp_path


def test_an_import_killed_at_any_moment_is_finished_by_the_next_call(folder):
    seed = random.Random(7)
    file = folder / "list.txt"
    lines = [f"md5 {value(n).hex()}" if n % BAD else "md5 bad" for n in range(LINES)]
    file.write_text("\n".join(lines))
    ended = 0

    for _ in range(KILLS):
        ended += killed(IMPORTER, str(folder), str(file), after=seed.uniform(0, 0.12))
        check(folder)
    with open_store(folder) as store:
        done = import_file(store, bank="lists", file=file, folder=folder, types=TYPES, **WHO)
        held = {entry.value for entry in queries.all_entries(store, "lists")}

    assert ended > 0
    check(folder)
    assert held == {value(n) for n in range(LINES) if n % BAD}
    assert done.bad == LINES // BAD
    assert done.rejects.read_text().count("\n") == 1 + LINES // BAD
    reader = Reader(folder, TYPES)
    assert found_by(reader, range(LINES)) == [n for n in range(LINES) if n % BAD]
    reader.close()


@pytest.mark.sqlite  # a merge writes the data folder only, whatever the database
def test_a_merge_killed_at_any_moment_loses_and_revives_nothing(folder):
    seed = random.Random(8)
    rows = [changes.NewEntry(signal="md5", value=value(n)) for n in range(2000)]
    with open_store(folder) as store:
        changes.add_entries(store, bank="lists", rows=rows, **WHO)

    for turn in range(KILLS):
        with open_store(folder) as store:
            changes.remove_entry(store, bank="lists", entry=turn + 1, **WHO)
        assert killed(MERGER, str(folder), after=seed.uniform(0, 0.1))
        check(folder)
        reader = Reader(folder, TYPES)
        assert found_by(reader, range(2000)) == list(range(turn + 1, 2000))
        assert not reader.notices
        reader.close()


@pytest.mark.sqlite
def test_a_job_goes_on_from_its_checkpoint_and_not_from_the_start(folder):
    file = folder / "list.txt"
    file.write_text("\n".join(f"md5 {value(n).hex()}" for n in range(LINES)))
    places = []
    while not places or places[-1] == 0:
        killed(IMPORTER, str(folder), str(file), after=0.1 + len(places) / 20)
        with open_store(folder) as store:
            counted = store.one("banks.counted", name="entry")
        places.append(counted[0])

    with open_store(folder) as store:
        done = import_file(store, bank="lists", file=file, folder=folder, types=TYPES, **WHO)

    assert done.resumed or done.already == LINES
    assert done.new + done.already == LINES
    assert done.duplicate == 0
