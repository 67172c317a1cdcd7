"""Sightings: the cues that count in a batch, after negations and quotations are minded."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mizan.detect.cues import CONJUNCTIONS, GROUPS, Cue, CueBook, Joins
from mizan.terms.match import Span
from mizan.text.fold import Folded
from mizan.text.phrases import PhraseHits, PhraseTable
from mizan.text.quotes import quoted_many

_REACH = 60  # code points in which a negation or a longer wording is looked for
_BEYOND = 2**31  # past the end of any text
_MOST = 2000  # hits of one text that are looked at; what a flood of more would add is no news
_CLAUSE_ENDS = re.compile(r"[.!?؟،,;؛:\n]|\b(?:and|but|then)\b|\bثم\b|\bو?لكن\b")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One cue at one place."""

    cue: Cue
    span: Span  # in the original text


@dataclass(slots=True)
class Sightings:
    """What was seen in one text. All lists rise by place."""

    cues: list[Sighting] = field(default_factory=list)  # those that count
    books: list[Span] = field(default_factory=list)  # names of books of scripture
    quotes: list[Span] = field(default_factory=list)  # quotations, none in or next to another

    def __bool__(self) -> bool:
        """Whether anything was seen."""
        return bool(self.cues or self.books or self.quotes)

    def of(self, group: str) -> list[Sighting]:
        """Return the sightings of one group."""
        return [seen for seen in self.cues if seen.cue.group == group] if self.cues else []

    def by_group(self) -> dict[str, list[Sighting]]:
        """Return the sightings of each group that was seen."""
        groups: dict[str, list[Sighting]] = {}
        for seen in self.cues:
            groups.setdefault(seen.cue.group, []).append(seen)
        return groups


@dataclass(slots=True)
class _Raw:
    """All phrase hits of one text, before any of them is weighed."""

    cues: list[tuple[Cue, Span, bool]] = field(default_factory=list)  # bool: joined by wa-, fa-
    unless: dict[str, list[Span]] = field(default_factory=dict)  # by the cue's name
    negations: list[Span] = field(default_factory=list)
    not_negations: list[Span] = field(default_factory=list)
    books: list[Span] = field(default_factory=list)


class Finder:
    """Looks for every cue of a book in a batch. Immutable and thread-safe."""

    def __init__(self, book: CueBook) -> None:
        """Compile all wordings of `book` into one phrase table."""
        self._meanings: list[tuple[str, Cue | None, bool]] = []  # what, whose, joined
        phrases: list[str] = []
        clitics: list[bool] = []

        def enter(what: str, cue: Cue | None, wordings: Iterable[str], joins: Joins) -> None:
            heads = ("", *CONJUNCTIONS) if joins == "verb" else ("",)
            for wording in wordings:
                for head in heads:
                    phrases.append(head + wording)
                    clitics.append(joins == "noun")
                    self._meanings.append((what, cue, bool(head)))

        for cue in book.cues:
            enter("cue", cue, cue.phrases, cue.joins)
            enter("unless", cue, cue.unless, cue.joins)
        enter("negation", None, book.negations, "none")
        enter("not_negation", None, book.not_negations, "verb")
        enter("book", None, book.books, "none")
        self._telling = np.array([what in ("cue", "book") for what, *_ in self._meanings], bool)
        self._table = PhraseTable(phrases, clitics)

    def find_many(self, folded: Folded, texts: Sequence[str]) -> list[Sightings]:
        """Return what counts in each row of `folded`; `texts` are the rows' original texts."""
        raw, quotes = self._hits(folded), _quotes(folded)
        seen = [_NOTHING] * len(texts)
        for row in raw.keys() | quotes.keys():
            seen[row] = _weigh(raw[row], texts[row], merged(quotes[row]))
        return seen

    def _hits(self, folded: Folded) -> dict[int, _Raw]:
        """Return the hits of each row that holds a cue or a book."""
        raw: dict[int, _Raw] = defaultdict(_Raw)
        hits = self._table.find_many(folded)
        if len(hits.row):
            kept = self._worth_a_look(hits, len(folded))
            columns = (hits.row[kept], hits.phrase[kept], hits.start[kept], hits.end[kept])
            for row, phrase, start, end in _rows(*columns):
                self._sort_in(raw[row], phrase, (start, end))
        return raw

    def _worth_a_look(self, hits: PhraseHits, rows: int) -> NDArray[np.bool_]:
        """Say of each hit whether its text holds a cue or a book at all, up to `_MOST` a text.

        Negations are everywhere; without a cue that they could negate they are nothing.
        """
        telling = np.zeros(rows, np.bool_)
        telling[hits.row[self._telling[hits.phrase]]] = True
        kept: NDArray[np.bool_] = telling[hits.row] & (_rank(hits.row) < _MOST)
        return kept

    def _sort_in(self, raw: _Raw, phrase: int, span: Span) -> None:
        what, cue, joined = self._meanings[phrase]
        if cue is None:
            lists = {"negation": raw.negations, "not_negation": raw.not_negations}
            lists.get(what, raw.books).append(span)
        elif what == "unless":
            raw.unless.setdefault(cue.name, []).append(span)
        else:
            raw.cues.append((cue, span, joined))


def _quotes(folded: Folded) -> dict[int, list[Span]]:
    """Return the quotations of each row that has some, in order."""
    quotes: dict[int, list[Span]] = defaultdict(list)
    found = quoted_many(folded)
    if len(found.row):
        kept = _rank(found.row) < _MOST
        for row, start, end in _rows(found.row[kept], found.start[kept], found.end[kept]):
            quotes[row].append((start, end))
    return quotes


_NOTHING = Sightings()  # shared by all texts in which nothing was seen; never written to


def _rank(rows: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return for each of the rising rows how many equal ones stand before it."""
    return np.arange(len(rows)) - np.searchsorted(rows, rows, side="left")


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that touch or overlap made one."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return whole


def covered(span: Span, by: Sequence[Span]) -> bool:
    """Return whether one of the rising spans `by` holds the whole of `span`."""
    if not by:
        return False
    first = bisect_left(by, (span[0] - _REACH, 0))
    last = bisect_right(by, (span[0], _BEYOND))
    return any(start <= span[0] and span[1] <= end for start, end in by[first:last])


def _rows(*columns: NDArray[np.int32]) -> Iterator[tuple[int, ...]]:
    """Return the rows of equally long arrays as plain integers, which spans are made of."""
    return zip(*(column.tolist() for column in columns), strict=True)


def _weigh(raw: _Raw, text: str, quotes: list[Span]) -> Sightings:
    innocent = sorted(raw.not_negations)
    negations = sorted(
        ((end, start) for start, end in raw.negations if not covered((start, end), innocent))
    )
    unless = {name: sorted(spans) for name, spans in raw.unless.items()}
    counted = [
        Sighting(cue, span)
        for cue, span, joined in sorted(raw.cues, key=lambda seen: (seen[1], seen[0].name))
        if not covered(span, unless.get(cue.name, ()))
        and (joined or not _negated(span, text, negations))
        and (GROUPS[cue.group] or not within(span, quotes))
    ]
    return Sightings(counted, sorted(raw.books), quotes)


def _negated(span: Span, text: str, negations: Sequence[tuple[int, int]]) -> bool:
    """Return whether a negation stands at most one word before, in the same clause."""
    first = bisect_left(negations, (span[0] - _REACH, 0))
    last = bisect_right(negations, (span[0], span[0]))
    for end, _ in negations[first:last]:
        between = text[end : span[0]]
        if len(between.split()) <= 1 and not _CLAUSE_ENDS.search(between):
            return True
    return False


def within(span: Span, quotes: Sequence[Span]) -> bool:
    """Return whether a span begins inside one of the merged quotations."""
    place = bisect_right(quotes, (span[0], _BEYOND)) - 1
    return place >= 0 and span[0] < quotes[place][1]
