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

    CODED         a digit of Arabizi between two letters, or in front of three: m3ak, 7abibi; or the
                  article before consonants that hardly another language begins with: almdrsh
    ENDING        one behind two letters: sba7, but also mp3
    WITH_ARTICLE  al, el or with wa- before it, and three letters: almadina
    BARE          hardly a vowel: mktb
    """
    size = word.shape[0]
    letters, vowels, numbers, stands, at, inside = 0, 0, 0, 0, -1, False
    for place in range(size):
        code = int(word[place])
        if _is_latin(code):
            letters += 1
            vowels += _is_vowel(code)
        elif _is_number(code):
            numbers += 1
            stands += _stands_for_letter(code)
            at = place
            inside |= 0 < place < size - 1
        else:
            return PLAIN
    if numbers:
        if numbers > 2 or stands < numbers or letters < 2:
            return PLAIN
        if letters > 2 and (inside or at == 0):
            return CODED
        return ENDING if at == size - 1 else PLAIN
    first = 1 if size > _ARTICLE and word[0] == _W else 0
    if size - first >= _ARTICLE and word[first + 1] == _L and word[first] in (_A, _E):
        one, two = int(word[first + 2]), int(word[first + 3])
        clash = not (_is_vowel(one) or _is_vowel(two)) and one != two and two not in (_H, _L, _R)
        return CODED if clash else WITH_ARTICLE
    return BARE if letters > 2 and 3 * vowels < letters else PLAIN


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
    at = 0
    for row in range(found.shape[0]):
        total, english, other, arabic, coded, articles, weak = 0, 0, 0, 0, 0, 0, 0
        while at < size and rows[at] == row:
            slot = hashes[at] & mask
            while slots[slot] != np.uint64(0) and slots[slot] != hashes[at]:
                slot = (slot + np.uint64(1)) & mask
            known = int(lists[slot]) if slots[slot] != np.uint64(0) else -1
            word = codes[bounds[row] + starts[at] : bounds[row] + ends[at]]
            at += 1
            if known == NO_LANGUAGE or (_is_number(int(word[0])) and _is_number(int(word[-1]))):
                continue
            total += 1
            english += known == IS_ENGLISH
            other += known == IS_OTHER
            arabic += known == IS_ARABIZI
            if known < 0:
                shape = shape_of(word)
                coded += shape == CODED
                articles += shape == WITH_ARTICLE
                weak += shape in (ENDING, WITH_ARTICLE, BARE)
        least = 1 if total <= _FEW else 2
        points = 2 * coded + 2 * arabic + weak
        sure = coded + arabic
        if english >= least and english >= _ENGLISH_SHARE * total and english > other:
            found[row] = ENGLISH
        elif (
            total >= _LEAST
            and sure >= _SURE
            and points >= _LEAST
            and points >= _ARABIZI_SHARE * total
            and english <= arabic + coded
            and other < arabic + coded
        ):
            found[row] = ARABIZI
        else:
            found[row] = UNKNOWN
