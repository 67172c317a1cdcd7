"""Killed at any moment of an append, a merge or a swap: nothing is lost, nothing comes back."""

import os
import random
import signal
import subprocess
import sys

import pytest

from mizan.banks import changes, queries
from mizan.banks.live import Live
from mizan.banks.manifest import read_manifest, segment_folder
from mizan.banks.merge import merge
from mizan.banks.reader import Reader
from mizan.banks.store import open_store
from mizan.ledger.verify import verify
from mizan.signals.exact import Md5
from mizan.signals.pdq import Pdq
from mizan.terms.part import Part
from mizan.text.batch import make_batch

WHO = {"actor": "test", "why": "for the test"}
TYPES = {"md5": Md5(), "pdq": Pdq()}
KILLS = 90 if os.environ.get("MIZAN_LONG") else 8  # of each of the first two kinds
STRIDE = 1 if os.environ.get("MIZAN_LONG") else 5  # of the steps of a merge, one in so many
HELD = 300  # entries that are there from the start

# Writes additions and removals and says each when it is committed; merges now and then.
WRITER = """
import random, sys
from pathlib import Path
from mizan.banks import changes
from mizan.banks.merge import merge_kinds
from mizan.banks.store import open_store
folder, first, how = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
chance, who = random.Random(first), {"actor": "test", "why": ""}
print("ready", flush=True)
with open_store(folder) as store:
    for n in range(first, 10**6):
        row = changes.NewEntry(signal="pdq", value=n.to_bytes(32, "big") )
        print("adding", n, flush=True)
        [entry] = changes.add_entries(store, bank="lists", rows=[row], **who).ids
        print("added", n, flush=True)
        if n % 3 == 0:
            print("removing", n, flush=True)
            changes.remove_entry(store, bank="lists", entry=entry, **who)
            print("removed", n, flush=True)
        if how == "merge":
            merge_kinds(store, folder, {"md5": "equal", "pdq": "hamming"})
"""

# Dies by the hand of the kernel at the k-th call that touches a file while it merges.
DYING = """
import os, signal, sys
from pathlib import Path
from mizan.banks.merge import merge_kinds
from mizan.banks.store import open_store
left = int(sys.argv[2])
def counted(call):
    def step(*given, **named):
        global left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*given, **named)
    return step
with open_store(Path(sys.argv[1])) as store:
    for owner, name in (
        (os, "open"), (os, "fsync"), (os, "fdopen"), (Path, "rename"), (Path, "unlink")
    ):
        setattr(owner, name, counted(getattr(owner, name)))
    merge_kinds(store, Path(sys.argv[1]), {"md5": "equal", "pdq": "hamming"})
    print("done")
"""


def value(n: int) -> bytes:
    return n.to_bytes(32, "big")


def add(store, *numbers: int) -> tuple[int, ...]:
    rows = [changes.NewEntry(signal="pdq", value=value(n)) for n in numbers]
    return changes.add_entries(store, bank="lists", rows=rows, **WHO).ids


@pytest.fixture
def folder(tmp_path):
    with open_store(tmp_path) as store:
        changes.create_bank(store, name="lists", purpose="harm", max_distance=0, **WHO)
        add(store, *range(HELD))
        row = changes.NewEntry(signal="md5", value=bytes(16))
        changes.add_entries(store, bank="lists", rows=[row], **WHO)
        merge(store, tmp_path, TYPES)
    return tmp_path


def found_by(reader: Reader, count: int) -> set[int]:
    parts = [
        Part(content=0, name="pdq", kind="digest", signal="pdq", value=value(n))
        for n in range(count)
    ]
    batch = make_batch(parts)
    matches = reader.look_up(batch, {"pdq": TYPES["pdq"].sign_many(batch)})
    return {match.part for match in matches}


def killed(folder, first: int, how: str, words: int) -> list[tuple[str, int]]:
    """Run the writer, kill it after so many words, and return what it had said."""
    command = [sys.executable, "-c", WRITER, str(folder), str(first), how]
    said = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        while len(said) < words:
            said.append(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        said += process.stdout.readlines()
        assert process.wait() == -signal.SIGKILL
    whole = (line.split() for line in said if line.endswith("\n"))
    return [(act, int(number)) for act, number in whole]


class Known:
    """What must be found, what must not, and what was under way when its writer was killed."""

    def __init__(self) -> None:
        self.there = set(range(HELD))
        self.gone: set[int] = set()

    def take_in(self, said: list[tuple[str, int]]) -> None:
        for act, number in said:
            if act in ("adding", "removing"):
                self.there.discard(number)
            elif act == "added":
                self.there.add(number)
            else:
                self.gone.add(number)

    def check(self, folder, count: int) -> None:
        with open_store(folder) as store:
            assert store.check() == "ok"
            assert verify(store).whole
            rows = [one for one in queries.all_entries(store, "lists") if one.signal == "pdq"]
        truth = {int.from_bytes(one.value, "big") for one in rows if one.state == "active"}
        for _ in range(2):  # as it was left, and once more after it was healed
            reader = Reader(folder, TYPES)
            found = found_by(reader, count)
            reader.close()
            assert found == truth
            assert not reader.notices
        assert self.there <= found
        assert not self.gone & found


@pytest.mark.parametrize("how", ["append", "merge"])
def test_a_writer_killed_at_any_moment_loses_and_revives_nothing(folder, how):
    chance, known, first = random.Random(how), Known(), HELD

    for _ in range(KILLS):
        said = killed(folder, first, how, chance.randint(1, 25))
        known.take_in(said)
        first = max([number for _, number in said], default=first) + 1
        known.check(folder, first)

    assert len(known.there) + len(known.gone) > HELD + KILLS
    with open_store(folder) as store:
        merge(store, folder, TYPES, anew=True)
    known.check(folder, first)


def test_a_merge_killed_at_each_of_its_steps_loses_and_revives_nothing(folder):
    step, done = 1 - STRIDE, ""
    while not done:
        step += STRIDE
        with open_store(folder) as store:
            add(store, HELD + step)
            changes.remove_entry(store, bank="lists", entry=step, **WHO)
            row = changes.NewEntry(signal="md5", value=value(step)[-16:])
            changes.add_entries(store, bank="lists", rows=[row], **WHO)
        live = read_manifest(folder)

        command = [sys.executable, "-c", DYING, str(folder), str(step)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        done = run.stdout

        steps = set(range(1, step + 1, STRIDE))
        assert run.returncode == (0 if done else -signal.SIGKILL), run.stderr
        assert read_manifest(folder).generation in {live.generation, live.generation + 1}
        reader = Reader(folder, TYPES)
        there = set(range(HELD)) - {one - 1 for one in steps} | {HELD + one for one in steps}
        assert found_by(reader, HELD + step + 1) == there
        assert not reader.notices
        assert not list(Live(folder, reader.store, TYPES).damaged())
        reader.close()
    assert step > 12
    assert not list(segment_folder(folder).glob("*.tmp"))
    assert len(list(segment_folder(folder).glob("*.seg"))) == 2
