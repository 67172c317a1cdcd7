"""Arabizi: Arabic in Latin letters and digits, turned into Arabic letters, and names back.

No spelling is fixed: vowels come and go, and one letter is written in many ways (Yaghan, Arabizi,
American Speech 2008; Darwish, EMNLP workshop on Arabic NLP 2014). What comes out is good enough to
be read by its consonants, never to be shown as what somebody wrote.
"""

from __future__ import annotations

import re

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
_WORD = re.compile(r"[A-Za-z2356789'`’]*[A-Za-z][A-Za-z2356789'`’]*")
_BACK = {
    "ا": ("a",), "أ": ("a",), "إ": ("i",), "آ": ("aa",), "ب": ("b",), "ت": ("t",), "ث": ("th",),
    "ج": ("j", "g"), "ح": ("7", "h"), "خ": ("5", "kh"), "د": ("d",), "ذ": ("dh",), "ر": ("r",),
    "ز": ("z",), "س": ("s",), "ش": ("sh",), "ص": ("9", "s"), "ض": ("d",), "ط": ("6", "t"),
    "ظ": ("z",), "ع": ("3", "a"), "غ": ("gh",), "ف": ("f",), "ق": ("q", "8"), "ك": ("k",),
    "ل": ("l",), "م": ("m",), "ن": ("n",), "ه": ("h",), "ة": ("a", "ah"), "و": ("w", "o"),
    "ي": ("y", "i"), "ى": ("a",), "ء": ("2", ""), "ؤ": ("2",), "ئ": ("2",), " ": (" ",),
}  # fmt: skip
_MOST_SPELLINGS = 64

# Words that are common in Arabizi and hardly a word of another language.
_KNOWN = """ana enta enti inta inti mesh mish msh keda kda ya3ni 3ala 3ashan shu shou leh leish lesh
    ezay feen wallah wallahi yalla kteer 7abibi 3ndi mafi mafish bdi bezaf wach kifach dyal rani
    3lash hayk heik inchallah hamdulillah llah allh fy ala ela alah hna lma lazem kanet hada hadi
    hatha""".split()
_LONGEST = 2000  # letters that are looked at
_ADDRESS = re.compile(r"\b(?:https?|www|t co) [a-z0-9]+ (?:co )?[a-z0-9]+")  # as it is folded
_LATIN = re.compile(r"\b\d*[a-z][a-z0-9]*\b")
_SIGNS = (  # each with what a word that shows it counts; 3arabi, 7abibi, la2; articles; known ones
    (
        re.compile(
            r"\b(?:[a-z]+[235679][a-z]+|[a-z]{2,}[23579]"
            r"|[235679](?!nd|rd|th|st|am|pm|day|ever|mor|nite|gether)[a-z]{2,})\b"
        ),
        2,
    ),
    (re.compile(r"\bw?[ae]l[a-z0-9]{3,}\b"), 1),
    (re.compile(rf"\b(?:{'|'.join(_KNOWN)})\b"), 1),
)
_BARE = re.compile(r"\b[b-df-hj-np-tv-z2-9]{3,}(?:[aeiou][b-df-hj-np-tv-z2-9]{3,})?\b")
_LEET = re.compile(r"\b(?:[a-z]+[014][a-z]+|[014][a-z]{3,})\b")  # j01n, 4ttack: no Arabizi
_LEAST_WORDS = 3
_SURE = 2  # words that only Arabizi explains
_SHARE = 0.4  # of the words


def is_arabizi(folded: str) -> bool:
    """Say whether a text in Latin letters, folded and not English, is Arabic.

    It shows by digits within words, by its commonest words, by articles, or by words of
    consonants alone, as a machine writes Arabic letter for letter.
    """
    text = _ADDRESS.sub(" ", folded[:_LONGEST])
    words = len(_LATIN.findall(text))
    if words < _LEAST_WORDS or _LEET.search(text):
        return False
    found = [(len(sign.findall(text)), counts) for sign, counts in _SIGNS]
    shown = sum(number * counts for number, counts in found) + len(_BARE.findall(text))
    sure = sum(number for number, _ in found)
    return sure >= _SURE and shown >= max(_LEAST_WORDS, _SHARE * words)


def arabizi_to_arabic(text: str) -> tuple[str, list[int]]:
    """Return the text with its Latin words in Arabic letters, and the place each letter is from."""
    out: list[str] = []
    places: list[int] = []
    at = 0
    for word in _WORD.finditer(text):
        out.append(text[at : word.start()])
        places.extend(range(at, word.start()))
        for place, letter in _letters(word.group().lower()):
            out.append(letter)
            places.extend([word.start() + place] * len(letter))
        at = word.end()
    out.append(text[at:])
    places.extend(range(at, len(text)))
    return "".join(out), places


def _letters(word: str) -> list[tuple[int, str]]:
    found, at = [], 0
    while at < len(word):
        pair = _PAIRS.get(word[at : at + 2])
        found.append((at, pair if pair is not None else _SINGLES.get(word[at], "")))
        at += 1 if pair is None else 2
    return found


def arabic_to_arabizi(name: str) -> tuple[str, ...]:
    """Return the usual spellings of an Arabic name in Latin letters and digits, at most 64."""
    spellings = [""]
    for letter in name:
        ways = _BACK.get(letter, ("",))
        spellings = [one + way for one in spellings for way in ways][:_MOST_SPELLINGS]
    return tuple(dict.fromkeys(spellings))
