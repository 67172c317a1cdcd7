"""Time the whole line on invented posts: batches, long texts, start-up, and a large import.

Prints medians. A machine with other work on it shows that work, too.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from mizan import Content, open_engine
from mizan.banks import changes
from mizan.banks.importer import import_file
from mizan.engine.scan import Engine

WORDS = (
    "the ferry to the island was late again today and nobody minded because rain had stopped "
    "في المدينة اليوم ارتفع سعر الخبز قليلا وافتتحت مدرسة جديدة في الحي القديم وتأخرت العبارة"
).split()


def posts(count: int, words: int, chance: random.Random) -> list[Content]:
    texts = (" ".join(chance.choices(WORDS, k=words)) for _ in range(count))
    return [Content(id=str(number), text=text) for number, text in enumerate(texts)]


def median_seconds(call: Callable[[], object], rounds: int = 7) -> float:
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def line(engine: Engine, chance: random.Random) -> None:
    for words in (25, 800):
        for size in (1, 100, 1000):
            contents = posts(size, words, chance)
            engine.scan_many(contents)
            seconds = median_seconds(lambda c=contents: engine.scan_many(c))
            print(f"{words:>4} words, batch of {size:>4}: {seconds / size * 1e6:10.1f} us a post")


def large_import(engine: Engine, folder: Path, rows: int, chance: random.Random) -> None:
    path = folder / "list.txt"
    with path.open("w", encoding="ascii") as file:
        file.writelines(f"pdq {chance.randbytes(32).hex()}\n" for _ in range(rows))
    changes.create_bank(engine.store, name="large", purpose="harm", actor="bench", why="bench")
    start = time.perf_counter()
    import_file(
        engine.store,
        bank="large",
        file=path,
        folder=folder,
        types=engine.signals,
        actor="bench",
        why="bench",
    )
    print(f"import of {rows:,} PDQ hashes: {time.perf_counter() - start:.1f} s")


def start_up(folder: Path) -> None:
    text = folder / "one.txt"
    text.write_text("good morning", "utf-8")
    for arguments in (["--help"], ["scan", str(text), "--data", str(folder)]):
        command = [sys.executable, "-m", "mizan", *arguments]
        seconds = median_seconds(
            lambda c=command: subprocess.run(c, check=True, capture_output=True), rounds=5
        )
        print(f"mizan {arguments[0]}: {seconds:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000, help="hashes to import")
    rows, chance = parser.parse_args().rows, random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_engine(folder) as engine:
            line(engine, chance)
            large_import(engine, folder, rows, chance)
        start_up(folder)


if __name__ == "__main__":
    main()
