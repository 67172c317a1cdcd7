"""Calibrate: a threshold that keeps the model's false cases within a daily budget.

From the service's own ordinary posts, without labels: nearly all of them are taken for innocent.
The threshold is a conformal quantile (Vovk and others, 2005; Angelopoulos and Bates, 2023): the
smallest one above which so few of n posts lie that (posts + 1) / (n + 1) is within the share of
posts that the budget allows.

What is guaranteed: if the posts to come are like those looked at (exchangeable with them), the
chance that the next one opens a case is at most that share. It is marginal: over all posts and all
samples that might have been drawn, not for each language or group, and not for each day.

Only what the model alone brings before a person counts: a match with a bank, or whatever else the
rules go by, opens its case whatever the budget.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import ceil, floor

from mizan.casework.guards import wilson
from mizan.classify.about import ANY, recall_at
from mizan.classify.registry import Chosen
from mizan.config import BATCH
from mizan.detect.learned import Learned
from mizan.engine.advise import advise
from mizan.engine.examine import Examined, examine
from mizan.engine.scan import Engine
from mizan.errors import ModelError
from mizan.terms.content import Content
from mizan.terms.time import ticks
from mizan.terms.verdict import LEVELS, Verdict

STEP = 0.001  # the threshold lies at most so far above the score that must stay below it
_ROUNDED = 1e-9  # what a share loses when it is multiplied out


@dataclass(frozen=True, slots=True)
class Post:
    """What a calibration keeps of an ordinary post: no text."""

    lang: str
    score: float  # 0..1, of the finding by which the model alone opens a case; 0 where it does not


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How many false cases there may be."""

    cases: float  # a day, at most; > 0
    posts: float  # a day, on the service; > 0

    @property
    def share(self) -> float:
        """Return the share of ordinary posts that may open a case."""
        return self.cases / self.posts

    @property
    def least(self) -> int:
        """Return how many posts are needed before anything can be promised."""
        return max(1, ceil(1 / self.share - _ROUNDED) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What becomes of one language."""

    lang: str
    posts: int
    before: int  # of those, opening a case at the model's own threshold
    after: int  # ... at the new one
    own: float  # the model's own threshold, 0..1
    threshold: float  # the new one
    recall_before: float | None  # as the model measured it; None where it did not
    recall_after: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A threshold within a budget, and what it costs."""

    budget: Budget
    posts: int
    after: int  # posts that open a case at the new threshold
    least: float  # threshold below which no text is told, 0..1
    rows: tuple[Row, ...]  # by language, the most posts first

    @property
    def a_day(self) -> tuple[float, float, float]:
        """Return the false cases a day that were seen, and their 95 % interval (Wilson)."""
        low, high = wilson(self.after, self.posts)
        day = self.budget.posts
        return self.after / self.posts * day, low * day, high * day

    @property
    def at_most(self) -> float:
        """Return the expected false cases a day that are promised: a bound, <= the budget."""
        return (self.after + 1) / (self.posts + 1) * self.budget.posts


def look(engine: Engine, chosen: Chosen, texts: Iterable[str]) -> Iterator[Post]:
    """Yield what the rules in force make of each text with the model at its own thresholds.

    Texts that cannot be examined are left out.
    """
    left = iter(texts)
    detectors = engine.models.bare(chosen)
    while some := [*islice(left, BATCH)]:
        contents = [Content(id=str(row), text=text) for row, text in enumerate(some)]
        examined = examine(contents, engine.reader.refresh(), engine.signals, detectors)
        yield from _posts(engine, examined)


def calibrated(chosen: Chosen, posts: Sequence[Post], budget: Budget) -> Outcome:
    """Return the threshold that keeps the budget; the model's own go on where they are higher.

    ModelError model.too_few_posts, model.too_blunt.
    """
    least = threshold_within([one.score for one in posts], budget)
    by_lang = defaultdict[str, list[float]](list)
    for one in posts:
        by_lang[one.lang].append(one.score)
    rows = [_row(chosen, lang, scores, least) for lang, scores in by_lang.items()]
    return Outcome(
        budget=budget,
        posts=len(posts),
        after=sum(_opens(one.score, least) for one in posts),
        least=least,
        rows=tuple(sorted(rows, key=lambda row: (-row.posts, row.lang))),
    )


def threshold_within(scores: Sequence[float], budget: Budget) -> float:
    """Return the smallest threshold with (scores from there on + 1) / (all + 1) <= the share.

    scores  0..1; 0 of what opens no case at any threshold

    Return 0 where every score may open a case. ModelError as of `calibrated`.
    """
    if len(scores) < budget.least:
        raise ModelError(
            f"{len(scores)} posts are too few to keep a budget of {budget.cases:g} a day among"
            f" {budget.posts:g} posts a day",
            hint=f"give at least {budget.least} posts, or a larger budget; nothing was changed",
            code="model.too_few_posts",
        )
    allowed = floor(budget.share * (len(scores) + 1) + _ROUNDED) - 1
    rising = sorted(score for score in scores if score > 0)
    if len(rising) <= allowed:
        return 0.0
    below = rising[-1 - allowed]  # the largest score that must not open a case
    above = next((score for score in rising[-1 - allowed :] if score > below), 1.0)
    if below >= 1.0:
        raise ModelError(
            "the model is wholly sure of too many of these posts: no threshold keeps the budget",
            hint="give a larger budget, look at the posts, or use another model;"
            " nothing was changed",
            code="model.too_blunt",
        )
    between = min(below + STEP, (below + above) / 2)
    return between if between > below else above


def _posts(engine: Engine, examined: Examined) -> Iterator[Post]:
    others = [one for one in examined.findings if one.detector != Learned.name]
    scores = defaultdict[int, float](float)
    for one in examined.findings:
        if one.detector == Learned.name:
            content = examined.batch.parts[one.part].content
            scores[content] = max(scores[content], one.score or 0.0)
    started, policy = ticks(), engine.rules.now()
    with_it, without = (
        advise(each, policy=policy, started=started, quote=False)
        for each in (examined, replace(examined, findings=others))
    )
    for row, (full, bare) in enumerate(zip(with_it, without, strict=True)):
        if isinstance(full, Verdict) and isinstance(bare, Verdict):
            raised = LEVELS.index(full.verdict) > LEVELS.index(bare.verdict)
            yield Post(full.lang, scores[row] if raised else 0.0)


def _row(chosen: Chosen, lang: str, scores: Sequence[float], least: float) -> Row:
    thresholds, curves = chosen.about.thresholds, chosen.about.curve
    own = thresholds.get(lang, thresholds[ANY])
    curve = curves.get(lang, curves.get(ANY, ()))
    return Row(
        lang=lang,
        posts=len(scores),
        before=sum(_opens(score, 0.0) for score in scores),
        after=sum(_opens(score, least) for score in scores),
        own=own,
        threshold=max(own, least),
        recall_before=recall_at(curve, own),
        recall_after=recall_at(curve, max(own, least)),
    )


def _opens(score: float, least: float) -> bool:
    return score > 0 and score >= least
