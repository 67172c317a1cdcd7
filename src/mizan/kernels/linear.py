"""Linear classifier: a text's features as slots of a table, and the sum of their weights.

Features are the runs of 2 to 5 letters inside each word, a blank before and behind it counted as
letters, each word, and each pair of neighbouring words: what scikit-learn calls char_wb(2, 5)
and word(1, 2). Each is hashed to one of 2^18 slots, without a sign (Weinberger and others, ICML
2009). A word has more runs than letters, which say much the same, so the word itself counts
`WORD_COUNT` times, or its voice would be lost among them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

BITS = 18  # 2^18 weights of 4 bytes stay in a processor's second cache
SLOTS = 1 << BITS
WORD_COUNT = 4  # times that a word's slot is there

_BLANK = np.uint32(0x20)
_STEP = np.uint64(0x9E3779B97F4A7C15)  # odd, bits well spread: the golden ratio
_RUN = np.uint64(0xBF58476D1CE4E5B9)  # where hashes of letter runs begin (splitmix64)
_WORD = np.uint64(0x94D049BB133111EB)  # and those of words
_PAIR = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(64 - BITS)


@jit
def score_rows(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    weights: NDArray[np.float32],
    bias: float,
    scores: NDArray[np.float64],
) -> None:
    """Write into `scores`, float64[n], the bias plus each text's weights over sqrt(features).

    codes    uint32[m]: normal forms, words parted by one blank, one text after another
    bounds   int64[n + 1]: where each text begins and ends in `codes`
    weights  float32[SLOTS]
    A text without a word gets the bias.
    """
    slots, ends = _room(bounds)
    for text in range(scores.shape[0]):
        words = _slots(codes[bounds[text] : bounds[text + 1]], slots, ends)
        count = ends[words]
        total = _sum(weights, slots[:count])
        scores[text] = bias + total / np.sqrt(max(count, 1))


@jit
def score_text(codes: NDArray[np.uint32], weights: NDArray[np.float32], bias: float) -> float:
    """Return what `score_rows` would write for one text."""
    slots = np.empty(4 * codes.shape[0] + 8, np.uint32)
    ends = np.empty(codes.shape[0] // 2 + 3, np.int64)
    words = _slots(codes, slots, ends)
    count = ends[words]
    mean = _sum(weights, slots[:count]) / np.sqrt(max(count, 1))
    return bias + float(mean)


@jit
def feature_rows(
    codes: NDArray[np.uint32], bounds: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the slots of all features, uint32[f], and where each text's begin, int64[n + 1].

    A feature that a text has several times is there several times.
    """
    texts = bounds.shape[0] - 1
    slots, ends = _room(bounds)
    found = np.zeros(texts + 1, np.int64)
    for text in range(texts):
        words = _slots(codes[bounds[text] : bounds[text + 1]], slots, ends)
        found[text + 1] = found[text] + ends[words]
    features = np.empty(found[texts], np.uint32)
    for text in range(texts):
        out = features[found[text] : found[text + 1]]
        _slots(codes[bounds[text] : bounds[text + 1]], slots, ends)
        out[:] = slots[: out.shape[0]]
    return features, found


@jit
def explain_row(
    codes: NDArray[np.uint32], weights: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Return each word's start and end (exclusive) in `codes`, and what it adds to the score.

    A pair of words adds half to each. The shares and the bias sum up to the score.
    """
    bounds = np.array([0, codes.shape[0]])
    slots, ends = _room(bounds)
    words = _slots(codes, slots, ends)
    starts, stops = np.empty(words, np.int32), np.empty(words, np.int32)
    shares = np.zeros(words, np.float64)
    norm = np.sqrt(max(ends[words], 1))
    at = 0
    for word in range(words):
        starts[word] = at
        while at < codes.shape[0] and codes[at] != _BLANK:
            at += 1
        stops[word] = at
        at += 1
        last = ends[word + 1] - (1 if word else 0)  # a pair with the word before comes last
        shares[word] += _sum(weights, slots[ends[word] : last]) / norm
        if word:
            half = weights[slots[last]] / norm / 2
            shares[word - 1] += half
            shares[word] += half
    return starts, stops, shares


@jit
def _room(bounds: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return room for the slots and the ends of the longest text, whatever its words."""
    longest = 0
    for text in range(bounds.shape[0] - 1):
        longest = max(longest, bounds[text + 1] - bounds[text])
    return np.empty(4 * longest + 8, np.uint32), np.empty(longest // 2 + 3, np.int64)


@jit
def _slots(row: NDArray[np.uint32], slots: NDArray[np.uint32], ends: NDArray[np.int64]) -> int:
    """Write the slots of a text word by word and where each word's end; return how many words.

    ends[0] is 0 and ends[w + 1] is behind the last slot of word w: first its runs, then the word,
    then its pair with the word before, for all but the first. A word and the blank behind it have
    at most four slots for each of their letters.
    """
    used, words = 0, 0
    ends[0] = 0
    before = np.uint64(0)
    one = (_RUN ^ np.uint64(_BLANK)) * _STEP  # hashes of the last one, two, three and four letters
    two, three, four = one, one, one
    word, letters = _WORD, 0
    for at in range(row.shape[0] + 1):
        code = row[at] if at < row.shape[0] else _BLANK
        if code == _BLANK and letters == 0:
            continue
        letter = np.uint64(code)
        five = (four ^ letter) * _STEP
        four = (three ^ letter) * _STEP
        three = (two ^ letter) * _STEP
        two = (one ^ letter) * _STEP
        one = (_RUN ^ letter) * _STEP
        slots[used] = np.uint32(two >> _SHIFT)  # four are written, as many as there are are kept
        slots[used + 1] = np.uint32(three >> _SHIFT)
        slots[used + 2] = np.uint32(four >> _SHIFT)
        slots[used + 3] = np.uint32(five >> _SHIFT)
        letters += 1
        used += min(letters, 4)
        if code != _BLANK:
            word = (word ^ letter) * _STEP
            continue
        slots[used : used + WORD_COUNT] = np.uint32(word >> _SHIFT)
        used += WORD_COUNT
        if words:
            slots[used] = np.uint32(((before * _PAIR ^ word) * _STEP) >> _SHIFT)
            used += 1
        words += 1
        ends[words] = used
        before, word, letters = word, _WORD, 0
    return words


@jit
def _sum(weights: NDArray[np.float32], slots: NDArray[np.uint32]) -> float:
    """Return the sum of the weights in some slots: four sums side by side, always in one order."""
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    whole = slots.shape[0] // 4 * 4
    for i in range(0, whole, 4):
        a += weights[slots[i]]
        b += weights[slots[i + 1]]
        c += weights[slots[i + 2]]
        d += weights[slots[i + 3]]
    for i in range(whole, slots.shape[0]):
        a += weights[slots[i]]
    return (a + b) + (c + d)
