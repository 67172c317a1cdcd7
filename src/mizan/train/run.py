"""Run: from rows to a model, with what was measured while making it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from mizan.classify.fit import fit
from mizan.classify.model import Model, Reader
from mizan.classify.net import WordVectors
from mizan.classify.readings import CONSONANTS, PLAIN, SKELETON, TIGHT
from mizan.classify.scale import Scale
from mizan.errors import MizanError
from mizan.train.corpus import PARTS, Corpus, make_corpus
from mizan.train.net import train_net
from mizan.train.rows import WRITTEN, Row
from mizan.train.scaling import fit_scale
from mizan.train.thresholds import Bounds, Choice, choose
from mizan.train.vectors import train_vectors

READINGS = {"ar": (PLAIN, SKELETON, TIGHT, CONSONANTS), "en": (PLAIN, TIGHT)}
POSTS, ACTS = "posts", "acts"
HEADS = (POSTS, ACTS)
NET_SHARE = 0.75  # of the net's score beside the table's
LEAST_ROWS = 50  # of either kind
_WITH_NET = 5000  # rows from which on word vectors are worth having

PLAIN_BOUNDS = {
    POSTS: Bounds(most=0.025, mean=0.006, written=0.03),
    ACTS: Bounds(most=0.01, mean=0.003, written=0.03),
}
# Of disguised texts there are few, so that more of them may come before a person.
OTHER_BOUNDS = {
    POSTS: Bounds(most=0.03, mean=0.012, written=0.1),
    ACTS: Bounds(most=0.02, mean=0.006, written=0.03),
}

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a cross-validation saw of one reader."""

    probabilities: Floats  # [n]: of rows that the model which gave them had not seen
    certainties: Floats  # [n]: the same as they are told
    labels: NDArray[np.bool_]  # [n]
    kinds: NDArray[np.str_]  # [n]
    weak: NDArray[np.bool_]  # [n]
    places: Places  # [n]: rows of the language's corpus
    choice: Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A model, and what was seen of it by language, reading and reader."""

    model: Model
    measured: Mapping[tuple[str, str, str], Measured] = field(default_factory=dict)


def train_rows(
    rows: Iterable[Row],
    *,
    seed: int = 5,
    caution: float = 1.0,
    about: Mapping[str, str] | None = None,
    progress: Progress = lambda _: None,
) -> Trained:
    """Return the model of some rows: the same rows and seed give the same bits.

    caution  divides the shares of protected speech that may be flagged: above 1 where the kinds
             that a service has are not among the rows
    MizanError `train.few` when no language has rows enough of both kinds.
    """
    by_lang: dict[str, list[Row]] = {}
    for row in rows:
        by_lang.setdefault(row.lang, []).append(row)
    languages: dict[str, dict[str, tuple[Reader, ...]]] = {}
    measured: dict[tuple[str, str, str], Measured] = {}
    for lang in sorted(by_lang.keys() & READINGS.keys()):
        trainer = _Trainer(make_corpus(by_lang[lang], seed=seed), seed, caution)
        for reading in READINGS[lang]:
            for name in HEADS:
                if not trainer.has_enough(name):
                    continue
                progress(f"{lang}, {reading}, {name}")
                reader, measured[lang, reading, name] = trainer.reader(reading, name)
                known = languages.setdefault(lang, {})
                known[reading] = (*known.get(reading, ()), reader)
    if not languages:
        raise MizanError(
            f"no language has {LEAST_ROWS} texts of support and {LEAST_ROWS} others",
            hint="give more texts, or train on a recipe",
            code="train.few",
        )
    return Trained(model=Model(languages, dict(about or {})), measured=measured)


class _Trainer:
    """Makes the readers of one language."""

    def __init__(self, corpus: Corpus, seed: int, caution: float) -> None:
        self._corpus, self._seed, self._caution = corpus, seed, caution
        self._vectors: WordVectors | None = None
        self._pooled: NDArray[np.float32] | None = None
        self._learning = np.array([not row.held for row in corpus.rows], np.bool_)
        if self._learning.sum() >= _WITH_NET:
            codes, bounds = corpus.some(np.flatnonzero(self._learning))
            self._vectors = train_vectors(codes, bounds, seed=seed)
            self._pooled = self._vectors.pool(corpus.codes, corpus.bounds)

    def has_enough(self, name: str) -> bool:
        """Say whether there are rows enough of both kinds for a reader."""
        labels = self._corpus.labels[self._rows(name)]
        return min(int(labels.sum()), int((~labels).sum())) >= LEAST_ROWS

    def reader(self, reading: str, name: str) -> tuple[Reader, Measured]:
        """Return a reader, with its scale and threshold by rows that it had not seen."""
        corpus, rows = self._corpus, self._rows(name)
        scores, seen = self._held_out(reading, rows)
        labels, kinds = corpus.labels[seen], corpus.kinds[seen]
        slope, offset = fit_scale(scores, labels, corpus.weights[seen])
        probabilities = Scale(slope=slope, offset=offset, review=0.5).probability(scores)
        neutral = {
            str(kind): probabilities[~labels & (kinds == kind)]
            for kind in np.unique(kinds[~labels])
        }
        written = {kind: values for kind, values in neutral.items() if kind.startswith(WRITTEN)}
        real = {kind: values for kind, values in neutral.items() if kind not in written}
        bounds = (PLAIN_BOUNDS if reading == PLAIN else OTHER_BOUNDS)[name]
        choice = choose(real, written, bounds.tightened(self._caution))
        scale = Scale(slope=slope, offset=offset, review=choice.review)
        made = self._learned(reading, rows)
        return replace(made, name=name, scale=scale), Measured(
            probabilities=probabilities,
            certainties=scale.certainty(scores),
            labels=labels,
            kinds=kinds,
            weak=np.array([corpus.rows[place].weak for place in seen], np.bool_),
            places=seen,
            choice=choice,
        )

    def _rows(self, name: str) -> Places:
        """Return the rows that a reader learns from: support of its own sort, and all else."""
        written = np.char.startswith(self._corpus.kinds, WRITTEN)
        own = written if name == ACTS else ~written
        return np.flatnonzero(own | ~self._corpus.labels)

    def _held_out(self, reading: str, rows: Places) -> tuple[Floats, Places]:
        """Return scores of rows by readers that had not seen them, and which rows have one.

        In plain writing every part is held out in turn; otherwise two of them, once.
        """
        parts = self._corpus.parts[rows]
        rounds: Sequence[Sequence[int]] = (
            [[part] for part in range(PARTS)] if reading == PLAIN else [[0, 1]]
        )
        scores, seen = [], []
        for some in rounds:
            out = np.isin(parts, some)
            reader = self._learned(reading, rows[~out])
            asked = rows[out].astype(np.int32)
            scores.append(reader.scores(self._corpus.codes, self._corpus.bounds, asked))
            seen.append(rows[out])
        return np.concatenate(scores), np.concatenate(seen)

    def _learned(self, reading: str, rows: Places) -> Reader:
        rows = rows[self._learning[rows]]
        corpus, labels = self._corpus, self._corpus.labels[rows]
        weights = corpus.weights[rows]
        codes, bounds = corpus.some(rows)
        fitted = fit(codes, bounds, labels, reading=reading, weights=weights)
        net = None
        if reading == PLAIN and self._vectors is not None and self._pooled is not None:
            pooled = self._pooled[rows]
            net = train_net(
                self._vectors, pooled, labels, weights.astype(np.float32), seed=self._seed
            )
        return Reader(
            table=fitted.table,
            bias=fitted.bias,
            scale=Scale(slope=1.0, offset=0.0, review=0.5),
            net=net,
            net_share=NET_SHARE if net else 0.0,
        )
