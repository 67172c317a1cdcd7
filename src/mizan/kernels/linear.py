"""Linear classifier: a text's features as slots of a table, and the sum of their weights.

Features are the runs of 2 to 4 letters inside each word, a blank before and behind it counted as
letters, each word, and each pair of neighbouring words: what scikit-learn calls char_wb(2, 4)
and word(1, 2). Of a text whose words cannot be told apart they are the runs of 3 to 6 letters.
Each is hashed to one of 2^18 slots, without a sign (Weinberger and others, ICML 2009). Equal
letters side by side are read as one, digits excepted, so that a drawn-out word is the word.

Each slot has a weight and the square of its scale: how far the feature told the two kinds of text
apart when the model was made (Wang and Manning, ACL 2012). The sum of a text's weights is divided
by the length of its vector of scales, so a text is as long as what it has to say.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

BITS = 18  # 2^18 weights with their scales, 8 bytes each, stay near the processor
SLOTS = 1 << BITS
LETTERS = 0x700  # code points that a reading may take for others; those beyond stay
LONGEST_RUN = 6

_BLANK = np.uint32(0x20)
_STEP = np.uint64(0x9E3779B97F4A7C15)  # odd, bits well spread: the golden ratio
_RUN = np.uint64(0xBF58476D1CE4E5B9)  # where hashes of letter runs begin (splitmix64)
_WORD = np.uint64(0x94D049BB133111EB)  # and those of words
_PAIR = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(64 - BITS)
_MOST = 5  # slots for each letter and the blank behind a word


@jit
def score_rows(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    rows: NDArray[np.int32],
    letters: NDArray[np.uint32],
    table: NDArray[np.float32],
    scores: NDArray[np.float64],
) -> None:
    """Write into `scores`, float64[k], the sum of each text's weights over its length.

    codes    uint32[m]: normal forms, words parted by blanks, one text after another
    bounds   int64[n + 1]: where each text begins and ends in `codes`
    rows     int32[k]: the texts that are asked for
    letters  uint32[LETTERS + 1]: what each letter is read as, 0 for nothing; last, 1 where the
             blanks between words are to be read over
    table    float32[SLOTS, 2]: weights and squared scales
    A text without a feature gets 0.
    """
    slots, ends = _room(bounds)
    for place in range(rows.shape[0]):
        row = codes[bounds[rows[place]] : bounds[rows[place] + 1]]
        words = _slots(row, letters, slots, ends)
        total, length = _sums(table, slots[: ends[words]])
        scores[place] = total / np.sqrt(length) if length > 0 else 0.0


@jit
def feature_rows(
    codes: NDArray[np.uint32], bounds: NDArray[np.int64], letters: NDArray[np.uint32]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the slots of all features, uint32[f], and where each text's begin, int64[n + 1].

    A feature that a text has several times is there several times.
    """
    texts = bounds.shape[0] - 1
    slots, ends = _room(bounds)
    found = np.zeros(texts + 1, np.int64)
    for text in range(texts):
        words = _slots(codes[bounds[text] : bounds[text + 1]], letters, slots, ends)
        found[text + 1] = found[text] + ends[words]
    features = np.empty(found[texts], np.uint32)
    for text in range(texts):
        out = features[found[text] : found[text + 1]]
        _slots(codes[bounds[text] : bounds[text + 1]], letters, slots, ends)
        out[:] = slots[: out.shape[0]]
    return features, found


@jit
def explain_row(
    codes: NDArray[np.uint32], letters: NDArray[np.uint32], table: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Return each word's start and end (exclusive) in `codes`, and what it adds to the score.

    A pair of words adds half to each. The shares sum up to the score. For readings with words.
    """
    bounds = np.array([0, codes.shape[0]])
    slots, ends = _room(bounds)
    words = _slots(codes, letters, slots, ends)
    starts, stops = np.empty(words, np.int32), np.empty(words, np.int32)
    shares = np.zeros(words, np.float64)
    _, length = _sums(table, slots[: ends[words]])
    norm = np.sqrt(length) if length > 0 else 1.0
    at = 0
    for word in range(words):
        while not _is_read(codes[at], letters):
            at += 1
        starts[word] = at
        while at < codes.shape[0] and codes[at] != _BLANK:
            at += 1
        stops[word] = at
        last = ends[word + 1] - (1 if word else 0)  # a pair with the word before comes last
        for slot in slots[ends[word] : last]:
            shares[word] += table[slot, 0] / norm
        if word:
            half = table[slots[last], 0] / norm / 2
            shares[word - 1] += half
            shares[word] += half
    return starts, stops, shares


@jit
def count_texts(
    slots: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    labels: NDArray[np.bool_],
    counts: NDArray[np.int64],
) -> None:
    """Add to `counts`, int64[2, SLOTS], in how many texts of either label each slot is."""
    last = np.full(SLOTS, -1, np.int64)
    for text in range(labels.shape[0]):
        label = int(labels[text])
        for slot in slots[bounds[text] : bounds[text + 1]]:
            if last[slot] != text:
                last[slot] = text
                counts[label, slot] += 1


@jit
def _is_read(code: np.uint32, letters: NDArray[np.uint32]) -> bool:
    """Say whether a letter is read at all, and is no blank."""
    return bool(code != _BLANK and (code >= LETTERS or letters[code] != 0))


@jit
def _room(bounds: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return room for the slots and the ends of the longest text, whatever its words."""
    longest = 0
    for text in range(bounds.shape[0] - 1):
        longest = max(longest, bounds[text + 1] - bounds[text])
    return np.empty(_MOST * longest + 8, np.uint32), np.empty(longest // 2 + 3, np.int64)


@jit
def _slots(
    row: NDArray[np.uint32],
    letters: NDArray[np.uint32],
    slots: NDArray[np.uint32],
    ends: NDArray[np.int64],
) -> int:
    """Write the slots of a text and where each word's end; return how many words there are."""
    if letters[LETTERS]:
        return _slots_of_letters(row, letters, slots, ends)
    return _slots_of_words(row, letters, slots, ends)


@jit
def _slots_of_words(
    row: NDArray[np.uint32],
    letters: NDArray[np.uint32],
    slots: NDArray[np.uint32],
    ends: NDArray[np.int64],
) -> int:
    """Write slots word by word: its runs, the word, its pair with the word before it.

    ends[0] is 0 and ends[w + 1] is behind the last slot of word w. A word and the blank behind it
    have at most `_MOST` slots for each of their letters.
    """
    used, words = 0, 0
    ends[0] = 0
    before = np.uint64(0)
    blank = (_RUN ^ np.uint64(_BLANK)) * _STEP
    one, two, three = blank, blank, blank  # hashes of the last one, two and three letters
    word, length, last = _WORD, 0, _BLANK
    for at in range(row.shape[0] + 1):
        code = row[at] if at < row.shape[0] else _BLANK
        if code < LETTERS:
            code = letters[code]
        if code == 0 or (code == last and not 0x30 <= code <= 0x39):
            continue
        if code == _BLANK and length == 0:
            continue
        last = code
        letter = np.uint64(code)
        four = (three ^ letter) * _STEP
        three = (two ^ letter) * _STEP
        two = (one ^ letter) * _STEP
        one = (_RUN ^ letter) * _STEP
        slots[used] = np.uint32(two >> _SHIFT)  # three are written, as many as there are are kept
        slots[used + 1] = np.uint32(three >> _SHIFT)
        slots[used + 2] = np.uint32(four >> _SHIFT)
        length += 1
        used += min(length, 3)
        if code != _BLANK:
            word = (word ^ letter) * _STEP
            continue
        slots[used] = np.uint32(word >> _SHIFT)
        used += 1
        if words:
            slots[used] = np.uint32(((before * _PAIR ^ word) * _STEP) >> _SHIFT)
            used += 1
        words += 1
        ends[words] = used
        before, word, length = word, _WORD, 0
        one, two, three = blank, blank, blank
    return words


@jit
def _slots_of_letters(
    row: NDArray[np.uint32],
    letters: NDArray[np.uint32],
    slots: NDArray[np.uint32],
    ends: NDArray[np.int64],
) -> int:
    """Write the slots of a text without minding its blanks, as those of one word."""
    used, length, last = 0, 0, _BLANK
    one, two, three, four, five = _RUN, _RUN, _RUN, _RUN, _RUN
    for code in row:
        if code < LETTERS:
            code = letters[code]
        if code == 0 or code == _BLANK or (code == last and not 0x30 <= code <= 0x39):
            continue
        last = code
        letter = np.uint64(code)
        six = (five ^ letter) * _STEP
        five = (four ^ letter) * _STEP
        four = (three ^ letter) * _STEP
        three = (two ^ letter) * _STEP
        two = (one ^ letter) * _STEP
        one = (_RUN ^ letter) * _STEP
        slots[used] = np.uint32(three >> _SHIFT)
        slots[used + 1] = np.uint32(four >> _SHIFT)
        slots[used + 2] = np.uint32(five >> _SHIFT)
        slots[used + 3] = np.uint32(six >> _SHIFT)
        length += 1
        used += min(max(length - 2, 0), 4)
    ends[0], ends[1] = 0, used
    return 1


@jit
def _sums(table: NDArray[np.float32], slots: NDArray[np.uint32]) -> tuple[float, float]:
    """Return the sum of the weights in some slots, and of their squared scales.

    Two sums of each side by side, always in one order.
    """
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    whole = slots.shape[0] // 2 * 2
    for i in range(0, whole, 2):
        a += table[slots[i], 0]
        b += table[slots[i], 1]
        c += table[slots[i + 1], 0]
        d += table[slots[i + 1], 1]
    if whole < slots.shape[0]:
        a += table[slots[whole], 0]
        b += table[slots[whole], 1]
    return a + c, b + d
