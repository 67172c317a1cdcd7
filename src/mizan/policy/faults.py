"""Faults of a rules file: where each is, what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

_SHOWN = 40  # code points of a word that a message repeats


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. Faults sort by their place in the file."""

    line: int  # from 1
    column: int  # from 1, in code points
    message: str  # what is wrong
    hint: str = ""  # the way out

    def __str__(self) -> str:
        text = f"{self.line}:{self.column}: {self.message}"
        return f"{text} ({self.hint})" if self.hint else text


def shown(word: str) -> str:
    """Return a word of the file as a message may repeat it: short, and printable everywhere."""
    short = word if len(word) <= _SHOWN else word[: _SHOWN - 1] + "…"
    return "".join(char if char.isprintable() else "?" for char in short)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint with the known word nearest to `word`, or with all of them."""
    choices = list(known)
    near = get_close_matches(word[:_SHOWN], choices, n=1)
    return f"did you mean {near[0]}?" if near else f"known are: {', '.join(choices)}"
