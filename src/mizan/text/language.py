"""The language of a text, as far as its letters and commonest words tell. Small and honest.

It answers "ar", "fa", "ur", "en", "ar-Latn" (Arabic in Latin letters: Arabizi), or "und" when it
does not know; it never guesses further.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import direct
from mizan.kernels.script import OWN, tell_arabic, tell_known
from mizan.text.arabizi import is_arabizi
from mizan.text.definition import LIMIT
from mizan.text.fold import Folded, fold_many
from mizan.text.words import words_of

UNKNOWN = "und"
ARABIZI = "ar-Latn"

# Letters that tell the languages of the Arabic script apart. The Persian forms of kaf and yeh
# are not Arabic spelling; one or two of them among Arabic ones are a disguise, so it is the
# greater number that decides.
_LETTERS = {
    "ar": "كيىةأإؤ",
    "fa": "پچژگکی",
    "ur": "ٹڈڑےںہھ",
    "ps": "ټډړږښځڅڼې",
    "ku": "ڕڵێۆە",
}
_ENOUGH = 0.02  # share of the letters that must be foreign to Arabic

# Commonest words of English that its neighbours do not share.
_ENGLISH = """the and of to that with for was were are this these those from they have has had
not you it its by which his her him she he their there what who when where would could should
been will an at or but we our your my is if can so all about into after before said says"""
_ENGLISH_SHARE = 0.15  # of the words
_SLOTS = 512  # for their hashes; a power of two
_ARABIC_SCRIPT = ("ar", "ur", UNKNOWN, "fa")  # by the numbers of `tell_arabic`


def language_many(folded: Folded, scripts: Sequence[str]) -> list[str]:
    """Return the language of each row (BCP 47), given its script."""
    there = set(scripts)
    by_script = {}
    if "Arab" in there:
        by_script["Arab"] = _arabic_script(folded)
    if "Latn" in there:
        by_script["Latn"] = _latin_script(folded, scripts)
    return [
        by_script[script][row] if script in by_script else UNKNOWN
        for row, script in enumerate(scripts)
    ]


def _arabic_script(folded: Folded) -> list[str]:
    """Return what each row would be if it were in Arabic script."""
    found = np.empty(len(folded), np.uint8)
    _tell_arabic()(folded.raw, folded.raw_bounds, _letter_classes(), _ENOUGH, found)
    return [_ARABIC_SCRIPT[number] for number in found.tolist()]


def _latin_script(folded: Folded, scripts: Sequence[str]) -> list[str]:
    """Return what each row would be if it were in Latin script; Arabizi only where it is."""
    english = _english(folded)
    return [
        ARABIZI if lang == UNKNOWN and script == "Latn" and is_arabizi(folded.text(row)) else lang
        for row, (lang, script) in enumerate(zip(english, scripts, strict=True))
    ]


def _english(folded: Folded) -> list[str]:
    """Return "en" for each row with English words enough."""
    words = words_of(folded)
    found = np.empty(len(folded), np.uint8)
    _tell_known()(words.lines, words.size, _english_words(), _ENGLISH_SHARE, found)
    return ["en" if english else UNKNOWN for english in found.tolist()]


@cache
def _tell_arabic() -> Callable[..., Any]:
    arrays = "Array(uint32, 1, 'C', readonly=True), int64[::1], uint8[::1]"
    return direct(tell_arabic, f"{arrays}, float64, uint8[::1]")


@cache
def _tell_known() -> Callable[..., Any]:
    return direct(tell_known, "int32[:, ::1], int64, uint64[::1], float64, uint8[::1]")


@cache
def _letter_classes() -> NDArray[np.uint8]:
    """Return 0 for what is not Arabic script, 1 for its letters, OWN and on by `_LETTERS`."""
    classes = np.zeros(LIMIT, np.uint8)
    classes[0x620:0x64B] = classes[0x66E:0x6D6] = 1
    for number, letters in enumerate(_LETTERS.values(), OWN):
        classes[[ord(letter) for letter in letters]] = number
    return classes


@cache
def _english_words() -> NDArray[np.uint64]:
    """Return the hashes of the words, each at the place that its lower bits name or behind it."""
    slots = np.zeros(_SLOTS, np.uint64)
    for known in words_of(fold_many([_ENGLISH])).hashes.tolist():
        slot = known % _SLOTS
        while slots[slot] not in (0, known):
            slot = (slot + 1) % _SLOTS
        slots[slot] = known
    return slots
