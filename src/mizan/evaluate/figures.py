"""Figures: runs slices through the product itself and counts what it says of them.

What is counted are verdicts, so that words, names, contexts and the policy have their say; a model
alone is not what a service gets. Scores are kept for the ranking, texts are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mizan.classify.measures import Floats
from mizan.detect.learned import HINT, SUPPORT
from mizan.engine.scan import Engine
from mizan.errors import ContentError
from mizan.evaluate.functional import CONTEXTS
from mizan.evaluate.slices import Slice
from mizan.terms.content import Content
from mizan.terms.verdict import Verdict

BATCH = 1000  # texts scanned together

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


def run_slices(engine: Engine, slices: Iterable[Slice], tick: Tick = lambda _: None) -> list[Row]:
    """Return what an engine says of each slice. ContentError when a text cannot be examined."""
    return [_row(engine, some, tick) for some in slices]


def _row(engine: Engine, some: Slice, tick: Tick) -> Row:
    verdicts: list[Verdict] = []
    for start in range(0, len(some.items), BATCH):
        contents = [_content(n, item) for n, item in enumerate(some.items[start : start + BATCH])]
        verdicts += _answered(engine.scan_many(contents))
        tick(len(contents))
    flagged = [one for one in verdicts if one.verdict != "leave"]
    return Row(
        slice=replace(some, items=()),
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
