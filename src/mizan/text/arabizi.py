"""Arabizi: Arabic in Latin letters and digits, turned into Arabic letters, and names back.

No spelling is fixed: vowels come and go, and one letter is written in many ways (Yaghan, Arabizi,
American Speech 2008; Darwish, EMNLP workshop on Arabic NLP 2014). What comes out is good enough to
be read by its consonants, never to be shown as what somebody wrote.
"""

from __future__ import annotations

import re

from mizan.text.rewrite import Piece, Rewritten, rewrite

_PAIRS = {
    "sh": "ش", "kh": "خ", "gh": "غ", "th": "ث", "dh": "ذ", "ch": "ش", "ou": "و", "oo": "و",
    "ee": "ي", "ph": "ف", "3'": "غ", "7'": "خ", "9'": "ض", "6'": "ظ", "d'": "ض", "t'": "ط",
}  # fmt: skip
_SINGLES = {
    "a": "ا", "b": "ب", "c": "ك", "d": "د", "e": "", "f": "ف", "g": "ج", "h": "ه", "i": "ي",
    "j": "ج", "k": "ك", "l": "ل", "m": "م", "n": "ن", "o": "و", "p": "ب", "q": "ق", "r": "ر",
    "s": "س", "t": "ت", "u": "و", "v": "ف", "w": "و", "x": "كس", "y": "ي", "z": "ز", "2": "ء",
    "3": "ع", "5": "خ", "6": "ط", "7": "ح", "8": "ق", "9": "ص", "'": "", "`": "", "’": "",
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z2356789'`’]++")
_LATIN = re.compile("[A-Za-z]")
_ARTICLE = re.compile(r"(?:w|b|f|wa|fa)?[ae]l(?=-?[a-z235679]{3})")

# The three ways in which people write: with digits, with pairs of letters, and plainly.
_DIGITS = dict(zip("حخعطصضغقذثشظ", "7 5 3 6 9 d gh 8 z th sh z".split(), strict=True))
_DIGRAPHS = dict(zip("حخعطصضغقذثشظ", "h kh a t s d gh q dh th sh z".split(), strict=True))
_PLAIN = dict(zip("حخعطصضغقذثشظ", "h 5 3 t s d gh q th th sh dh".split(), strict=True))
_COMMON = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "aa", "ب": "b", "ت": "t", "ج": "j", "د": "d", "ر": "r",
    "ز": "z", "س": "s", "ف": "f", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w",
    "ي": "y", "ى": "a", "ء": "2", "ؤ": "2", "ئ": "2",
}  # fmt: skip
_LONG = {"و": "o", "ي": "i"}  # between consonants and at the end
_CONSONANTS = frozenset("بتثجحخدذرزسشصضطظعغفقكلمنه")
_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")


def arabizi_to_arabic(text: str) -> Rewritten:
    """Return the text with its Latin words in Arabic letters."""
    return rewrite(text, _WORD, _arabic)


def arabic_to_arabizi(name: str) -> tuple[str, ...]:
    """Return the usual spellings of an Arabic name in Latin letters and digits, in small letters.

    With digits, with pairs of letters or plainly; with short vowels (an `a` for each) or without;
    the article as `al` or `el`. Other spellings stay possible: the list is short on purpose.
    """
    words = _MARKS.sub("", name).split()
    spellings = [
        " ".join(_latin(word, style, article, vowels=vowels) for word in words)
        for style in (_DIGITS, _DIGRAPHS, _PLAIN)
        for vowels in (False, True)
        for article in ("al", "el")
    ]
    return tuple(dict.fromkeys(filter(None, spellings)))


def _arabic(found: re.Match[str]) -> list[Piece] | None:
    if not _LATIN.search(found.group()):
        return None
    word, start = found.group().lower(), found.start()
    pieces: list[Piece] = []
    at = 0
    article = _ARTICLE.match(word)
    if article is not None:
        before = _SINGLES[word[0]] if word[0] in "wbf" else ""
        end = article.end()
        pieces = [(start, before), (start + end - 2, "ا"), (start + end - 1, "ل")]
        at = end
    while at < len(word):
        pair = _PAIRS.get(word[at : at + 2])
        pieces.append((start + at, pair if pair is not None else _SINGLES.get(word[at], "")))
        at += 1 if pair is None else 2
    return pieces


def _latin(word: str, style: dict[str, str], article: str, *, vowels: bool) -> str:
    letters = _COMMON | style
    written = []
    if word.startswith("ال") and len(word) > 3:
        written, word = [article], word[2:]
    for place, letter in enumerate(word):
        before, behind = word[place - 1 : place], word[place + 1 : place + 2]
        if letter == "ة":
            written.append("a")
        elif letter in _LONG and before in _CONSONANTS and vowels:
            written.append(_LONG[letter])
        else:
            written.append(letters.get(letter, ""))
        if vowels and letter in _CONSONANTS and behind in _CONSONANTS:
            written.append("a")
    return "".join(written)
