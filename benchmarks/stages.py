"""Where the time of the line goes: microseconds a post, stage by stage.

    PYTHONPATH=src:. .venv/bin/python -m benchmarks.stages --known 100000 --names 100000

Known texts, names, fifty rules and an ordinary sample as in the whole check; one post in twenty is
a copy of a known text with its spelling changed.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from benchmarks.corpus import Corpus, changes
from benchmarks.engines import whole
from benchmarks.rows import classifier, phrases
from mizan.detect.protocol import Scene
from mizan.engine.advise import advise
from mizan.engine.scan import Engine
from mizan.engine.sign import sign
from mizan.engine.unpack import unpack
from mizan.terms.content import Content
from mizan.terms.finding import Finding
from mizan.terms.time import ticks
from mizan.text.batch import make_batch

T = TypeVar("T")
SEED = 71
Spent = dict[str, float]  # microseconds a post, by stage


def once(engine: Engine, contents: list[Content]) -> Spent:
    """Do what `Engine.scan_many` does, with a clock between its stages."""
    spent: Spent = {}

    def clocked(stage: str, call: Callable[[], T]) -> T:
        start = time.perf_counter()
        result = call()
        spent[stage] = (time.perf_counter() - start) * 1e6 / len(contents)
        return result

    snapshot = engine.reader.refresh()
    unpacked = clocked("unpack", lambda: unpack(contents, engine.signals))
    batch = clocked("fold", lambda: make_batch(unpacked.parts))
    signals = clocked("sign", lambda: sign(batch, engine.signals, snapshot))
    matches = clocked("look up", lambda: snapshot.look_up(batch, signals))
    findings: list[Finding] = []
    for detector in engine.detectors:
        scene = Scene(batch=batch, matches=matches, findings=findings)
        findings += clocked(f"detect: {detector.name}", partial(detector.detect, scene))
    weigh = partial(
        advise,
        contents,
        unpacked,
        batch,
        findings,
        policy=engine.rules.now(),
        bank_seq=snapshot.seq,
        started=ticks(),
        quote=False,
    )
    clocked("weigh and answer", weigh)
    return spent


def medians(runs: list[Spent]) -> Spent:
    return {stage: statistics.median(run[stage] for run in runs) for stage in runs[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--known", type=int, default=20_000, help="texts in the bank")
    parser.add_argument("--names", type=int, default=20_000, help="names in the gazetteer")
    given = parser.parse_args()
    corpus = Corpus(SEED)
    bank = corpus.posts(given.known)
    names = phrases.make_names(corpus, given.names)
    ordinary = Corpus(SEED, 1).posts(min(60_000, 3 * given.known))
    checker = whole.build(list(enumerate(bank)), ordinary, names, *classifier.make_task(4000))
    posts = Corpus(SEED, 2).posts(1000)
    respell = changes(corpus)["respelled"]
    for place in range(0, len(posts), 20):
        posts[place] = respell(bank[corpus.chance.randrange(len(bank))])
    checker.check_many(posts)
    gc.collect()
    gc.disable()
    contents = [Content(id=str(number), text=text) for number, text in enumerate(posts)]
    many = medians([once(checker.engine, contents) for _ in range(15)])
    one = medians([once(checker.engine, [content]) for content in contents[:300]])
    print(f"{'stage':<24}{'batch of 1,000':>16}{'one post':>12}   microseconds a post")
    for stage, us in many.items():
        print(f"{stage:<24}{us:>16.1f}{one[stage]:>12.1f}")
    print(f"{'together':<24}{sum(many.values()):>16.1f}{sum(one.values()):>12.1f}")


if __name__ == "__main__":
    main()
