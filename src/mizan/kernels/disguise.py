"""Which texts of a batch may be disguised: flagged in one pass over the texts as they came.

Some flags are the answer; others say that a text has to be looked at, which few texts need.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

# What a code point is. Letters come first, then what may stand among them, then what parts words.
ADDED = 0  # a mark or a tatweel: seen, and parts nothing
LATIN, ARABIC = 1, 2
POINTED = 3  # an Arabic letter with dots
BARE = 4  # an Arabic letter that only dotless writing has
LOOKALIKE = 5  # a letter of another script that passes for a Latin one
LETTER = 6  # any other letter
UNSEEN = 7  # an invisible sign that nobody needs within a word
JOINER = 8  # one that some writing has within words
CODE = 9  # a digit or sign that leetspeak writes for a letter
NUMBER = 10  # any other digit
PARTING = 11  # it parts words, as all from here on
BLANK, SLASH, OVERRIDE = 12, 13, 14
KINDS = 15

# Flags of a text.
SPACED, REPEATED, INVISIBLE, DOTLESS, MIXED, TURNED, ROMAN, CODED = 1, 2, 4, 8, 16, 32, 64, 128

ALONE = 3  # letters standing alone, one after the other, that are looked at
_DRAWN = 3  # equal letters side by side that are drawn out
_HIDDEN = 3  # invisible signs in a word that is full of them
_SOME_WORDS = 4  # drawn out; fewer are play
_SOME_LETTERS = 28  # Arabic ones, none of them dotted
_DIFFERENT = 8  # different ones among them: the creed of Islam has seven letters, without a dot
_SOME_ROMAN = 4
_BEHIND = 3  # letters behind a digit at the front of a word: 4ttack, not 4th

# What is counted of a text; first by the kinds of its letters.
_WORDS, _RUN, _DRAWN_WORDS, _LAST_DRAWN, _VEILED, _FULL, _MIXED, _FLAGS = range(KINDS, KINDS + 8)
_COUNTS = KINDS + 8


@jit
def flag_texts(
    raw: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    classes: NDArray[np.uint8],
    flags: NDArray[np.uint8],
) -> None:
    """Write the flags of each text into `flags`, uint8[n].

    classes  uint8[0x110000]: what every code point is

    SPACED     three letters stand alone, one after the other: to be looked at
    REPEATED   half of the words, and some of them different, have a letter three times
    INVISIBLE  a word is full of invisible signs, or two words have one that no writing needs
    DOTLESS    letters of dotless writing, or none with a dot in a long text
    MIXED      lookalikes among the letters of words in Latin letters
    TURNED     the direction of letters is overridden: to be looked at
    ROMAN      most letters are Latin: it may be Arabizi
    CODED      digits or signs among Latin letters: to be looked at
    """
    word = np.empty(KINDS, np.int64)
    text = np.empty(_COUNTS, np.int64)
    for row in range(flags.shape[0]):
        letters = raw[bounds[row] : bounds[row + 1]]
        text[:] = 0
        address, at = False, 0
        while at < letters.shape[0]:
            start, at, drawn = next_word(letters, at, classes, word)
            if word[OVERRIDE]:
                text[_FLAGS] |= TURNED
            address = bool(word[SLASH] > 0 or (address and word[BLANK] == 0))
            count_word(word, drawn, text)
            if word[UNSEEN] + word[JOINER]:
                count_hidden(letters[start:at], classes, word, text)
            if word[CODE] and word[LATIN] > 1 and not address:
                count_coded(letters[start:at], classes, text)
        flags[row] = text[_FLAGS] | judged(text, letters)


@jit
def next_word(
    text: NDArray[np.uint32], at: int, classes: NDArray[np.uint8], word: NDArray[np.int64]
) -> tuple[int, int, int]:
    """Count the kinds of the next word, and of what parts it from the one before, into `word`.

    Return where it starts and ends, and a number for its letters if any stands there three times
    in a row, or 0. Letters side by side that are equal count once.
    """
    word[:] = 0
    while at < text.shape[0] and classes[text[at]] >= PARTING:
        word[classes[text[at]]] += 1
        at += 1
    start, same, last, shape, drawn = at, 0, np.uint32(0), 0, False
    while at < text.shape[0] and classes[text[at]] < PARTING:
        code = text[at]
        kind = classes[code]
        at += 1
        if code == last:
            same += 1
            drawn |= same >= _DRAWN and LATIN <= kind <= LETTER
        else:
            same, last = 1, code
            shape = shape * 31 + int(code)
            word[kind] += 1
    return start, at, shape if drawn else 0


@jit
def count_word(word: NDArray[np.int64], drawn: int, text: NDArray[np.int64]) -> None:
    """Add a word to the counts of its text."""
    size = 0
    for kind in range(LATIN, LETTER + 1):
        size += word[kind]
        text[kind] += word[kind]
    digits = word[NUMBER] + word[CODE]
    if size == 0:
        text[_RUN] = 0 if digits else text[_RUN]
        return
    text[_WORDS] += 1
    text[_RUN] = text[_RUN] + 1 if size == 1 and digits == 0 else 0
    if text[_RUN] >= ALONE:
        text[_FLAGS] |= SPACED
    if drawn and size > 1 and drawn != text[_LAST_DRAWN]:
        text[_DRAWN_WORDS] += 1
        text[_LAST_DRAWN] = drawn
    if word[LATIN]:
        text[_MIXED] += word[LOOKALIKE]


@jit
def count_hidden(
    letters: NDArray[np.uint32],
    classes: NDArray[np.uint8],
    word: NDArray[np.int64],
    text: NDArray[np.int64],
) -> None:
    """Add a word with invisible signs between its letters; scripts that need them are let be."""
    size, unseen, joiners, pending, joining = 0, 0, 0, 0, 0
    for place in range(letters.shape[0]):
        kind = classes[letters[place]]
        if LATIN <= kind <= LETTER:
            unseen, joiners = unseen + pending, joiners + joining
            pending, joining = 0, 0
            size += 1
        elif size:
            pending += kind == UNSEEN
            joining += kind == JOINER
    if word[LETTER] == 0:
        text[_VEILED] += unseen > 0
        hidden = unseen + joiners
        text[_FULL] += hidden >= _HIDDEN and 2 * hidden >= size - 1


@jit
def count_coded(
    letters: NDArray[np.uint32], classes: NDArray[np.uint8], text: NDArray[np.int64]
) -> None:
    """Flag a text for a word with a digit or sign between its letters, or one digit in front."""
    size, lead, gap = 0, 0, False
    for place in range(letters.shape[0]):
        kind = classes[letters[place]]
        if kind == LATIN:
            size += 1
            if gap or (lead == 1 and size == _BEHIND):
                text[_FLAGS] |= CODED
                return
        elif kind >= CODE:
            lead += size == 0
            gap |= size > 0 and kind == CODE


@jit
def judged(text: NDArray[np.int64], letters: NDArray[np.uint32]) -> int:
    """Return the flags that the counts of a text give."""
    total = 0
    for kind in range(LATIN, LETTER + 1):
        total += text[kind]
    roman = 2 * text[LATIN] > total
    flags = DOTLESS if is_dotless(text, letters) else 0
    if text[_DRAWN_WORDS] >= _SOME_WORDS and 2 * text[_DRAWN_WORDS] >= text[_WORDS]:
        flags |= REPEATED
    if text[_FULL] or text[_VEILED] > 1:
        flags |= INVISIBLE
    if text[_MIXED] > 1 and roman:
        flags |= MIXED
    if text[LATIN] >= _SOME_ROMAN and roman:
        flags |= ROMAN
    return flags


@jit
def is_dotless(text: NDArray[np.int64], letters: NDArray[np.uint32]) -> bool:
    """Say whether an Arabic text is written without the dots of its letters."""
    bare, pointed = text[BARE], text[POINTED]
    if bare:
        return bool(pointed == 0 or (bare > 1 and 4 * bare >= pointed))
    if pointed or text[ARABIC] < _SOME_LETTERS:
        return False
    seen, different = np.uint64(0), 0
    for place in range(letters.shape[0]):
        if np.uint32(0x621) <= letters[place] <= np.uint32(0x64A):
            bit = np.uint64(1) << np.uint64(letters[place] - np.uint32(0x621))
            different += (seen & bit) == np.uint64(0)
            seen |= bit
    return different >= _DIFFERENT
