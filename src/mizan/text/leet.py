"""Leetspeak: digits and signs for the letters that they resemble, within words of Latin letters."""

from __future__ import annotations

import re

_LETTERS = str.maketrans("0134578@$!|+", "oieastbasilt")
_WORD = re.compile(r"[A-Za-z0134578@$!|+]{2,}")
_INSIDE = re.compile(r"(?:[A-Za-z].*[0134578@$|+]|[0134578@$|+].*[A-Za-z]|[A-Za-z].*!.*[A-Za-z])")
_PLAIN = re.compile(r"\d+[A-Za-z]{1,2}|[A-Za-z]{1,7}\d+|[A-Za-z]+[!|+@$]+")  # 10k, iPhone7, now!


def undo_leet(text: str) -> str:
    """Return the text with letters in place of digits and signs; every letter stays in its place.

    Words that only end in a number, and numbers with a unit, are left as they are.
    """
    return _WORD.sub(_undone, text)


def _undone(word: re.Match[str]) -> str:
    found = word.group()
    if _INSIDE.search(found) is None or _PLAIN.fullmatch(found):
        return found
    return found.translate(_LETTERS)
