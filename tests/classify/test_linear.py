"""Scores, shares and features against a plain version of their definition."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mizan.classify.linear import LinearTable
from mizan.classify.readings import CONSONANTS, PLAIN, SKELETON, TIGHT, readings
from mizan.kernels.linear import SLOTS, feature_rows
from mizan.text.fold import fold_many

RANDOM = np.random.default_rng(5)
TABLE = np.column_stack([RANDOM.normal(0, 1, SLOTS), RANDOM.uniform(0, 4, SLOTS)]).astype("f4")
MODELS = {name: LinearTable(TABLE, name) for name in readings()}
MODEL = MODELS[PLAIN]
TEXTS = [
    "The harbour opens on Monday, says the mayor",
    "قال العمدة إن الميناء يفتح يوم الاثنين",
    "a b\u200bc  ... é 1917 ٣",
    "x",
    "",
    "...",
    "سـلام world سلام world",
    "ab " * 300 + "honorificabilitudinitatibus" * 20,
]
any_text = st.text(max_size=80) | st.text("ab سلا", max_size=60)


def run(letters: str, seed: int) -> int:
    value = seed
    for letter in letters:
        value = ((value ^ ord(letter)) * 0x9E3779B97F4A7C15) % 2**64
    return value


def as_read(normal: str, reading: str) -> str:
    """A normal form as a reading has it: letters taken for others or dropped, each run one."""
    letters = readings()[reading].letters
    found = ""
    for letter in normal:
        code = int(letters[ord(letter)]) if ord(letter) < len(letters) - 1 else ord(letter)
        new = chr(code) != found[-1:] or letter.isdigit()
        if code and new and not (letters[-1] and code == 32):
            found += chr(code)
    return found


def slots_of_words(normal: str, reading: str = PLAIN) -> list[list[int]]:
    """The slots of each word, after its definition: runs, then the word, then its pair."""
    found, before = [], 0
    if reading == TIGHT:
        text = as_read(normal, reading)
        runs = [
            text[a : a + n] for a in range(len(text)) for n in (3, 4, 5, 6) if a + n <= len(text)
        ]
        return [[run(letters, 0xBF58476D1CE4E5B9) >> 46 for letters in runs]]
    for word in as_read(normal, reading).split():
        padded = f" {word} "
        runs = [
            padded[start : start + length]
            for start in range(len(padded))
            for length in (2, 3, 4)
            if start + length <= len(padded)
        ]
        own = [run(letters, 0xBF58476D1CE4E5B9) for letters in runs]
        whole = run(word, 0x94D049BB133111EB)
        own.append(whole)
        if found:
            pair = (before * 0xD6E8FEB86659FD93) % 2**64 ^ whole
            own.append(pair * 0x9E3779B97F4A7C15 % 2**64)
        before = whole
        found.append([value >> 46 for value in own])
    return found


def oracle(normal: str, reading: str) -> float:
    slots = [slot for word in slots_of_words(normal, reading) for slot in word]
    total = math.fsum(float(TABLE[slot, 0]) for slot in slots)
    length = math.fsum(float(TABLE[slot, 1]) for slot in slots)
    return total / math.sqrt(length) if length else 0.0


def features(texts: list[str], reading: str) -> list[list[int]]:
    folded = fold_many(texts)
    slots, bounds = feature_rows(folded.codes, folded.bounds, readings()[reading].letters)
    return [sorted(slots[a:b].tolist()) for a, b in pairwise(bounds)]


def scores(table: LinearTable, texts: list[str]) -> NDArray[np.float64]:
    folded = fold_many(texts)
    return table.score_rows(folded.codes, folded.bounds, np.arange(len(texts), dtype=np.int32))


@pytest.mark.parametrize("reading", [PLAIN, SKELETON, TIGHT, CONSONANTS])
@given(st.lists(any_text, max_size=6))
@settings(deadline=None, max_examples=60)
def test_features_and_scores_equal_their_definition(reading: str, texts: list[str]) -> None:
    folded = fold_many(texts)

    made, found = scores(MODELS[reading], texts), features(texts, reading)

    for row in range(len(texts)):
        normal = folded.text(row)
        wanted = [slot for word in slots_of_words(normal, reading) for slot in word]
        assert found[row] == sorted(wanted)
        assert made[row] == pytest.approx(oracle(normal, reading), abs=1e-9)


def test_rows_can_be_asked_for_in_any_choice() -> None:
    folded = fold_many(TEXTS)

    some = MODEL.score_rows(folded.codes, folded.bounds, np.array([6, 0], np.int32))

    everyone = scores(MODEL, TEXTS)
    assert some.tolist() == [everyone[6], everyone[0]]


def test_one_at_a_time_and_all_together_give_the_same_bits() -> None:
    together = scores(MODEL, TEXTS)

    alone = [scores(MODEL, [text])[0] for text in TEXTS]

    assert together.tolist() == alone


@pytest.mark.parametrize("text", ["", "...", "\u200b"])
def test_a_text_without_a_word_gets_nothing(text: str) -> None:
    assert scores(MODEL, [text]).tolist() == [0.0]
    assert MODEL.explain(fold_many([text]).codes) == []


@pytest.mark.parametrize("drawn", ["attaaaaack nooow", "هجوووووم الاااان"])
def test_drawn_out_words_are_the_words(drawn: str) -> None:
    plain = {"attaaaaack nooow": "attack now", "هجوووووم الاااان": "هجوم الان"}[drawn]

    assert scores(MODEL, [drawn]).tolist() == scores(MODEL, [plain]).tolist()


def test_texts_without_dots_read_as_with_them_on_the_skeleton() -> None:
    dotted, dotless = "قال العمدة إن الميناء يفتح", "ٯال العمده اں المٮٮاء ٮڡٮح"

    assert (
        scores(MODELS[SKELETON], [dotted]).tolist() == scores(MODELS[SKELETON], [dotless]).tolist()
    )


def test_gaps_between_words_make_no_difference_to_the_tight_reading() -> None:
    made = scores(MODELS[TIGHT], ["the harbour opens", "theharbour op ens"])

    assert made[0] == made[1]


@pytest.mark.parametrize("text", TEXTS[:4] + TEXTS[6:])
def test_words_sum_up_to_the_score(text: str) -> None:
    normal = fold_many([text])

    told = MODEL.explain(normal.codes)

    assert sum(word.weight for word in told) == pytest.approx(scores(MODEL, [text])[0])
    assert [normal.text(0)[word.start : word.end] for word in told] == normal.text(0).split(" ")


def test_the_tight_reading_has_no_words_to_explain() -> None:
    assert MODELS[TIGHT].explain(fold_many(["harbour"]).codes) == []


@pytest.mark.parametrize(
    ("text", "word"), [("The Harbour, closed", "Harbour"), ("وصل إلى الميناء أمس", "الميناء")]
)
def test_the_word_that_weighs_is_found_in_the_original(text: str, word: str) -> None:
    [slots] = slots_of_words(fold_many([word]).text(0))
    table = np.ones((SLOTS, 2), np.float32)
    table[:, 0] = 0
    table[slots[-1], 0] = 1  # of the word itself
    folded = fold_many([text])

    told = max(LinearTable(table).explain(folded.codes), key=lambda each: each.weight)

    start, end = folded.span(0, told.start, told.end)
    assert text[start:end] == word


def test_a_table_of_another_size_is_no_table() -> None:
    with pytest.raises(ValueError, match="weights"):
        LinearTable(np.zeros((8, 2), np.float32))


def test_a_table_cannot_be_altered() -> None:
    with pytest.raises(ValueError, match="read-only"):
        MODEL.table[0] = 1
