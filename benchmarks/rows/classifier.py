"""Inference of a linear model over n-grams, beside scikit-learn's vectoriser and regression."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks import timing
from benchmarks.corpus import Corpus
from benchmarks.engines import classifier
from benchmarks.report import PRODUCT, Report
from mizan.text.fold import fold

SIZES = {"quick": (1500, 300), "usual": (8000, 2000), "full": (8000, 2000)}  # (train, test)
NEAR = 0.01  # difference of the areas under the curve that is no difference


def run(report: Report, scale: str) -> None:
    from sklearn.metrics import roc_auc_score

    count, held_out = SIZES[scale]
    texts, labels = make_task(count + held_out)
    train, test = slice(0, count), slice(count, None)
    own = classifier.train(texts[train], labels[train])
    folded = [fold(text) for text in texts]
    peer = sklearn_model(folded[train], labels[train])
    posts, plain = texts[test], folded[test]
    areas = {
        PRODUCT: float(roc_auc_score(labels[test], own.score_many(posts))),
        "scikit-learn": float(roc_auc_score(labels[test], peer(plain))),
    }
    close = areas[PRODUCT] >= areas["scikit-learn"] - NEAR
    said = ", ".join(f"{name} {area:.4f}" for name, area in areas.items())
    report.check(f"classifier: area under the curve within {NEAR} of scikit-learn's", close, said)
    name = "scikit-learn char_wb(2,5)"
    calls = {PRODUCT: lambda i: own.score(posts[i]), name: lambda i: peer(plain[i : i + 1])}
    report.times("classifier, one post", timing.singles(calls, range(min(300, held_out))))
    whole = {PRODUCT: lambda: own.score_many(posts), name: lambda: peer(plain)}
    report.times("classifier, in batches", timing.batches(whole, held_out))


def make_task(count: int) -> tuple[list[str], list[int]]:
    """Return texts and labels; those of one label hold words of a small list more often."""
    corpus = Corpus(61)
    telling = corpus.text(60).split()
    texts, labels = [], []
    for number in range(count):
        words = corpus.text(20).split()
        if number % 2:
            for _ in range(3):
                words[corpus.chance.randrange(len(words))] = corpus.chance.choice(telling)
        texts.append(" ".join(words))
        labels.append(number % 2)
    return texts, labels


def sklearn_model(texts: list[str], labels: list[int]) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer
    from sklearn.linear_model import LogisticRegression

    grams = HashingVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), n_features=2**18, alternate_sign=False
    )
    model = LogisticRegression(max_iter=300, C=10.0).fit(grams.transform(texts), labels)
    return lambda posts: np.asarray(model.decision_function(grams.transform(posts)))
