"""Leetspeak: digits and signs for the letters that they resemble, within words of Latin letters."""

from __future__ import annotations

import re

from mizan.text.rewrite import Piece, Rewritten, rewrite

_SIGNS = "0134578@$!|+"
_LETTERS = dict(zip(_SIGNS, "oieastbasilt", strict=True))
_WORD = re.compile(rf"(?<![\w@#/.-])[A-Za-z{re.escape(_SIGNS)}]{{3,40}}(?![\w@/-]|\.\w)")
_INSIDE = re.compile(r"[A-Za-z][^A-Za-z]{1,3}(?=[A-Za-z])")
_FRONT = re.compile(r"[013457$][A-Za-z]*[^A-Za-z]?[A-Za-z]{2}")
# Left as they are: 10k, iPhone7, now!, rock+roll. No sign of leetspeak: 5star, 4x4, mp3s, h1n1.
_PLAIN = re.compile(r"\d+[A-Za-z]{1,2}|[A-Za-z]+\d+|[A-Za-z]+[!|+@$]+|[A-Za-z]+[!|+]+[A-Za-z]+")
_USUAL = re.compile(
    r"[A-Za-z]\d[A-Za-z]|(?:[A-Za-z]\d){2,}|\d[A-Za-z]+|[A-Za-z]{1,3}\d+[A-Za-z]{1,2}"
)
_SPELLED = re.compile(r"(?![b-df-hj-np-tv-z]*$)(?!.*(?:[b-df-hj-np-tv-xz]{5}|[aeiou]{4}|(.)\1\1))")
_OTHER = re.compile(r"[014@$]")
_SOME = 2  # words with one letter disguised; fewer are play


def is_leet(text: str) -> bool:
    """Say whether words of a text are written with digits for letters.

    One word with several of them shows it, else several words do.
    """
    signs = [found for word in _WORD.finditer(text) if (found := _signs(word.group()))]
    return any(number > 1 for number in signs) or len(signs) >= _SOME


def is_only_leet(text: str) -> bool:
    """Say whether a word of a text has a digit or sign that Arabizi does not write."""
    return any(
        _OTHER.search(word.group()) and _disguised(word.group()) for word in _WORD.finditer(text)
    )


def undo_leet(text: str) -> Rewritten:
    """Return the text with letters in place of digits and signs; every letter stays in its place.

    Words that only end in a number, and numbers with a unit, are left as they are.
    """
    return rewrite(text, _WORD, _read)


def _signs(word: str) -> int:
    """Return how many signs within a word stand for letters; 0 for a word that is none of this."""
    if not _disguised(word) or _USUAL.fullmatch(word):
        return 0
    return sum(sign in _LETTERS for sign in word.rstrip("!|+"))


def _disguised(word: str) -> bool:
    if _PLAIN.fullmatch(word) or not (_INSIDE.search(word) or _FRONT.match(word)):
        return False
    letters = sum(map(str.isalpha, word))
    said = "".join(_LETTERS.get(sign, sign) for sign in word.rstrip("!")).lower()
    return 2 * letters >= len(word) and _SPELLED.match(said) is not None


def _read(word: re.Match[str]) -> list[Piece] | None:
    found = word.group()
    if not _disguised(found):
        return None
    body = found.rstrip("!")
    return [
        (word.start() + place, _LETTERS.get(sign, sign) if place < len(body) else sign)
        for place, sign in enumerate(found)
    ]
