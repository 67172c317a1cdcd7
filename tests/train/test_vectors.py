"""Word vectors: words that keep the same company are near each other, the same each time."""

from __future__ import annotations

import random

import numpy as np
import pytest

from mizan.classify.net import WordVectors, hashed_words
from mizan.text.fold import fold_many
from mizan.train import vectors
from mizan.train.vectors import train_vectors

SEA = "harbour ferry captain sail anchor wave".split()
KITCHEN = "kettle spoon teapot sugar biscuit napkin".split()


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "SIZE", 4)


def texts() -> list[str]:
    dice = random.Random(5)
    return [" ".join(dice.choices(words, k=8)) for _ in range(300) for words in (SEA, KITCHEN)]


def made(seed: int = 5) -> WordVectors:
    folded = fold_many(texts())
    return train_vectors(folded.codes, folded.bounds, seed=seed)


def vector(words: WordVectors, word: str) -> np.ndarray:  # type: ignore[type-arg]
    folded = fold_many([word])
    (hashed,) = hashed_words(folded.codes, folded.bounds)[0]
    (place,) = np.flatnonzero(words.hashes == hashed)
    found = words.vectors[place].astype(float)
    return found / np.linalg.norm(found)


def test_words_of_one_company_are_nearer_than_words_of_two() -> None:
    words = made()

    near = [vector(words, a) @ vector(words, b) for a in SEA[:3] for b in SEA[3:]]
    far = [vector(words, a) @ vector(words, b) for a in SEA for b in KITCHEN]

    assert min(near) > max(far)


def test_the_same_texts_and_seed_give_the_same_bits() -> None:
    one, again = made(), made()

    assert one.hashes.tobytes() == again.hashes.tobytes()
    assert one.vectors.tobytes() == again.vectors.tobytes()
    assert one.shares.tobytes() == again.shares.tobytes()


def test_frequent_words_count_less() -> None:
    folded = fold_many([*texts(), *["ferry ferry of the ferry"] * 300])

    words = train_vectors(folded.codes, folded.bounds, seed=5)

    assert words.shares[0] == words.shares.min()


def test_too_few_words_are_refused() -> None:
    folded = fold_many(["tea and rain"] * 20)

    with pytest.raises(ValueError, match="too few"):
        train_vectors(folded.codes, folded.bounds, seed=5)
