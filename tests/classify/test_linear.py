"""Scores, shares and features against a plain version of their definition."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mizan.classify.model import LinearModel
from mizan.kernels.linear import SLOTS, WORD_COUNT, feature_rows
from mizan.text.fold import fold_many

WEIGHTS = np.random.default_rng(5).normal(0, 1, SLOTS).astype(np.float32)
MODEL = LinearModel(WEIGHTS, 0.25)
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


def slots_of_words(normal: str) -> list[list[int]]:
    """The slots of each word, after its definition: runs, then the word, then its pair."""
    found, before = [], 0
    for word in normal.split(" ") if normal else []:
        padded = f" {word} "
        runs = [
            padded[start : start + length]
            for start in range(len(padded))
            for length in (2, 3, 4, 5)
            if start + length <= len(padded)
        ]
        own = [run(letters, 0xBF58476D1CE4E5B9) for letters in runs]
        whole = run(word, 0x94D049BB133111EB)
        own += [whole] * WORD_COUNT
        if found:
            pair = (before * 0xD6E8FEB86659FD93) % 2**64 ^ whole
            own.append(pair * 0x9E3779B97F4A7C15 % 2**64)
        before = whole
        found.append([value >> 46 for value in own])
    return found


def oracle(normal: str) -> float:
    slots = [slot for word in slots_of_words(normal) for slot in word]
    total = math.fsum(float(WEIGHTS[slot]) for slot in slots)
    return 0.25 + total / math.sqrt(max(len(slots), 1))


def features(texts: list[str]) -> list[list[int]]:
    folded = fold_many(texts)
    slots, bounds = feature_rows(folded.codes, folded.bounds)
    return [sorted(slots[a:b].tolist()) for a, b in pairwise(bounds)]


@given(st.lists(any_text, max_size=6))
@settings(deadline=None)
def test_features_and_scores_equal_their_definition(texts: list[str]) -> None:
    folded = fold_many(texts)

    scores, found = MODEL.score_many(folded), features(texts)

    for row in range(len(texts)):
        normal = folded.text(row)
        wanted = [slot for word in slots_of_words(normal) for slot in word]
        assert found[row] == sorted(wanted)
        assert scores[row] == pytest.approx(oracle(normal), abs=1e-9)


def test_one_at_a_time_and_all_together_give_the_same_bits() -> None:
    together = MODEL.score_many(fold_many(TEXTS))

    alone = [MODEL.score_many(fold_many([text]))[0] for text in TEXTS]
    single = [MODEL.score(fold_many([text])) for text in TEXTS]

    assert together.tolist() == alone == single


@pytest.mark.parametrize("text", ["", "...", "\u200b"])
def test_a_text_without_a_word_gets_the_bias(text: str) -> None:
    assert MODEL.score_many(fold_many([text])).tolist() == [0.25]
    assert MODEL.explain(fold_many([text]), 0) == []


@pytest.mark.parametrize("text", TEXTS[:4] + TEXTS[6:])
def test_words_and_bias_sum_up_to_the_score(text: str) -> None:
    folded = fold_many(["first", text])

    told = MODEL.explain(folded, 1)

    assert 0.25 + sum(word.weight for word in told) == pytest.approx(MODEL.score_many(folded)[1])
    normal = folded.text(1)
    assert [normal[word.start : word.end] for word in told] == normal.split(" ")


@pytest.mark.parametrize(
    ("text", "word"), [("The Harbour, closed", "Harbour"), ("وصل إلى الميناء أمس", "الميناء")]
)
def test_the_word_that_weighs_is_found_in_the_original(text: str, word: str) -> None:
    [slots] = slots_of_words(fold_many([word]).text(0))
    weights = np.zeros(SLOTS, np.float32)
    weights[slots[-1]] = 1  # of the word itself
    folded = fold_many([text])

    told = max(LinearModel(weights, 0.0).explain(folded, 0), key=lambda each: each.weight)

    start, end = folded.span(0, told.start, told.end)
    assert text[start:end] == word


def test_a_model_of_another_size_is_no_model() -> None:
    with pytest.raises(ValueError, match="weights"):
        LinearModel(np.zeros(8, np.float32), 0.0)


def test_the_weights_of_a_model_cannot_be_altered() -> None:
    weights: NDArray[np.float32] = MODEL.weights

    with pytest.raises(ValueError, match="read-only"):
        weights[0] = 1
