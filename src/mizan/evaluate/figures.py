"""Figures: runs slices through the product itself and counts what it says of them.

What is counted are verdicts, so that words, names, contexts and the policy have their say; a model
alone is not what a service gets. Scores are kept for the ranking, texts are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from mizan.detect.learned import HINT, SUPPORT
from mizan.engine.scan import Engine
from mizan.errors import ContentError
from mizan.evaluate.functional import CONTEXTS
from mizan.evaluate.measures import (
    AtRate,
    Bin,
    Floats,
    Share,
    bins_of,
    calibration_error,
    mean,
    recall_at,
)
from mizan.evaluate.slices import Slice
from mizan.terms.content import Content
from mizan.terms.verdict import Verdict

BATCH = 1000  # texts scanned together
RATES = (0.01, 0.001)  # mean false positive rates at which recall is told
LEAST = 30  # texts of a group before it may be called the worst

Tick = Callable[[int], object]  # told how many texts more were scanned


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was said of one slice."""

    slice: Slice  # its texts are gone from it
    total: int
    flagged: int  # not left alone
    act: int
    told: int  # flagged, and a finding names a context that explains the words
    scores: Floats  # of the verdicts, 0..1; 0 where there is none
    certain: Floats  # of the model, 0..1; 0 where it says nothing

    @property
    def share(self) -> Share:
        """Return how many are flagged."""
        return Share(self.flagged, self.total)


@dataclass(frozen=True, slots=True)
class Figures:
    """The rows of a run, and what they add up to."""

    rows: tuple[Row, ...]

    def of(self, *roles: str, way: str | None = None) -> list[Row]:
        """Return the rows of some roles; of one way, where that is given."""
        found = [row for row in self.rows if row.slice.role in roles and row.total]
        return [row for row in found if way is None or row.slice.way == way]

    def langs(self) -> list[str]:
        """Return the languages that there are rows of."""
        return sorted({row.slice.lang for row in self.rows})

    def worst(self) -> Row | None:
        """Return the protected group with the largest share flagged; None without any.

        The larger one of two; one with fewer than LEAST texts only where no other is flagged.
        """
        return max(self.of("stay"), key=_badness, default=None)

    def mean_rate(self, lang: str) -> float:
        """Return the mean share flagged over protected groups as they are written, 0..1."""
        return mean(row.share for row in self._protected(lang))

    def recall(self, lang: str, most: float) -> AtRate | None:
        """Return recall of plain support where that mean is at most `most`; None if unknown."""
        found = [row for row in self.of("support", way="") if row.slice.lang == lang]
        support = [row.scores for row in found if not row.slice.weak]
        if not support:
            return None
        groups = [row.scores for row in self._protected(lang)]
        return recall_at(np.concatenate(support), groups, most)

    def bins(self, lang: str) -> list[Bin]:
        """Return the reliability of the model in a language; labels of accounts do not count."""
        rows = [*self.of("support", way=""), *self._protected(lang)]
        rows = [row for row in rows if row.slice.lang == lang and not row.slice.weak]
        if not rows:
            return []
        true = [np.full(row.total, row.slice.role == "support") for row in rows]
        return bins_of(np.concatenate([row.certain for row in rows]), np.concatenate(true))

    def error(self, lang: str) -> float | None:
        """Return the expected calibration error in a language, 0..1; None if unknown."""
        return calibration_error(self.bins(lang))

    def _protected(self, lang: str) -> list[Row]:
        return [row for row in self.rows if _protected(row) and row.slice.lang == lang]


def run_slices(engine: Engine, slices: Iterable[Slice], tick: Tick = lambda _: None) -> Figures:
    """Return what an engine says of slices. ContentError when a text cannot be examined."""
    return Figures(tuple(_row(engine, some, tick) for some in slices))


def _row(engine: Engine, some: Slice, tick: Tick) -> Row:
    verdicts: list[Verdict] = []
    for start in range(0, len(some.items), BATCH):
        contents = [_content(n, item) for n, item in enumerate(some.items[start : start + BATCH])]
        verdicts += _answered(engine.scan_many(contents))
        tick(len(contents))
    flagged = [one for one in verdicts if one.verdict != "leave"]
    return Row(
        slice=_bare(some),
        total=len(verdicts),
        flagged=len(flagged),
        act=sum(one.verdict == "act" for one in flagged),
        told=sum(any(found.label in CONTEXTS for found in one.findings) for one in flagged),
        scores=np.array([one.score or 0.0 for one in verdicts]),
        certain=np.array([_certainty(one) for one in verdicts]),
    )


def _content(number: int, item: str | bytes) -> Content:
    if isinstance(item, bytes):
        return Content(id=str(number), data=item, name="page.html")
    return Content(id=str(number), text=item)


def _answered(answers: Sequence[Verdict | ContentError]) -> list[Verdict]:
    verdicts = []
    for answer in answers:
        if isinstance(answer, ContentError):
            raise answer
        verdicts.append(answer)
    return verdicts


def _certainty(verdict: Verdict) -> float:
    learned = (one.score for one in verdict.findings if one.label in (SUPPORT, HINT))
    return max((score or 0.0 for score in learned), default=0.0)


def _bare(some: Slice) -> Slice:
    return Slice(
        group=some.group,
        lang=some.lang,
        role=some.role,
        source=some.source,
        items=(),
        way=some.way,
        seen=some.seen,
        weak=some.weak,
    )


def _protected(row: Row) -> bool:
    """Tell whether a row counts for the mean: a group as it is written, or pieces of news."""
    return (
        row.slice.role == "stay" and bool(row.total) and not row.slice.way.startswith("disguised")
    )


def _badness(row: Row) -> tuple[bool, float, int]:
    enough = row.total >= LEAST
    return (enough and row.flagged > 0) or False, row.share.value, row.total
