"""The language of a text, as far as its letters and commonest words tell. Small and honest.

It answers "ar", "fa", "ur", "en", "ar-Latn" (Arabic in Latin letters: Arabizi), or "und" when it
does not know; it never guesses further.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import direct
from mizan.kernels.latin import tell_latin
from mizan.kernels.script import OWN, tell_arabic
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

_KNOWN = ("english", "others", "arabizi", "codes", "none")  # word lists of languages.toml, from 1
_SLOTS = 4096  # for the hashes of all of them; a power of two
_LATIN_SCRIPT = np.array((UNKNOWN, "en", ARABIZI))  # by the numbers of `tell_latin`
_ARABIC_SCRIPT = ("ar", "ur", UNKNOWN, "fa")  # by the numbers of `tell_arabic`


def language_many(folded: Folded, scripts: Sequence[str]) -> list[str]:
    """Return the language of each row (BCP 47), given its script."""
    there = set(scripts)
    by_script = {}
    if "Arab" in there:
        by_script["Arab"] = _arabic_script(folded)
    if "Latn" in there:
        by_script["Latn"] = latin_languages(folded).tolist()
    return [
        by_script[script][row] if script in by_script else UNKNOWN
        for row, script in enumerate(scripts)
    ]


def _arabic_script(folded: Folded) -> list[str]:
    """Return what each row would be if it were in Arabic script."""
    found = np.empty(len(folded), np.uint8)
    _tell_arabic()(folded.raw, folded.raw_bounds, _letter_classes(), _ENOUGH, found)
    return [_ARABIC_SCRIPT[number] for number in found.tolist()]


def latin_languages(folded: Folded) -> NDArray[np.str_]:
    """Return what each row would be if it were in Latin script: "en", "ar-Latn" or "und"."""
    words = words_of(folded)
    slots, kinds = _known_words()
    found = np.empty(len(folded), np.uint8)
    _tell_latin()(words.lines, words.size, folded.codes, folded.bounds, slots, kinds, found)
    names: NDArray[np.str_] = _LATIN_SCRIPT[found]
    return names


@cache
def _tell_arabic() -> Callable[..., Any]:
    arrays = "Array(uint32, 1, 'C', readonly=True), int64[::1], uint8[::1]"
    return direct(tell_arabic, f"{arrays}, float64, uint8[::1]")


@cache
def _tell_latin() -> Callable[..., Any]:
    words = "int32[:, ::1], int64, uint32[::1], int64[::1]"
    return direct(tell_latin, f"{words}, uint64[::1], uint8[::1], uint8[::1]")


@cache
def _letter_classes() -> NDArray[np.uint8]:
    """Return 0 for what is not Arabic script, 1 for its letters, OWN and on by `_LETTERS`."""
    classes = np.zeros(LIMIT, np.uint8)
    classes[0x620:0x64B] = classes[0x66E:0x6D6] = 1
    for number, letters in enumerate(_LETTERS.values(), OWN):
        classes[[ord(letter) for letter in letters]] = number
    return classes


@cache
def _known_words() -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """Return hashes of known words, each at the place its lower bits name or behind; and lists.

    The second array says by which list of `_KNOWN` each is known, from 1. A word of two lists, or
    one that cannot be told from one of another, says nothing and is left out.
    """
    file = resources.files("mizan.text") / "languages.toml"
    lists = tomllib.loads(file.read_text("utf-8"))
    known: dict[int, set[int]] = {}
    for number, name in enumerate(_KNOWN, 1):
        for word in words_of(fold_many([lists[name]])).hashes.tolist():
            known.setdefault(word, set()).add(number)
    slots, kinds = np.zeros(_SLOTS, np.uint64), np.zeros(_SLOTS, np.uint8)
    for word, numbers in known.items():
        slot = word % _SLOTS
        while slots[slot]:
            slot = (slot + 1) % _SLOTS
        slots[slot], kinds[slot] = word, numbers.pop() if len(numbers) == 1 else 0
    return slots, kinds
