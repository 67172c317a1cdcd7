"""How the line grows with processes: posts a second, and memory that they share.

    .venv/bin/python benchmarks/processes.py --hashes 1000000 --most 2

Each process opens the same data folder, as the workers of a service do, and scans its own posts.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import tempfile
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from mizan import Content, open_engine
from mizan.banks import changes

WORDS = (
    "the ferry to the island was late again today and nobody minded because rain had stopped "
    "في المدينة اليوم ارتفع سعر الخبز قليلا وافتتحت مدرسة جديدة في الحي القديم وتأخرت العبارة"
).split()
BATCH, ROUNDS = 1000, 20


def fill(folder: Path, hashes: int) -> None:
    chance = random.Random(5)
    with open_engine(folder) as engine:
        told = {"actor": "bench", "why": "bench"}
        changes.create_bank(engine.store, name="known", purpose="harm", **told)
        for first in range(0, hashes, 20_000):
            rows = [
                changes.NewEntry(signal="pdq", value=chance.randbytes(32))
                for _ in range(min(20_000, hashes - first))
            ]
            changes.add_entries(engine.store, bank="known", rows=rows, **told)
        engine.reader.refresh(now=True)


def work(folder: Path, ready: Barrier, answer: Connection) -> None:
    chance = random.Random()
    posts = [
        Content(
            id=str(number),
            text=" ".join(chance.choices(WORDS, k=25)),
            pdq=chance.randbytes(32).hex() if number % 10 == 0 else None,
        )
        for number in range(BATCH)
    ]
    with open_engine(folder) as engine:
        engine.scan_many(posts)
        ready.wait()
        start = time.perf_counter()
        for _ in range(ROUNDS):
            engine.scan_many(posts)
        seconds = time.perf_counter() - start
        ready.wait()  # all of them are still there while memory is counted
        answer.send((BATCH * ROUNDS / seconds, memory("Rss"), memory("Pss")))
        ready.wait()


def memory(kind: str) -> float:
    """Return the MiB of this process: all that it maps (Rss), or its share of that (Pss)."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024


def measure(folder: Path, count: int) -> list[tuple[float, float, float]]:
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Barrier(count)
    pipes = [spawn.Pipe() for _ in range(count)]
    workers = [spawn.Process(target=work, args=(folder, ready, pipe)) for _, pipe in pipes]
    for worker in workers:
        worker.start()
    answers = [pipe.recv() for pipe, _ in pipes]
    for worker in workers:
        worker.join()
    return answers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hashes", type=int, default=200_000, help="PDQ hashes in the bank")
    parser.add_argument("--most", type=int, default=2, help="processes at the same time, at most")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        fill(Path(name), given.hashes)
        for count in range(1, given.most + 1):
            answers = measure(Path(name), count)
            rate, whole, own = (sum(column) for column in zip(*answers, strict=True))
            print(
                f"{count} processes: {rate:,.0f} posts a second together; "
                f"memory {whole / count:,.0f} MiB each, {own:,.0f} MiB all together"
            )


if __name__ == "__main__":
    main()
