"""Readings: the ways in which a model reads a text, from the plain one to what is left of it.

A disguise takes something away: the dots of its letters, the gaps between its words, the vowels
and the alphabet. A reading does without just that, and a model has learned each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.linear import LETTERS

PLAIN = "plain"
SKELETON = "skeleton"
TIGHT = "tight"
CONSONANTS = "consonants"

# Letters that look alike without their dots; the first of each is how a skeleton writes all.
ALIKE = ("بتثني", "حجخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق")
# Letters that Arabizi keeps no longer apart, or writes in several ways; and those it often drops.
SOUND_ALIKE = ("تطثدضذظ", "سص", "كق")  # t, th, d, dh; s; k, q
UNHEARD = "اويءعه"  # the last one also ends feminine words, as a, ah, e or nothing


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One way to read a text."""

    name: str
    letters: NDArray[np.uint32]  # [LETTERS + 1], as `mizan.kernels.linear.score_rows` takes it


@cache
def readings() -> dict[str, Reading]:
    """Return every reading by name, the plain one first."""
    alike = {letter: group[0] for group in ALIKE for letter in group[1:]}
    heard = {letter: group[0] for group in SOUND_ALIKE for letter in group[1:]}
    heard |= dict.fromkeys(UNHEARD, "\0")
    made = (
        Reading(PLAIN, _letters({})),
        Reading(SKELETON, _letters(alike)),
        Reading(TIGHT, _letters(alike, over_blanks=True)),
        Reading(CONSONANTS, _letters(heard)),
    )
    return {reading.name: reading for reading in made}


def _letters(read_as: dict[str, str], *, over_blanks: bool = False) -> NDArray[np.uint32]:
    letters = np.arange(LETTERS + 1, dtype=np.uint32)
    for letter, other in read_as.items():
        letters[ord(letter)] = ord(other)
    letters[LETTERS] = over_blanks
    letters.flags.writeable = False
    return letters
