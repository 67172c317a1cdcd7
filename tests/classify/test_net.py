"""Words as hashes, pooled vectors and the net, against a plain version of their definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mizan.classify.linear import Bounds, Codes
from mizan.classify.net import Net, WordVectors, hashed_words
from mizan.text.fold import fold_many

SIZE, HIDDEN = 6, 5
RANDOM = np.random.default_rng(5)
KNOWN = "harbour ferry market rain lantern banner ميناء سوق مطر فانوس".split()


def hashes(text: str) -> NDArray[np.uint64]:
    folded = fold_many([text])
    return hashed_words(folded.codes, folded.bounds)[0]


WORDS = WordVectors(
    hashes(" ".join(KNOWN)),
    RANDOM.integers(-127, 128, (len(KNOWN), SIZE)).astype(np.int8),
    RANDOM.uniform(0.1, 1, len(KNOWN)).astype(np.float32),
)
NET = Net(
    WORDS,
    RANDOM.normal(0, 0.1, (3 * SIZE, HIDDEN)).astype(np.float32),
    RANDOM.normal(0, 1, HIDDEN).astype(np.float32),
    RANDOM.normal(0, 1, HIDDEN).astype(np.float32),
    0.25,
)
texts_of_words = st.lists(st.sampled_from([*KNOWN, "unknown", "غريب"]), max_size=8).map(" ".join)


def given_texts(texts: list[str]) -> tuple[Codes, Bounds]:
    folded = fold_many(texts)
    return folded.codes, folded.bounds


def pooled(text: str) -> NDArray[np.float64]:
    places = [KNOWN.index(word) for word in text.split() if word in KNOWN]
    if not places:
        return np.zeros(3 * SIZE)
    vectors, shares = WORDS.vectors[places].astype(float), WORDS.shares[places].astype(float)
    mean = (vectors * shares[:, None]).sum(0) / shares.sum()
    return np.concatenate([mean, vectors.max(0), vectors.min(0)])


@given(st.lists(texts_of_words, max_size=5))
@settings(deadline=None, max_examples=60)
def test_pools_and_scores_equal_their_definition(texts: list[str]) -> None:
    codes, bounds = given_texts(texts)

    pools, scores = WORDS.pool(codes, bounds), NET.score_many(codes, bounds)

    for row, text in enumerate(texts):
        wanted = pooled(text)
        hidden = np.maximum(wanted @ NET.first + NET.offsets, 0)
        assert pools[row] == pytest.approx(wanted, rel=1e-4, abs=1e-3)
        assert scores[row] == pytest.approx(hidden @ NET.second + NET.bias, rel=1e-3, abs=1e-2)


@given(st.lists(st.text(max_size=40), max_size=5))
@settings(deadline=None, max_examples=60)
def test_any_text_has_words_and_a_score(texts: list[str]) -> None:
    codes, bounds = given_texts(texts)

    found, ends = hashed_words(codes, bounds)

    assert (ends[0], ends[-1]) == (0, len(found))
    assert np.isfinite(NET.score_many(codes, bounds)).all()


@given(st.lists(texts_of_words, min_size=1, max_size=5))
@settings(deadline=None, max_examples=60)
def test_a_text_has_the_same_bits_whatever_is_beside_it(texts: list[str]) -> None:
    together = NET.score_many(*given_texts(texts))

    alone = [float(NET.score_many(*given_texts([text]))[0]) for text in texts]

    assert together.tolist() == alone


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("والميناء", "ميناء"),
        ("الميناء", "ميناء"),
        ("بالميناء", "الميناء"),
        ("harbourrr", "harbour"),
    ],
)
def test_words_before_which_an_article_stands_are_the_same_words(one: str, other: str) -> None:
    assert hashes(one).tolist() == hashes(other).tolist()


@pytest.mark.parametrize(("one", "other"), [("والي", "الي"), ("ferry1", "ferry11"), ("a", "b")])
def test_other_words_are_other_words(one: str, other: str) -> None:
    assert hashes(one).tolist() != hashes(other).tolist()


def test_vectors_and_layers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="as many"):
        WordVectors(WORDS.hashes, WORDS.vectors[1:], WORDS.shares)
    with pytest.raises(ValueError, match="fit"):
        Net(WORDS, NET.first[1:], NET.offsets, NET.second, 0.0)
