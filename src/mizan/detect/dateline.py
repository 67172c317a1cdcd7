"""Datelines: the head by which news begins: place, agency, dash."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mizan.terms.match import Span

_LINES = 3  # a headline and perhaps a byline may stand before it
_HEAD = 80  # code points of a line in which a dateline ends
_PLACE = re.compile(r"\s*(?P<place>[^\n.!?؟«»\"():–—-]{2,40}?)\s*(?P<rest>[(–—:/]|\s-\s)")
_DASH = re.compile(r"\s(?:[–—]|-)\s|:\s")
_MOST_WORDS = 4  # of a place's name


def find_dateline(text: str, agencies: Sequence[Span], said: Sequence[Span]) -> Span | None:
    """Return the place of the dateline among the first lines of a text, if it has one.

    agencies  where agencies and desks are named
    said      where words of attribution stand
    """
    for start, line in _lines(text):
        place = _PLACE.match(line)
        dash = _DASH.search(line, 0, _HEAD)
        if place is None or dash is None or len(place["place"].split()) > _MOST_WORDS:
            continue
        end = start + dash.end()
        if (
            place["place"].isupper()
            or any(start <= at[0] < start + _HEAD and at[0] <= end for at in agencies)
            or any(at[0] == end for at in said)
        ):
            return start + place.start("place"), start + dash.start()
    return None


def _lines(text: str) -> list[tuple[int, str]]:
    """Return the beginnings of the first lines that are not blank, with their places."""
    found: list[tuple[int, str]] = []
    start = 0
    while start < len(text) and len(found) < _LINES:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start : min(end, start + 2 * _HEAD)]
        if line.strip():
            found.append((start, line))
        start = end + 1
    return found
