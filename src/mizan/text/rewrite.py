"""Rewriting stretches of a text, with the place that each letter came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import repeat

from mizan.terms.match import Span

Piece = tuple[int, str]  # place in the text, and what is read there


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text that was rewritten.

    places  where each letter of it came from, never falling
    spans   the stretches of the text before that were rewritten, rising
    """

    text: str
    places: Sequence[int]
    spans: tuple[Span, ...]

    def then(self, later: Rewritten) -> Rewritten:
        """Return what came of this text when `later` was made of it, as made in one step."""
        places = self.places
        spans = [(places[start], places[end - 1] + 1) for start, end in later.spans]
        return Rewritten(
            later.text,
            [places[place] for place in later.places],
            _merged([*self.spans, *spans]),
        )


def unchanged(text: str) -> Rewritten:
    """Return a text as it is."""
    return Rewritten(text, range(len(text)), ())


def rewrite(
    text: str, pattern: re.Pattern[str], read: Callable[[re.Match[str]], list[Piece] | None]
) -> Rewritten:
    """Rewrite each stretch that matches, never empty; `read` says how, or None to let it be."""
    out: list[str] = []
    places: list[int] = []
    spans: list[Span] = []
    at = 0
    for found in pattern.finditer(text):
        pieces = read(found)
        if pieces is None:
            continue
        out.append(text[at : found.start()])
        places.extend(range(at, found.start()))
        for place, letters in pieces:
            out.append(letters)
            places.extend(repeat(place, len(letters)))
        spans.append(found.span())
        at = found.end()
    if not spans:
        return unchanged(text)
    out.append(text[at:])
    places.extend(range(at, len(text)))
    return Rewritten("".join(out), places, tuple(spans))


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
