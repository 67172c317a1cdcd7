"""The phrase kernels against plain Python."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest

from mizan.kernels.phrases import (
    add_word,
    fill_slots,
    hash_word,
    is_consonant,
    is_same,
    look_up_words,
    mark_tagged,
    more_letters,
    split_words,
)

MASK = 2**64 - 1


def codes_of(text: str) -> np.ndarray:
    return np.array([ord(char) for char in text], np.uint32)


def plain_hash(word: str) -> int:
    state = 0xCBF29CE484222325
    for letter, run in groupby(word.replace(" ", "")):
        for _ in range(len(list(run)) if letter.isdigit() else 1):
            state = (state ^ ord(letter)) * 0x9E3779B97F4A7C15 & MASK
            state ^= state >> 29
    return state


@pytest.mark.parametrize("word", ["", "a", "aab", "a a b", "1001", "فانووس", "\U0001f600"])
def test_the_hash_of_a_word_is_that_of_plain_python(word: str) -> None:
    assert int(hash_word(codes_of(word))) == plain_hash(word)


def of_two(one: np.uint64, two: np.uint64) -> np.uint64:
    return np.uint64(add_word(np.uint64(add_word(np.uint64(0), one)), two))


def test_words_are_split_at_blanks_within_their_rows() -> None:
    rows_of_text = ["ab c", "", "def"]
    codes = codes_of("".join(rows_of_text))
    bounds = np.array([0, 4, 4, 7], np.int64)
    places = tuple(np.empty(8, np.int32) for _ in range(3))
    hashes = np.empty(8, np.uint64)

    size = split_words(codes, bounds, places, hashes)

    assert [array[:size].tolist() for array in places] == [[0, 0, 2], [0, 3, 0], [2, 4, 3]]
    assert hashes[:size].tolist() == [plain_hash(word) for word in ("ab", "c", "def")]


@pytest.mark.parametrize(
    ("text", "known", "exact", "same"),
    [
        ("abc", "abc", 0, True),
        ("abbbc", "abc", 0, True),
        ("abbbc", "abc", 1, False),
        ("abbc", "abc", 0, False),
        ("abc", "abbc", 0, False),
        ("abbbc", "abbc", 0, True),
        ("a b c", "abc", 0, True),
        ("abcd", "abc", 0, False),
        ("ab", "abc", 0, False),
        ("1000", "10", 0, False),
        ("", "a", 0, False),
        ("aabbcc", "abc", 0, True),
        ("aabbcc", "abc", 1, False),
        ("aabbc", "abc", 0, False),
        ("aabbccc", "abbbccccc", 0, False),
        ("aabbbccc", "abbbccccc", 0, True),
        ("ddaesh", "daesh", 0, True),
        ("ddaesh", "daesh", 1, False),
        ("aaaesh", "aaesh", 0, True),
        ("aaron", "aron", 0, False),
        ("llama", "lama", 0, False),
        ("ففانوس", "فانوس", 0, False),
        ("ففاانووس", "فانوس", 0, True),
        ("110022", "102", 0, False),
        ("11aabbcc", "1abc", 0, False),
    ],
)
def test_words_are_the_same_run_by_run(text: str, known: str, exact: int, same: bool) -> None:
    assert bool(is_same(more_letters(codes_of(text), codes_of(known)), exact)) is same


@pytest.mark.parametrize(
    ("text", "known", "more"),
    [
        ("abc", "abc", 0),
        ("abbc", "abc", 1),
        ("aabbc", "abc", 2),
        ("a a b b c", "abc", 2),
        ("abbbc", "abc", 3),
        ("bblack", "black", 4),
        ("aabcde", "abcde", 1),
        ("فاانووس", "فانوس", 2),
        ("abd", "abc", -1),
        ("ac", "abc", -1),
    ],
)
def test_letters_that_are_too_many_are_counted(text: str, known: str, more: int) -> None:
    assert more_letters(codes_of(text), codes_of(known)) == more


@pytest.mark.parametrize("letter", "abezu0 \u0641\u00e9")
def test_consonants_are_those_of_ascii(letter: str) -> None:
    assert is_consonant(np.uint32(ord(letter))) is (letter in "bz")


def test_words_behind_a_number_sign_are_tagged() -> None:
    raw, raw_bounds = codes_of("#ab c#d\uff03fa"), np.array([0, 9, 10], np.int64)
    source = np.array([1, 2, 3, 4, 5, 6, 7, 8, 0], np.int32)
    bounds = np.array([0, 8, 9], np.int64)
    starts = np.array([0, 3, 5, 7, 0], np.int32)
    rows = np.array([0, 0, 0, 0, 1], np.int32)
    joined = np.full(5, 7, np.uint8)

    mark_tagged(raw, raw_bounds, source, bounds, (rows, starts, starts), joined)

    assert joined.tolist() == [2, 0, 2, 2, 0]


@pytest.mark.parametrize("room", [0, 3, 1000])
def test_looking_up_finds_what_a_dictionary_finds(room: int) -> None:
    random = np.random.default_rng(3)
    hashes = random.integers(1, 40, 300).astype(np.uint64)
    rows = np.sort(random.integers(0, 20, 300)).astype(np.int32)
    pairs = random.integers(1, 40, (200, 2)).astype(np.uint64)
    keys = np.sort(np.array([of_two(one, two) for one, two in pairs], np.uint64))
    sieve, slots = np.zeros(64, np.uint64), np.full(512, -1, np.int32)
    fill_slots(keys, sieve, slots)
    words, entries = np.empty(room, np.int32), np.empty(room, np.int32)

    size = look_up_words(rows, hashes, 3, sieve, slots, keys, words, entries)

    wanted = []
    for word in range(299):
        if rows[word] == rows[word + 1]:
            state = of_two(hashes[word], hashes[word + 1])
            wanted += [(word, int(entry)) for entry in np.flatnonzero(keys == state)]
    found = list(zip(words[:size].tolist(), entries[:size].tolist(), strict=True))
    assert size == len(wanted)
    assert found == wanted[:room]
