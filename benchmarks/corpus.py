"""Invented text for measuring: words without meaning, Arabic and Latin, in natural frequencies.

Words are drawn by Zipf's law; one stretch in eight is a formula that many texts share, so that
texts with nothing to do with each other have phrases in common, as real ones do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from itertools import accumulate

ARABIC, LATIN = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abcdefghijklmnopqrstuvwxyz"
WORDS, FORMULAS = 40_000, 1500
_SPELLINGS = {"ا": "أإآا", "ه": "هة", "ي": "يى", "ك": "كک"}
_DRAWN_LIKE = {"a": "аａ", "e": "еｅ", "o": "оο", "c": "сｃ", "ا": "ﺍا", "و": "ﻭو"}
_VOWELS = "\u064b\u064c\u064e\u064f\u0650\u0652"


class Corpus:
    """Texts out of one vocabulary; another `stream` gives other texts of the same words."""

    def __init__(self, seed: int, stream: int = 0) -> None:
        chance = random.Random(seed)
        self._words = [_vocabulary(chance, ARABIC), _vocabulary(chance, LATIN)]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(WORDS)))
        self.chance = random.Random(seed)
        self._formulas = [
            [self._draw(side, self.chance.randint(3, 12)) for _ in range(FORMULAS)]
            for side in (0, 1)
        ]
        self.chance = random.Random(f"{seed}:{stream}")

    def posts(self, count: int) -> list[str]:
        """Return texts of 5 to 45 words, most of them short."""
        lengths = [self.chance.lognormvariate(2.8, 0.55) for _ in range(count)]
        return [self.text(int(min(45, max(5, length)))) for length in lengths]

    def text(self, words: int) -> str:
        """Return one text of about so many words; three in five are Arabic."""
        side, parts, left = int(self.chance.random() >= 0.6), list[str](), words
        while left > 0:
            if self.chance.random() < 0.125:
                place = int(FORMULAS * self.chance.random() ** 3)
                part = self._formulas[side][place]
            else:
                part = self._draw(side, min(left, self.chance.randint(6, 19)))
            parts.append(part)
            left -= part.count(" ") + 1
        return ("، ", ", ")[side].join(parts)

    def _draw(self, side: int, count: int) -> str:
        return " ".join(self.chance.choices(self._words[side], cum_weights=self._weights, k=count))


def _vocabulary(chance: random.Random, letters: str) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < WORDS:
        length = min(9, max(2, round(chance.gauss(4.6, 1.6))))
        words["".join(chance.choices(letters, k=length))] = None
    return list(words)


def changes(corpus: Corpus) -> Mapping[str, Callable[[str], str]]:
    """Return the ways in which a known text comes back, by name."""
    chance = corpus.chance

    def respelled(text: str) -> str:
        return "".join(chance.choice(_SPELLINGS.get(one, one)) for one in text)

    def disguised(text: str) -> str:
        marks = (one + (chance.choice(_VOWELS) if chance.random() < 0.2 else "") for one in text)
        return "".join(chance.choice(_DRAWN_LIKE.get(one, one)) for one in "".join(marks))

    def cut(text: str) -> str:
        kept = int(len(text) * chance.uniform(0.5, 0.8))
        start = chance.randint(0, len(text) - kept)
        return text[start : start + kept]

    def mistyped(text: str) -> str:
        letters = ARABIC if any(one in ARABIC for one in text) else LATIN
        return "".join(chance.choice(letters) if chance.random() < 0.02 else one for one in text)

    def reworded(text: str) -> str:
        words = text.split()
        other = corpus.text(len(words)).split() or words
        return " ".join(chance.choice(other) if chance.random() < 0.12 else word for word in words)

    def framed(text: str) -> str:
        return f"{corpus.text(6)}\n{text}\n{corpus.text(6)}"

    def contained(text: str) -> str:
        return f"{corpus.text(150)}\n{text}\n{corpus.text(150)}"

    return {
        one.__name__: one
        for one in (respelled, disguised, cut, mistyped, reworded, framed, contained)
    }
