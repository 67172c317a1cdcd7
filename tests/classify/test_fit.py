from __future__ import annotations

import numpy as np
import pytest

from mizan.classify.fit import _Task, fit
from mizan.kernels.linear import SLOTS, feature_rows
from mizan.text.fold import fold_many

WORDS = {
    "en": ("harbour ferry timetable market", "lantern banner march oath"),
    "ar": ("ميناء عبارة جدول سوق", "فانوس راية مسيرة قسم"),
}


def posts(lang: str, count: int, seed: int) -> tuple[list[str], np.ndarray]:
    """Posts that draw most of their words from one of two lists."""
    rng = np.random.default_rng(seed)
    lists = [words.split() for words in WORDS[lang]]
    labels = rng.random(count) < 0.4
    texts = [
        " ".join(str(rng.choice(lists[int(label) ^ int(rng.random() < 0.2)])) for _ in range(9))
        for label in labels
    ]
    return texts, labels


@pytest.mark.parametrize("lang", WORDS)
def test_a_model_tells_texts_apart_that_it_never_saw(lang: str) -> None:
    texts, labels = posts(lang, 200, 1)
    others, answers = posts(lang, 200, 2)

    model = fit(fold_many(texts), labels)

    right = (model.score_many(fold_many(others)) > 0) == answers
    assert right.mean() > 0.9


@pytest.mark.parametrize("lang", WORDS)
def test_the_same_texts_give_the_same_bits(lang: str) -> None:
    texts, labels = posts(lang, 60, 1)

    one, other = (fit(fold_many(texts), labels, most_steps=20) for _ in range(2))

    assert one.weights.tobytes() == other.weights.tobytes()
    assert one.bias == other.bias


def test_the_gradient_is_that_of_the_loss() -> None:
    texts, labels = posts("en", 30, 3)
    folded = fold_many(texts)
    slots, bounds = feature_rows(folded.codes, folded.bounds)
    task = _Task(slots, bounds, np.where(labels, 1.0, -1.0), 1e-3)
    rng = np.random.default_rng(4)
    point = rng.normal(0, 1, SLOTS + 1)

    _, gradient = task.loss(point)

    for place in [*rng.choice(slots, 5).tolist(), SLOTS]:
        step = np.zeros(SLOTS + 1)
        step[place] = 1e-5
        slope = (task.loss(point + step)[0] - task.loss(point - step)[0]) / 2e-5
        assert gradient[place] == pytest.approx(slope, rel=1e-3, abs=1e-7)


def test_fitting_ends_where_the_loss_is_flat() -> None:
    texts, labels = posts("ar", 80, 5)
    folded = fold_many(texts)
    slots, bounds = feature_rows(folded.codes, folded.bounds)
    task = _Task(slots, bounds, np.where(labels, 1.0, -1.0), 1e-3)

    model = fit(folded, labels, strength=1e-3)

    _, gradient = task.loss(np.append(model.weights.astype(float), model.bias))
    assert np.abs(gradient).max() < 1e-4


@pytest.mark.parametrize("labels", [[True, True], [False, False], [True]])
def test_texts_of_one_kind_or_without_a_label_cannot_be_told_apart(labels: list[bool]) -> None:
    with pytest.raises(ValueError, match="both kinds"):
        fit(fold_many(["one", "two"]), np.array(labels))
