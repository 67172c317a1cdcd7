"""Near-duplicate text beside MinHash with locality-sensitive hashing (rensa, datasketch)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks import timing
from benchmarks.corpus import Corpus, changes
from benchmarks.engines import text
from benchmarks.report import PRODUCT, Report

SIZES = {"quick": (2000, 20), "usual": (20_000, 60), "full": (100_000, 100)}  # (bank, cases)
GROWTH = {
    "quick": (1000, 3000),
    "usual": (10_000, 100_000),
    "full": (10_000, 100_000, 1_000_000),
}
SEED = 20
COVERAGE, SHARE = 0.35, 0.6  # a copy, as the shipped rules say
JACCARD = 0.4


def run(report: Report, scale: str) -> None:
    _compare(report, *SIZES[scale])
    _grow(report, GROWTH[scale])


def _compare(report: Report, size: int, cases: int) -> None:
    corpus = Corpus(SEED)
    bank = corpus.posts(size)
    index = text.build(list(enumerate(bank)), Corpus(SEED, 1).posts(min(60_000, 3 * size)))
    peers = {"rensa MinHash LSH": rensa_index(bank), "datasketch MinHash LSH": _datasketch(bank)}
    picked = corpus.chance.sample(range(size), cases)
    asked = {
        name: [(i, change(bank[i])) for i in picked] for name, change in changes(corpus).items()
    }
    title = f"text, {size:,} posts"
    recalls = {
        name: sum(i in copies(index, query) for i, query in pairs) / cases
        for name, pairs in asked.items()
    }
    for name, recall in recalls.items():
        report.note(f"{title}: recall, {name}", recall)
        for peer, ask in peers.items():
            found = sum(i in ask(text.normalise(query)) for i, query in asked[name]) / cases
            report.note(f"{title}: recall, {name}, {peer}", found)
    mean = sum(recalls.values()) / len(recalls)
    report.check(f"{title}: mean recall over all entries >= .95", mean >= 0.95, f"{mean:.3f}")
    others = Corpus(SEED, 2).posts(500)
    wrong = sum(bool(copies(index, post)) for post in others) / len(others)
    report.note(f"{title}: unrelated posts that match (formulas included)", wrong)
    report.note(f"{title}: bytes per text", index.nbytes() / size)
    report.note(f"{title}: entries too thin for fuzzy matching", len(index.refused()) / size)
    queries = [query for pairs in zip(*asked.values(), strict=True) for _, query in pairs]
    for kind, posts in (("copies", queries), ("unrelated posts", others)):
        folded = [text.normalise(post) for post in posts]  # peers get theirs outside of the clock
        calls: dict[str, Callable[[int], Any]] = {PRODUCT: lambda i, p=posts: index.query(p[i])}
        for name, ask in peers.items():
            calls[name] = lambda i, a=ask, f=folded: a(f[i])
        report.times(f"{title}, one query, {kind}", timing.singles(calls, range(len(posts))))


def copies(index: Any, query: str) -> set[int]:
    """Return the known texts of which the query is a copy."""
    return {hit[0] for hit in index.query(query) if hit[1] >= COVERAGE or hit[2] >= SHARE}


def _grams(folded: str) -> list[str]:
    tight = folded.replace(" ", "")
    return [tight[i : i + 5] for i in range(max(1, len(tight) - 4))]


def rensa_index(bank: list[str]) -> Callable[[str], set[int]]:
    import rensa

    def sign(folded: str) -> Any:
        signature = rensa.RMinHash(num_perm=128, seed=1)
        signature.update(_grams(folded))
        return signature

    index = rensa.RMinHashLSH(threshold=JACCARD, num_perm=128, num_bands=64)
    signatures = [sign(text.normalise(one)) for one in bank]
    for number, signature in enumerate(signatures):
        index.insert(number, signature)

    def ask(folded: str) -> set[int]:
        own = sign(folded)
        near = index.query(own)
        return {i for i in near if own.jaccard(signatures[i]) >= JACCARD}

    return ask


def _datasketch(bank: list[str]) -> Callable[[str], set[int]]:
    import datasketch

    def sign(folded: str) -> Any:
        signature = datasketch.MinHash(num_perm=128)
        signature.update_batch([gram.encode() for gram in _grams(folded)])
        return signature

    index = datasketch.MinHashLSH(threshold=JACCARD, num_perm=128)
    for number, one in enumerate(bank):
        index.insert(number, sign(text.normalise(one)))
    return lambda folded: set(index.query(sign(folded)))


def _grow(report: Report, sizes: tuple[int, ...]) -> None:
    """Time one unrelated post against ever larger banks."""
    line = report.growth.setdefault(f"text, {PRODUCT}", [])
    others = Corpus(SEED, 2).posts(300)
    for size in sizes:
        bank = Corpus(SEED).posts(size)
        index = text.build(list(enumerate(bank)), Corpus(SEED, 1).posts(min(60_000, 3 * size)))
        report.check(f"text growth, {size:,}: a known text is found", 0 in copies(index, bank[0]))
        report.note(f"text growth, {size:,}: bytes per text", index.nbytes() / size)
        spent = timing.singles({PRODUCT: lambda i, x=index: x.query(others[i])}, range(300))
        report.times(f"text growth, {size:,} posts, one unrelated query", spent)
        line.append((size, spent[PRODUCT]))
