"""Many phrases in a text, folding included, beside Aho-Corasick on text that is folded already."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks import timing
from benchmarks.corpus import Corpus
from benchmarks.engines import phrases
from benchmarks.report import PRODUCT, Report
from mizan.text.fold import fold

SIZES = {"quick": 5000, "usual": 100_000, "full": 100_000}
SEED, POSTS = 31, 2000


def run(report: Report, scale: str) -> None:
    corpus = Corpus(SEED)
    names = make_names(corpus, SIZES[scale])
    posts = Corpus(SEED, 1).posts(POSTS)
    index = phrases.build(names)
    peer = aho_corasick([fold(name) for name in names])
    folded = [fold(post) for post in posts]
    own = [{hit[0] for hit in index.find(post)} for post in posts]
    same = sum(found == peer(text) for found, text in zip(own, folded, strict=True))
    title = f"phrases, {len(names):,}"
    report.check(f"{title}: the same phrases in every post", same == POSTS, f"{same} of {POSTS}")
    many = index.find_many(posts)
    batch: list[set[int]] = [set() for _ in posts]
    for row, phrase in zip(many.row.tolist(), many.phrase.tolist(), strict=True):
        batch[row].add(phrase)
    report.check(f"{title}: one call finds what a batch finds", batch == own)
    name = "ahocorasick_rs, folded outside"
    calls = {PRODUCT: lambda i: index.find(posts[i]), name: lambda i: peer(folded[i])}
    report.times(f"{title}, one post", timing.singles(calls, range(POSTS)))
    whole = {
        PRODUCT: lambda: index.find_many(posts),
        name: lambda: [peer(text) for text in folded],
    }
    report.times(f"{title}, in batches", timing.batches(whole, POSTS))


def make_names(corpus: Corpus, count: int) -> list[str]:
    names: dict[str, str] = {}
    while len(names) < count:
        words = corpus.text(4).replace("،", "").replace(",", "").split()
        name = " ".join(words[: corpus.chance.choice((2, 2, 3, 3, 4))])
        names.setdefault(fold(name), name)
    return list(names.values())


def aho_corasick(folded: list[str]) -> Callable[[str], set[int]]:
    import ahocorasick_rs

    machine = ahocorasick_rs.BytesAhoCorasick([f" {name} ".encode() for name in folded])
    return lambda text: {
        hit[0] for hit in machine.find_matches_as_indexes(f" {text} ".encode(), overlapping=True)
    }
