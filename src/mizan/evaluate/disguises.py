"""Disguises: plain cases of MizanCheck, written as those write who hide from filters.

Made by code of its own, which knows nothing of how `mizan.text` undoes disguises.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from zlib import crc32

from mizan.evaluate.cases import Case, Function, Lang, by_function

CHOSEN = 33  # plain cases that each disguise is put on
NEUTRAL = 50  # harmless cases that are disguised, each in one way
NEUTRAL_NAME = "disguised_neutral"
WORD = re.compile(r"[^\W\d_]{4,}")  # runs of letters that are worth hiding
GAPS = (" ", ".", "-", "*")
UNSEEN = ("\u200b", "\u2060", "\u00ad", "\u200c", "\ufeff")
LONG = 3  # times that a drawn-out letter is written
ALONE = re.compile(r"\b([bdfghjklmnqrstz3579]|th|sh)(?=[bdfghjklmnqrstz35679])")

Disguise = Callable[[str, int], str]  # text and a number that picks the variant -> text


@cache
def table(name: str) -> dict[int, str]:
    """Return a table of letters for `str.translate`."""
    source = files("mizan.evaluate").joinpath("mizancheck/disguises.toml")
    return str.maketrans(tomllib.loads(source.read_text("utf-8"))[name])


def spaced(text: str, pick: int) -> str:
    """Draw the letters of longer words apart."""
    gap = GAPS[pick % len(GAPS)]
    edge = " " if gap == " " else ""
    return WORD.sub(lambda word: edge + gap.join(word[0]) + edge, text).strip()


def repeated(text: str, pick: int) -> str:
    """Draw out one letter of each longer word."""

    def drawn(word: re.Match[str]) -> str:
        at = 1 + pick % (len(word[0]) - 2)
        return word[0][:at] + word[0][at] * LONG + word[0][at + 1 :]

    return WORD.sub(drawn, text)


def invisible(text: str, pick: int) -> str:
    """Put a character that shows nothing into the middle of each longer word."""
    unseen = UNSEEN[pick % len(UNSEEN)]

    def split(word: re.Match[str]) -> str:
        half = len(word[0]) // 2
        return word[0][:half] + unseen + word[0][half:]

    return WORD.sub(split, text)


def lookalike(text: str, _pick: int) -> str:
    """Replace letters by those of other alphabets that look the same."""
    return text.translate(table("lookalike_en")).translate(table("lookalike_ar"))


def leet(text: str, pick: int) -> str:
    """Write digits or signs for letters."""
    return text.lower().translate(table(("leet", "leet_signs")[pick % 2]))


def dotless(text: str, _pick: int) -> str:
    """Take the dots off Arabic letters; noon keeps its bowl at the end of a word only."""
    return re.sub(r"\u06ba(?=\w)", "\u066e", text.translate(table("dotless")))


def arabizi(text: str, _pick: int) -> str:
    """Write Arabic as it is typed in chats, with a vowel between the first two consonants."""
    typed = text.translate(table("arabizi")).replace("_", " ")
    return ALONE.sub(r"\1a", re.sub(r"\bo(?=\w)", "w", typed))


DISGUISES: dict[str, Disguise] = {
    f"disguised_{one.__name__}": one
    for one in (spaced, repeated, invisible, lookalike, dotless, arabizi, leet)
}


def disguised_cases(plain: Sequence[Case], functions: Sequence[Function], lang: Lang) -> list[Case]:
    """Return the cases of the disguised functions of a language, made of its plain ones."""
    harm = [case for case in plain if case.side == "harm"]
    stay = [case for case in plain if case.side == "stay"]
    ways = [one.name for one in functions if one.name in DISGUISES and lang in one.langs]
    made = [_put_on(way, way, case) for way in ways for case in choose(harm, way, CHOSEN)]
    neutral = choose(stay, NEUTRAL_NAME, NEUTRAL)
    made += [
        _put_on(ways[turn % len(ways)], NEUTRAL_NAME, case) for turn, case in enumerate(neutral)
    ]
    return made


def choose(cases: Sequence[Case], way: str, count: int) -> list[Case]:
    """Return `count` cases, taken in turn from every function; which ones hangs on `way` alone."""
    piles = [
        sorted(pile, key=lambda case: crc32(f"{way} {case.id}".encode()))
        for pile in by_function(cases).values()
    ]
    return [case for row in zip_longest(*piles) for case in row if case][:count]


def _put_on(way: str, function: str, case: Case) -> Case:
    text = DISGUISES[way](case.text, crc32(case.id.encode()))
    return replace(case, id=f"{case.id}/{way}", function=function, text=text)
