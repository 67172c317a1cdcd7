"""A service scans for months in one process: nothing may pile up."""

from __future__ import annotations

import gc
import os
import random
import resource
import subprocess
import sys
from pathlib import Path

from mizan import Content, open_engine
from mizan.banks import changes
from mizan.engine.admit import values_of
from mizan.engine.scan import Engine

BATCH = 1000
WARM = 150  # batches until the remembered answers of all rules are full
SETTLED = 6 * 2**20  # bytes: what the allocator may still do, whatever the number of posts
WORDS = (
    "the ferry to the island was late again today and nobody minded because rain had stopped said "
    "في المدينة اليوم ارتفع سعر الخبز قليلا وقال العمدة إن مدرسة جديدة ستفتح في الحي القديم «غدا»"
).split()
STATEMENT = (
    "وقالت جبهة الفانوس الأسود في بيان لها إن الأمسية الشعرية ستقام على ضفة النهر مساء الخميس"
)


def resident() -> int:
    """Return the bytes of memory that this process holds."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def batch(chance: random.Random) -> list[Content]:
    """Return posts that were never seen; one in ten quotes the statement, more or less of it."""
    posts = []
    for number in range(BATCH):
        words = chance.choices(WORDS, k=chance.randint(5, 45))
        if number % 10 == 0:
            known = STATEMENT.split()
            words[2:2] = known[: chance.randint(6, len(known))]
        posts.append(Content(id=str(number), text=f"{' '.join(words)} {chance.random()}"))
    return posts


def open_with_statement(folder: Path) -> Engine:
    engine = open_engine(folder)
    changes.create_bank(engine.store, name="known", purpose="harm", actor="test", why="test")
    given = Content(id="statement", text=STATEMENT)
    rows = [
        changes.NewEntry(signal=signal, value=value)
        for signal, value in values_of(given, engine.signals, "harm")
    ]
    changes.add_entries(engine.store, bank="known", rows=rows, actor="test", why="test")
    return engine


def soak(folder: Path, batches: int) -> tuple[int, int]:
    """Return by how many bytes memory grew over so many batches, and how many were for review."""
    chance, reviewed = random.Random(7), 0
    with open_with_statement(folder) as engine:
        for _ in range(WARM):
            engine.scan_many(batch(chance))
        before = resident()
        for _ in range(batches):
            verdicts = engine.scan_many(batch(chance))
            reviewed += sum(verdict.verdict == "review" for verdict in verdicts)
        return resident() - before, reviewed


def test_memory_stays_flat_over_many_posts(tmp_path: Path) -> None:
    batches = 10_000 if os.environ.get("MIZAN_LONG") else 60
    command = [sys.executable, __file__, str(tmp_path), str(batches)]

    ran = subprocess.run(command, check=True, capture_output=True, text=True)

    grown, reviewed = map(int, ran.stdout.split())
    assert reviewed >= 10 * batches
    assert grown < SETTLED


if __name__ == "__main__":  # in a process of its own, which holds nothing of other tests
    print(*soak(Path(sys.argv[1]), int(sys.argv[2])))
