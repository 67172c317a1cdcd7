"""The language of a text, as far as its letters and commonest words tell. Small and honest.

It answers "ar", "fa", "ur", "en", or "und" when it does not know; it never guesses further.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.script import count_classes, count_common
from mizan.text.definition import LIMIT
from mizan.text.fold import Folded, fold_many
from mizan.text.words import words_of

UNKNOWN = "und"

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
_CLASSES = tuple(_LETTERS)
_ENOUGH = 0.02  # share of the letters that must be foreign to Arabic

# Commonest words of English that its neighbours do not share.
_ENGLISH = """the and of to that with for was were are this these those from they have has had
not you it its by which his her him she he their there what who when where would could should
been will an at or but we our your my is if can so all about into after before said says"""
_ENGLISH_SHARE = 0.15  # of the words
_SLOTS = 512  # for their hashes; a power of two
_ARABIC_SCRIPT = ("ar", "ur", UNKNOWN, "fa")


def language_many(folded: Folded, scripts: Sequence[str]) -> list[str]:
    """Return the language of each row (BCP 47), given its script."""
    arabic, english = _arabic_script(folded), _english(folded)
    by_script = {"Arab": arabic, "Latn": english}
    return [
        by_script[script][row] if script in by_script else UNKNOWN
        for row, script in enumerate(scripts)
    ]


def _arabic_script(folded: Folded) -> list[str]:
    """Return what each row would be if it were in Arabic script."""
    counts = np.empty((len(folded), len(_CLASSES) + 2), np.int32)
    count_classes(folded.raw, folded.raw_bounds, _letter_classes(), counts)
    letters = counts[:, 1:].sum(axis=1)
    own, persian, urdu, pashto, kurdish = (counts[:, 2 + i] for i in range(len(_CLASSES)))
    foreign = persian + urdu + pashto + kurdish
    is_arabic = (foreign <= own) | (foreign < _ENOUGH * letters)
    is_urdu = (urdu >= pashto + kurdish) & (urdu > _ENOUGH * letters)
    is_other = pashto + kurdish > _ENOUGH * letters
    found = np.select([is_arabic, is_urdu, is_other], [0, 1, 2], 3)
    return [_ARABIC_SCRIPT[number] for number in found.tolist()]


def _english(folded: Folded) -> list[str]:
    """Return what each row would be if it were in Latin script."""
    words = words_of(folded)
    counts = np.zeros((len(folded), 2), np.int32)
    count_common(words.lines, words.size, _english_words(), counts)
    enough = (counts[:, 0] > 0) & (counts[:, 1] >= _ENGLISH_SHARE * counts[:, 0])
    return ["en" if english else UNKNOWN for english in enough.tolist()]


@cache
def _letter_classes() -> NDArray[np.uint8]:
    """Return 0 for what is not Arabic script, 1 for its letters, 2 and on by `_LETTERS`."""
    classes = np.zeros(LIMIT, np.uint8)
    classes[0x620:0x64B] = classes[0x66E:0x6D6] = 1
    for number, letters in enumerate(_LETTERS.values(), 2):
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
