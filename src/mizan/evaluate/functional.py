"""Functional: runs MizanCheck on a system and counts what it got right, function by function.

A harmful case is right when it is not left alone, a harmless one when it is. For two functions that
quote a violent group's words, a review whose findings name the context is counted apart: it is
still no right answer, but the reviewer is told what to look for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mizan.casework.guards import wilson
from mizan.engine.scan import Engine
from mizan.errors import ContentError
from mizan.evaluate.cases import (
    LANGS,
    SIDES,
    Case,
    Function,
    Lang,
    Side,
    by_function,
    load_functions,
    plain_cases,
)
from mizan.evaluate.disguises import disguised_cases
from mizan.terms.content import Content
from mizan.terms.verdict import Level

BATCH = 500  # cases scanned together
QUOTING = frozenset({"report_quoting", "quoted_and_condemned"})
CONTEXTS = frozenset({"reporting", "research", "condemnation", "quotation"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a system says of a case."""

    level: Level
    labels: frozenset[str] = frozenset()  # of its findings


Flag = Callable[[Sequence[Case]], list[Said]]  # a system: one answer for each case, in order


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case and what was said of it."""

    case: Case
    said: Said

    @property
    def right(self) -> bool:
        """Say whether the answer is the right one."""
        return (self.said.level == "leave") == (self.case.side == "stay")

    @property
    def apart(self) -> bool:
        """Say whether it is a quoting case that goes to review with its context told."""
        quoting = self.case.function in QUOTING and self.said.level == "review"
        return quoting and bool(self.said.labels & CONTEXTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many of some cases are right, with the 95 % Wilson interval of their share."""

    name: str  # of the function, or of the side
    side: Side
    lang: Lang
    right: int
    total: int
    apart: int  # quoting cases in review with their context, among the wrong ones

    @property
    def share(self) -> float:
        """Return the share that is right, 0..1; 0 of none."""
        return self.right / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Return the interval in which the share may lie, 0..1."""
        return wilson(self.right, self.total)


@dataclass(frozen=True, slots=True)
class Report:
    """All outcomes of a run, and what they add up to."""

    outcomes: tuple[Outcome, ...]
    functions: tuple[Function, ...]

    def rates(self) -> Iterator[Rate]:
        """Yield the rate of every function that has cases, language by language."""
        for lang in LANGS:
            for one in self.functions:
                some = [
                    each
                    for each in self.outcomes
                    if (each.case.function, each.case.lang) == (one.name, lang)
                ]
                if some:
                    yield _rate(one.name, one.side, lang, some)

    def totals(self) -> Iterator[Rate]:
        """Yield the rate of every side in every language that has cases."""
        for lang in LANGS:
            for side in SIDES:
                some = [o for o in self.outcomes if (o.case.side, o.case.lang) == (side, lang)]
                if some:
                    yield _rate(side, side, lang, some)

    def worst(self) -> Rate | None:
        """Return the function with the lowest share; the larger one of two; None without cases."""
        return min(self.rates(), key=lambda rate: (rate.share, -rate.total), default=None)

    def failures(self) -> Iterator[Outcome]:
        """Yield every outcome that is not right, in the order of the cases."""
        return (outcome for outcome in self.outcomes if not outcome.right)


def all_cases(langs: Sequence[Lang] = LANGS) -> list[Case]:
    """Return every case of some languages, the disguised ones after the plain ones."""
    functions = load_functions()
    cases: list[Case] = []
    for lang in langs:
        plain = plain_cases(lang)
        cases += plain + disguised_cases(plain, functions, lang)
    places = {one.name: place for place, one in enumerate(functions)}
    grouped = by_function(cases)
    return [case for name in sorted(grouped, key=places.__getitem__) for case in grouped[name]]


def run_check(cases: Sequence[Case], flag: Flag) -> Report:
    """Return what a system says of cases; `flag` gives one answer for each."""
    said = flag(cases)
    return Report(tuple(Outcome(*one) for one in zip(cases, said, strict=True)), load_functions())


def by_engine(engine: Engine) -> Flag:
    """Return the system that an engine is. ContentError when a case cannot be examined."""

    def flag(cases: Sequence[Case]) -> list[Said]:
        said: list[Said] = []
        for start in range(0, len(cases), BATCH):
            some = cases[start : start + BATCH]
            contents = [Content(id=case.id, text=case.text) for case in some]
            for verdict in engine.scan_many(contents):
                if isinstance(verdict, ContentError):
                    raise verdict
                labels = frozenset(finding.label for finding in verdict.findings)
                said.append(Said(verdict.verdict, labels))
        return said

    return flag


def _rate(name: str, side: Side, lang: Lang, some: Sequence[Outcome]) -> Rate:
    return Rate(
        name=name,
        side=side,
        lang=lang,
        right=sum(outcome.right for outcome in some),
        total=len(some),
        apart=sum(outcome.apart for outcome in some),
    )
