"""The phrase kernels against plain Python."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest

from mizan.kernels.block import hashes_of
from mizan.kernels.phrases import (
    equal_words,
    is_consonant,
    is_same,
    is_tagged,
    more_letters,
    put_in_order,
    written,
)
from mizan.kernels.words import hash_word, split_words

MASK = 2**64 - 1


def codes_of(text: str) -> np.ndarray:
    return np.array([ord(char) for char in text], np.uint32)


def plain_hash(word: str) -> int:
    state = 0xCBF29CE484222325
    for letter, run in groupby(word.replace(" ", "")):
        for _ in range(len(list(run)) if letter.isdigit() else 1):
            state = (state ^ ord(letter)) * 0x9E3779B97F4A7C15 & MASK
    state = (state ^ state >> 32) * 0xBF58476D1CE4E5B9 & MASK
    return state ^ state >> 31


@pytest.mark.parametrize("word", ["", "a", "aab", "a a b", "1001", "فانووس", "\U0001f600"])
def test_the_hash_of_a_word_is_that_of_plain_python(word: str) -> None:
    assert int(hash_word(codes_of(word))) == plain_hash(word)


def test_words_are_split_at_blanks_within_their_rows() -> None:
    codes = codes_of("ab cdef")
    bounds = np.array([[0] * 4, [0, 4, 4, 7]], np.int64)
    words = np.full((6, 8), 7, np.int32)

    size, spelled = split_words(codes, bounds, words)

    assert words[:4, :size].tolist() == [[0, 0, 2], [0, 3, 0], [2, 4, 3], [0, 0, 0]]
    assert hashes_of(words)[:size].tolist() == [plain_hash(word) for word in ("ab", "c", "def")]
    assert not spelled


@pytest.mark.parametrize(
    ("text", "spelled"), [("a b c", True), ("a b 1 c", False), ("ab c d", False), ("", False)]
)
def test_three_letters_alone_are_told_and_no_room_is_overrun(text: str, spelled: bool) -> None:
    bounds = np.array([[0, 0], [0, len(text)]], np.int64)
    words = np.zeros((6, 0), np.int32)

    assert split_words(codes_of(text), bounds, words) == (len(text.split()), spelled)


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


def test_words_behind_a_number_sign_are_tags() -> None:
    text = "#ab c#d\uff03fa"

    assert [place for place in range(9) if is_tagged(text, 0, place)] == [1, 6, 8]
    assert not is_tagged(text, 1, 0)


def test_spans_are_put_in_order_and_each_is_kept_once() -> None:
    columns = np.random.default_rng(3).integers(0, 3, (4, 200)).astype(np.int32)
    spans, count = np.zeros_like(columns), 0

    for column in columns.T:
        spans[:, count] = column
        count = put_in_order(spans, count)

    assert spans[:, :count].T.tolist() == [list(row) for row in sorted({*map(tuple, columns.T)})]


@pytest.mark.parametrize(
    ("text", "phrase", "blanks"),
    [
        ("black lantern front", "black lantern", 1),
        ("black lanterns", "black lantern", -1),
        ("black", "black lantern", -1),
        ("الفانوس", "الفانوس", 0),
        ("\U0001d7d8 b", "\U0001d7d8", 0),
        ("é中", "é中", 0),
    ],
)
def test_letters_are_compared_as_they_are_written(text: str, phrase: str, blanks: int) -> None:
    letters = np.frombuffer(bytearray(phrase.encode()), np.uint8)

    assert equal_words(codes_of(text), letters) == blanks
    assert written(letters).tolist() == [ord(char) for char in phrase]
