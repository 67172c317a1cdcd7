"""Time how soon a change is in force: written in one process, asked for in another each 20 ms.

    python benchmarks/freshness.py --rows 1000000 --json freshness.json

Makes a bank of random PDQ hashes, then measures, idle and while another process merges without
pause: add to first match, remove to last match (maximum and median of the trials), the median of
look-ups, and, in one process, what a single change costs. Then how long opening takes, with the
note of an earlier verification and without, and the memory of the asking process over ten merges.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mizan.banks import changes
from mizan.banks.manifest import segment_folder
from mizan.banks.merge import merge
from mizan.banks.reader import Reader
from mizan.banks.seen import SUFFIX
from mizan.banks.store import Store, open_store
from mizan.signals.pdq import Pdq
from mizan.terms.part import Part
from mizan.text.batch import make_batch

TYPES = {"pdq": Pdq()}
WHO = {"actor": "bench", "why": "bench"}
PAUSE = 0.02  # seconds between two questions
LATEST = 30.0  # seconds after which a trial has failed
PAGE = 20_000


def fill(store: Store, folder: Path, rows: int, chance: random.Random) -> None:
    changes.create_bank(store, name="bench", purpose="harm", **WHO)
    for first in range(0, rows, PAGE):
        add(store, *(chance.randbytes(32) for _ in range(min(PAGE, rows - first))))
    merge(store, folder, TYPES)


def add(store: Store, *values: bytes) -> tuple[int, ...]:
    rows = [changes.NewEntry(signal="pdq", value=value) for value in values]
    return changes.add_entries(store, bank="bench", rows=rows, **WHO).ids


def remove(store: Store, entry: int) -> None:
    changes.remove_entry(store, bank="bench", entry=entry, **WHO)


def is_found(reader: Reader, value: bytes) -> bool:
    batch = make_batch([Part(content=0, name="pdq", kind="digest", signal="pdq", value=value)])
    return bool(reader.look_up(batch, {"pdq": TYPES["pdq"].sign_many(batch)}))


def memory() -> dict[str, float]:
    """Return this process's memory in MB: its own, and with the files that it shares."""
    lines = (line.split() for line in Path("/proc/self/status").read_text().splitlines())
    kept = {
        words[0]: int(words[1]) / 1024 for words in lines if words[0].startswith(("VmHWM", "Rss"))
    }
    return {"own": kept["RssAnon:"], "files": kept["RssFile:"], "peak": kept["VmHWM:"]}


def answer(folder: Path) -> None:
    """Answer questions from standard input, one JSON list a line, until it ends."""
    started = time.monotonic()
    reader = Reader(folder, TYPES)
    is_found(reader, bytes(32))
    print(json.dumps(time.monotonic() - started), flush=True)
    chance = random.Random(3)
    for line in sys.stdin:
        match json.loads(line):
            case "watch", written, wanted:
                value = bytes.fromhex(written)
                end = time.monotonic() + LATEST
                while is_found(reader, value) != wanted and time.monotonic() < end:
                    time.sleep(PAUSE)
                said: Any = time.monotonic()
            case "times", seconds:
                said, end = [], time.monotonic() + seconds
                while time.monotonic() < end:
                    value = chance.randbytes(32)
                    start = time.perf_counter()
                    is_found(reader, value)
                    said.append(time.perf_counter() - start)
                    time.sleep(0.001)
            case ("memory",):
                reader.refresh(now=True)
                for _ in range(50):
                    is_found(reader, chance.randbytes(32))
                said = memory()
        print(json.dumps(said), flush=True)
    reader.close()


class Asker:
    """The other process."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, __file__, "--answer", str(folder)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self.opened = json.loads(self.process.stdout.readline())

    def send(self, *question: Any) -> None:
        self.process.stdin.write(json.dumps(question) + "\n")

    def ask(self, *question: Any) -> Any:
        self.send(*question)
        return self.hear()

    def hear(self) -> Any:
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


MERGER = """
import os, sys
from pathlib import Path
from mizan.banks.merge import merge_kinds
from mizan.banks.store import open_store
os.nice(10)
folder = Path(sys.argv[1])
with open_store(folder) as store:
    while True:
        merge_kinds(store, folder, {"pdq": "hamming"}, wait=True)
"""


@contextmanager
def merging(folder: Path) -> Iterator[None]:
    """Merge without pause in a process of its own, as the background merge does now and then."""
    with subprocess.Popen([sys.executable, "-c", MERGER, str(folder)]) as process:
        time.sleep(1.5)
        try:
            yield
        finally:
            process.kill()


def trials(store: Store, asker: Asker, count: int, chance: random.Random) -> dict[str, Any]:
    spent: dict[str, list[float]] = {"add": [], "remove": []}
    for _ in range(count):
        value = chance.randbytes(32)
        for act, wanted in (("add", True), ("remove", False)):
            asker.send("watch", value.hex(), wanted)
            time.sleep(chance.uniform(0.05, 0.3))
            if wanted:
                [entry] = add(store, value)
            else:
                remove(store, entry)
            written = time.monotonic()
            spent[act].append(asker.hear() - written)
    return {
        act: {"median": statistics.median(one), "maximum": max(one)} for act, one in spent.items()
    }


def single(folder: Path, rounds: int, chance: random.Random) -> dict[str, float]:
    """Return the median cost of taking in one change, and of writing it, in seconds."""
    spent: dict[str, list[float]] = {}

    def timed(name: str, call: Any, *given: Any) -> Any:
        start = time.perf_counter()
        said = call(*given)
        spent.setdefault(name, []).append(time.perf_counter() - start)
        return said

    with open_store(folder) as store:
        reader = Reader(folder, TYPES, store)
        for turn in range(rounds):
            timed("idle look", lambda: reader.refresh(now=True))
            value = chance.randbytes(32)
            [entry] = timed("write of an addition", add, store, value)
            timed("addition", reader.refresh)
            assert is_found(reader, value)
            timed("write of a removal", remove, store, entry)
            timed("removal", reader.refresh)
            assert not is_found(reader, value)
            timed("write of an old one's removal", remove, store, turn + 1)
            timed("removal from the segment", reader.refresh)
        reader.close()
    return {name: statistics.median(one) for name, one in spent.items()}


def opening(folder: Path) -> dict[str, float]:
    """Return the seconds to open and look up once, with the note and without."""
    found = {}
    for name in ("unseen", "seen"):
        if name == "unseen":
            for note in segment_folder(folder).glob(f"*{SUFFIX}"):
                note.unlink()
        start = time.perf_counter()
        reader = Reader(folder, TYPES)
        found[name] = time.perf_counter() - start
        reader.close()
    return found


def merges(store: Store, folder: Path, asker: Asker, chance: random.Random) -> list[Any]:
    """Return the asking process's memory before and after each of ten merges."""
    found = [asker.ask("memory")]
    for _ in range(10):
        add(store, *(chance.randbytes(32) for _ in range(100)))
        merge(store, folder, TYPES)
        found.append(asker.ask("memory"))
    return found


def measure(folder: Path, rows: int, count: int) -> dict[str, Any]:
    chance = random.Random(11)
    found: dict[str, Any] = {"rows": rows, "trials": count}
    with open_store(folder) as store:
        start = time.perf_counter()
        fill(store, folder, rows, chance)
        found["fill"] = time.perf_counter() - start
        asker = Asker(folder)
        found["idle"] = trials(store, asker, count, chance)
        found["idle"]["look-up"] = statistics.median(asker.ask("times", 4))
        with merging(folder):
            found["merging"] = trials(store, asker, count, chance)
            times = []
            for _ in range(8):
                add(store, chance.randbytes(32))
                times += asker.ask("times", 1)
            found["merging"]["look-up"] = statistics.median(times)
        start = time.perf_counter()
        add(store, chance.randbytes(32))
        merge(store, folder, TYPES)
        found["merge"] = time.perf_counter() - start
        found["memory"] = merges(store, folder, asker, chance)
        asker.close()
    found["single"] = single(folder, 50, chance)
    found["opening"] = opening(folder)
    return found


def show(found: dict[str, Any]) -> None:
    print(f"{found['rows']:,} PDQ hashes, {found['trials']} trials\n")
    print("| | idle | during a merge |\n|---|---|---|")
    for act, name in (("add", "add to first match"), ("remove", "remove to last match")):
        cells = (found[when][act] for when in ("idle", "merging"))
        said = (f"max {one['maximum']:.3f} s, median {one['median']:.3f} s" for one in cells)
        print(f"| {name} | {' | '.join(said)} |")
    idle, merged = (found[when]["look-up"] * 1e6 for when in ("idle", "merging"))
    print(f"| look-up, p50 | {idle:.0f} us | {merged:.0f} us ({merged / idle:.2f}x) |\n")
    for name, seconds in found["single"].items():
        print(f"{name}: {seconds * 1e6:.0f} us")
    print(f"merge of one change: {found['merge']:.2f} s")
    for name, seconds in found["opening"].items():
        print(f"opening, {name}: {seconds:.3f} s")
    first, last = found["memory"][0], found["memory"][-1]
    print(f"memory before and after ten merges, MB: {first} {last}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="hashes in the bank")
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.answer:
        answer(given.answer)
        return
    with tempfile.TemporaryDirectory() as name:
        found = measure(Path(name), given.rows, given.trials)
    found["processors"] = os.cpu_count()
    show(found)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
