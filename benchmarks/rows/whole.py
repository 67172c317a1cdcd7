"""The whole check of a post, with policy, beside a chain of the peers that do its parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks import timing
from benchmarks.corpus import Corpus, changes
from benchmarks.engines import whole
from benchmarks.report import PRODUCT, Report
from benchmarks.rows import classifier, phrases, text
from mizan.text.fold import table

SIZES = {"quick": (1000, 3000), "usual": (20_000, 20_000), "full": (100_000, 100_000)}
SEED, POSTS, SINGLES = 71, 1000, 300


def run(report: Report, scale: str) -> None:
    known, named = SIZES[scale]
    corpus = Corpus(SEED)
    bank = corpus.posts(known)
    names = phrases.make_names(corpus, named)
    task = classifier.make_task(4000)
    posts = Corpus(SEED, 2).posts(POSTS)
    respell = changes(corpus)["respelled"]
    planted = {place: corpus.chance.randrange(known) for place in range(0, POSTS, 20)}
    for place, number in planted.items():
        posts[place] = respell(bank[number])
    ordinary = Corpus(SEED, 1).posts(min(60_000, 3 * known))
    checker = whole.build(list(enumerate(bank)), ordinary, names, *task)
    chain = _chain(bank, names, *task)
    found = checker.check_many(posts)
    title = f"whole check, {known:,} texts and {named:,} names banked, 50 rules"
    hit = sum(number in found[place][0] for place, number in planted.items()) / len(planted)
    report.check(f"{title}: planted copies are found", hit >= 0.95, f"{hit:.2f}")
    same = all(checker.check(posts[i])[:2] == found[i][:2] for i in range(200))
    report.check(f"{title}: one call and a batch agree", same)
    calls = {
        PRODUCT: lambda i: checker.check(posts[i]),
        "chain of peers": lambda i: chain(posts[i]),
    }
    report.times(f"{title}, one post", timing.singles(calls, range(SINGLES)))
    many = {
        PRODUCT: lambda: checker.check_many(posts),
        "chain of peers": lambda: [chain(post) for post in posts],
    }
    report.times(f"{title}, a batch of {POSTS:,}", timing.batches(many, POSTS))


def _chain(
    bank: list[str], names: list[str], texts: list[str], labels: list[int]
) -> Callable[[str], Any]:
    """Return str.translate, rensa, ahocorasick_rs and scikit-learn, one after the other."""
    known = table()

    def fold(post: str) -> str:
        return " ".join(word for word in post.translate(known).split(" ") if word)

    near = text.rensa_index(bank)
    find = phrases.aho_corasick([fold(name) for name in names])
    score = classifier.sklearn_model([fold(one) for one in texts], labels)

    def check(post: str) -> tuple[set[int], set[int], float, bool]:
        folded = fold(post)
        copies, found = near(folded), find(folded)
        points = float(score([folded])[0])
        return copies, found, points, bool(copies) or (bool(found) and points > 0)

    return check
