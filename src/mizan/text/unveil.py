"""Disguises that leave the letters where they are: to be seen without what was added to them.

The normal form undoes invisible signs and lookalikes anyhow; what else reads a text letter by
letter does not, and a disguise is rarely alone.
"""

from __future__ import annotations

import re

from mizan.text.definition import LOOKALIKES
from mizan.text.invisible import UNSEEN
from mizan.text.rewrite import Piece, Rewritten, rewrite

_LETTER = r"[^\W\d_]"
_HIDDEN = re.compile(rf"(?<=\w)[{UNSEEN}]++(?=\w)")
_DRAWN = re.compile(rf"({_LETTER})\1\1++")
_FOREIGN = r"\u0370-\u03ff\u0400-\u058f\u1f00-\u1fff"  # Greek, Cyrillic, Armenian
_FOREIGN_LETTER = re.compile(f"[{_FOREIGN}]")
_BARE = re.compile(r"[\u066e\u066f\u06a1\u06ba]")
_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"\w++")


def without_hidden(text: str) -> Rewritten:
    """Return the text without the invisible signs within its words."""
    return rewrite(text, _HIDDEN, lambda _: [])


def with_single_letters(text: str) -> Rewritten:
    """Return the text with each letter that stands three times or more standing once."""
    return rewrite(text, _DRAWN, lambda found: [(found.start(), found.group(1))])


def in_one_script(text: str) -> Rewritten:
    """Return the text with Latin letters for those that pass for one, in words that have both."""
    return rewrite(text, _WORD, _latin)


def dotless_words(text: str) -> Rewritten:
    """Return the text as it is; its spans are the words with letters of dotless writing."""
    return rewrite(text, _WORD, _dotless)


def _latin(word: re.Match[str]) -> list[Piece] | None:
    if not (_FOREIGN_LETTER.search(word.group()) and _LATIN.search(word.group())):
        return None
    return list(enumerate(map(_lookalike, word.group()), word.start()))


def _dotless(word: re.Match[str]) -> list[Piece] | None:
    found = word.group()
    return list(enumerate(found, word.start())) if _BARE.search(found) else None


def _lookalike(sign: str) -> str:
    letter = LOOKALIKES.get(sign, sign)
    return letter.upper() if sign.isupper() else letter
