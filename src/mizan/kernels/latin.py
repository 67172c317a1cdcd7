"""Telling English and Arabizi, the Arabic in Latin letters, from all else in Latin letters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.block import END, ROW, START, hashes_of
from mizan.kernels.compile import jit

UNKNOWN, ENGLISH, ARABIZI = 0, 1, 2  # what a row is found
# Lists of known words. CODES are words with digits of any language, as 2nd; NO_LANGUAGE are parts
# of addresses and the like, which do not count as words.
IS_ENGLISH, IS_OTHER, IS_ARABIZI, CODES, NO_LANGUAGE = 1, 2, 3, 4, 5
_ENGLISH_SHARE = 0.12  # of the words
_FEW = 4  # words; in so short a text one word tells English
_LEAST = 3  # points, and words, that tell Arabizi
_ARABIZI_SHARE = 0.4  # points to words
_SURE = 2  # signs that only Arabizi has
_ARTICLE = 5  # letters of a word with the article

# What the letters of a word that is not known look like.
PLAIN, CODED, ENDING, WITH_ARTICLE, BARE = 0, 1, 2, 3, 4
_A, _E, _H, _I, _L, _O = 0x61, 0x65, 0x68, 0x69, 0x6C, 0x6F
_R, _U, _W = 0x72, 0x75, 0x77


@jit
def _is_vowel(code: int) -> bool:
    return code in (_A, _E, _I, _O, _U)


@jit
def _is_latin(code: int) -> bool:
    return 0x61 <= code <= 0x7A


@jit
def _is_number(code: int) -> bool:
    return 0x30 <= code <= 0x39


@jit
def _stands_for_letter(code: int) -> bool:
    """Say whether a digit stands for an Arabic letter: 2 3 5 6 7 8 9."""
    return 0x32 <= code <= 0x39 and code != 0x34


@jit
def shape_of(word: NDArray[np.uint32]) -> int:
    """Return what the letters of a folded word look like.

    CODED         a digit of Arabizi between letters, or in front of three: m3ak, 7abibi; or the
                  article with one, or before consonants that hardly another language begins a
                  word with: alsw8, almdrsh
    ENDING        one behind or in front of two letters: ra7, 3al, but also mp3
    WITH_ARTICLE  al, el or with wa- before it, and three letters: almadina
    BARE          hardly a vowel: mktb
    """
    size = word.shape[0]
    letters, vowels, numbers, stands, at = 0, 0, 0, 0, -1
    for place in range(size):
        code = int(word[place])
        if _is_latin(code):
            letters += 1
            vowels += _is_vowel(code)
        elif _is_number(code):
            numbers += 1
            stands += _stands_for_letter(code)
            at = place
        else:
            return PLAIN
    first = 1 if size > _ARTICLE and word[0] == _W else 0
    article = size - first >= _ARTICLE and word[first + 1] == _L and word[first] in (_A, _E)
    if numbers:
        return _shape_with_digits(at, size, letters, stands - numbers, article)
    if article:
        one, two = int(word[first + 2]), int(word[first + 3])
        clash = not (_is_vowel(one) or _is_vowel(two)) and one != two and two not in (_H, _L, _R)
        return CODED if clash else WITH_ARTICLE
    return BARE if letters > 2 and 3 * vowels < letters else PLAIN


@jit
def _shape_with_digits(at: int, size: int, letters: int, strange: int, article: bool) -> int:  # noqa: FBT001 - a kernel
    """Return the shape of a word whose last digit stands at a place.

    strange  not 0 if it has digits that stand for no letter
    """
    if strange or size - letters > 2 or letters < 2:
        return PLAIN
    if article or (letters > 2 and (at == 0 or at < size - 1)):
        return CODED
    return ENDING if at in (0, size - 1) else PLAIN


@jit
def tell_latin(
    words: NDArray[np.int32],
    size: int,
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    slots: NDArray[np.uint64],
    lists: NDArray[np.uint8],
    found: NDArray[np.uint8],
) -> None:
    """Write what each row is if it is in Latin script: UNKNOWN, ENGLISH or ARABIZI.

    words  int32[6, room], as of `mizan.kernels.block`; size: how many there are
    slots  uint64[2**a]: known hashes, each at the place of its lower a bits or behind; 0 is free
    lists  uint8[2**a]: by which list each is known; 0 for a word of several
    """
    rows, starts, ends, hashes = words[ROW], words[START], words[END], hashes_of(words)
    mask = np.uint64(slots.shape[0] - 1)
    known = np.empty(NO_LANGUAGE + 1, np.int64)  # words of each list
    shapes = np.empty(BARE + 1, np.int64)  # other words, by their letters
    at = 0
    for row in range(found.shape[0]):
        known[:], shapes[:] = 0, 0
        while at < size and rows[at] == row:
            slot = hashes[at] & mask
            while slots[slot] != np.uint64(0) and slots[slot] != hashes[at]:
                slot = (slot + np.uint64(1)) & mask
            word = codes[bounds[row] + starts[at] : bounds[row] + ends[at]]
            at += 1
            if slots[slot] != np.uint64(0):
                known[lists[slot]] += 1
            elif not (_is_number(word[0]) and _is_number(word[-1])):
                shapes[shape_of(word)] += 1
        found[row] = language_of(known, shapes)


@jit
def language_of(known: NDArray[np.int64], shapes: NDArray[np.int64]) -> int:
    """Return what a row is, by how many of its words are in which list, and what others are like.

    Numbers and NO_LANGUAGE do not count.
    """
    total = known.sum() - known[NO_LANGUAGE] + shapes.sum()
    english, other = known[IS_ENGLISH], known[IS_OTHER]
    least = 1 if total <= _FEW else 2
    if english >= least and english >= _ENGLISH_SHARE * total and english > other:
        return ENGLISH
    certain, articles = known[IS_ARABIZI] + shapes[CODED], shapes[WITH_ARTICLE]
    if total < _LEAST or certain + articles <= max(other, english - 1):
        return UNKNOWN
    if certain == 0:  # articles alone: hardly another language has so many words with al or el
        return ARABIZI if articles >= _LEAST and 3 * articles >= 2 * total else UNKNOWN
    hints = articles + shapes[ENDING]
    points = 2 * certain + hints + shapes[BARE]
    enough = certain + hints // 2 >= _SURE and certain > max(other, english - 1)
    return ARABIZI if enough and points >= max(_LEAST, _ARABIZI_SHARE * total) else UNKNOWN
