"""Where two texts differ, line by line, with as many lines around as make it readable."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

AROUND = 3  # lines before and after a difference
MOST_LINES = 5000  # of each text that are compared

Sign = Literal["same", "out", "in", "gap"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: of both texts, only of the old one, only of the new one; or a gap."""

    sign: Sign
    old: int | None  # its number there, from 1
    new: int | None
    text: str


def difference(old: str, new: str) -> list[Line]:
    """Return the lines that differ with those around; empty when nothing does."""
    before, after = old.splitlines()[:MOST_LINES], new.splitlines()[:MOST_LINES]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[Line] = []
    for group in matcher.get_grouped_opcodes(AROUND):
        if found or group[0][1] > 0:
            found.append(Line("gap", None, None, ""))
        for code in group:
            found += _lines(before, after, *code)
    return found


def _lines(
    before: list[str], after: list[str], tag: str, a: int, b: int, c: int, d: int
) -> list[Line]:
    if tag == "equal":
        return [Line("same", a + n + 1, c + n + 1, text) for n, text in enumerate(before[a:b])]
    gone = [Line("out", a + n + 1, None, text) for n, text in enumerate(before[a:b])]
    come = [Line("in", None, c + n + 1, text) for n, text in enumerate(after[c:d])]
    return gone + come
