"""Leetspeak: digits and signs for the letters that they resemble, within words of Latin letters."""

from __future__ import annotations

import re

from mizan.text.rewrite import Piece, Rewritten, rewrite

_SIGNS = "0134578@$!|+"
_LETTERS = dict(zip(_SIGNS, "oieastbasilt", strict=True))
_WORD = re.compile(rf"(?<![\w@#/.-])[A-Za-z{re.escape(_SIGNS)}]{{2,40}}(?![\w@/-]|\.\w)")
_INSIDE = re.compile(r"[A-Za-z][^A-Za-z]{1,3}(?=[A-Za-z])")
_FRONT = re.compile(r"[013457$][A-Za-z]*[^A-Za-z]?[A-Za-z]{2}")
# Left as they are, and no sign of leetspeak: 10k, 4th, iPhone7, now!, rock+roll, an address.
_PLAIN = re.compile(r"\d+[A-Za-z]{1,2}|[A-Za-z]+\d+|[A-Za-z]+[!|+@$]+|[A-Za-z]+[!|+]+[A-Za-z]+")
_NUMBER = re.compile(r"\d\d+[A-Za-z]*|\d[A-Za-z]{1,2}|[A-Za-z]+\d\d+|[A-Za-z]+[!|+@$]+")
_USUAL = re.compile(r"[A-Za-z]\d[A-Za-z]|\d[A-Za-z]+")  # b2b, 5star
_SHORT = re.compile(r"[A-Za-z]{1,3}\d[A-Za-z]{1,2}")  # g4te, but also mp3s
_PAIRS = re.compile(r"(?:[A-Za-z]\d){2,}")  # c0m3, but also h1n1
_NAME = re.compile(r"[^A-Za-z]*@")  # of an account
_SPELLED = re.compile(r"(?![b-df-hj-np-tv-z]*$)(?!.*(?:[b-df-hj-np-tv-xz]{5}|[aeiou]{4}|(.)\1\1))")
_OTHER = re.compile(r"[014@$]")
_SOME = 4  # points: two for a word with one letter disguised; fewer are play


def is_leet(text: str) -> bool:
    """Say whether words of a text are written with digits for letters.

    One word with several of them shows it, else several words do.
    """
    return sum(_points(word.group()) for word in _WORD.finditer(text)) >= _SOME


def is_only_leet(text: str) -> bool:
    """Say whether a word of a text has a digit or sign that Arabizi does not write."""
    return any(
        _OTHER.search(word.group()) and _disguised(word.group()) for word in _WORD.finditer(text)
    )


def undo_leet(text: str) -> Rewritten:
    """Return the text with letters in place of digits and signs; every letter stays in its place.

    Numbers, with a unit or at the end of a name, are left as they are.
    """
    return rewrite(text, _WORD, _read)


def _points(word: str) -> int:
    """Return how much a word speaks for leetspeak, 0 to 4."""
    if _USUAL.fullmatch(word) or not _disguised(word):
        return 0
    if _SHORT.fullmatch(word):
        return 1
    signs = sum(sign in _LETTERS for sign in word.rstrip("!|+"))
    return 2 if signs == 1 or "@" in word or _PAIRS.fullmatch(word) else 4


def _disguised(word: str) -> bool:
    """Say whether a word has digits or signs in places of letters, and can be spoken with them."""
    if _NAME.match(word) or _PLAIN.fullmatch(word):
        return False
    return bool(_INSIDE.search(word) or _FRONT.match(word)) and _is_spoken(word)


def _is_spoken(word: str) -> bool:
    letters = sum(map(str.isalpha, word))
    said = "".join(_LETTERS.get(sign, sign) for sign in word.rstrip("!")).lower()
    return 2 * letters >= len(word) and _SPELLED.match(said) is not None


def _read(word: re.Match[str]) -> list[Piece] | None:
    found = word.group()
    if found.isalpha() or _NAME.match(found) or _NUMBER.fullmatch(found) or not _is_spoken(found):
        return None
    body = found.rstrip("!")
    return [
        (word.start() + place, _LETTERS.get(sign, sign) if place < len(body) else sign)
        for place, sign in enumerate(found)
    ]
