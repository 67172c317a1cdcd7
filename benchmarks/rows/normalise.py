"""The comparing form of a text beside `str.translate` with the same table."""

from __future__ import annotations

from benchmarks import timing
from benchmarks.corpus import Corpus, changes
from benchmarks.report import PRODUCT, Report
from mizan.text.fold import fold, fold_many, table

POSTS = {"quick": 400, "usual": 4000, "full": 4000}


def run(report: Report, scale: str) -> None:
    corpus = Corpus(41)
    disguise = changes(corpus)["disguised"]
    posts = [disguise(post) for post in corpus.posts(POSTS[scale])]
    known = table()

    def plain(post: str) -> str:
        return " ".join(word for word in post.translate(known).split(" ") if word)

    same = sum(fold(post) == plain(post) for post in posts)
    report.check("normalise: equal to str.translate", same == len(posts), f"{same} of {len(posts)}")
    again = sum(fold(fold(post)) == fold(post) for post in posts)
    report.check("normalise: folding twice changes nothing", again == len(posts))
    calls = {PRODUCT: lambda i: fold(posts[i]), "str.translate": lambda i: plain(posts[i])}
    report.times("normalise, one post", timing.singles(calls, range(len(posts))))
    whole = {
        PRODUCT: lambda: fold_many(posts),
        "str.translate": lambda: [plain(post) for post in posts],
    }
    report.times("normalise, in batches", timing.batches(whole, len(posts)))
