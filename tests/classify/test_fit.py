from __future__ import annotations

import numpy as np
import pytest

from mizan.classify.fit import _descend, _scales, _Task, fit, fit_plain
from mizan.classify.model import Model
from mizan.classify.readings import PLAIN, readings
from mizan.kernels.linear import SLOTS, feature_rows
from mizan.kernels.logistic import lengths
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


def odds(model: Model, texts: list[str]) -> np.ndarray:
    """How much surer than not a small model is of each text."""
    folded, rows = fold_many(texts), np.arange(len(texts), dtype=np.int32)
    return model.certainty("en", PLAIN, folded.codes, folded.bounds, rows) - 0.5


def task_of(texts: list[str], labels: np.ndarray) -> _Task:
    """What is to be fitted, as `fit` makes it."""
    folded = fold_many(texts)
    slots, bounds = feature_rows(folded.codes, folded.bounds, readings()[PLAIN].letters)
    scales, norms = _scales(slots, bounds, labels), np.empty(len(texts))
    lengths(slots, bounds, scales**2, norms)
    signs, shares = np.where(labels, 1.0, -1.0), np.full(len(texts), 1 / len(texts))
    return _Task(slots, bounds, norms, scales, signs, shares, 1e-3)


@pytest.mark.parametrize("lang", WORDS)
def test_a_model_tells_texts_apart_that_it_never_saw(lang: str) -> None:
    texts, labels = posts(lang, 200, 1)
    others, answers = posts(lang, 200, 2)

    model = fit_plain(fold_many(texts), labels)

    right = (odds(model, others) > 0) == answers
    assert right.mean() > 0.9


@pytest.mark.parametrize("lang", WORDS)
def test_the_same_texts_give_the_same_bits(lang: str) -> None:
    texts, labels = posts(lang, 60, 1)

    folded = fold_many(texts)
    one, other = (fit(folded.codes, folded.bounds, labels, most_steps=20) for _ in range(2))

    assert one.table.table.tobytes() == other.table.table.tobytes()
    assert one.bias == other.bias


def test_the_gradient_is_that_of_the_loss() -> None:
    texts, labels = posts("en", 30, 3)
    task = task_of(texts, labels)
    rng = np.random.default_rng(4)
    point = rng.normal(0, 1, SLOTS + 1)

    _, gradient = task.loss(point)

    for place in [*rng.choice(task.slots, 5).tolist(), SLOTS]:
        step = np.zeros(SLOTS + 1)
        step[place] = 1e-5
        slope = (task.loss(point + step)[0] - task.loss(point - step)[0]) / 2e-5
        assert gradient[place] == pytest.approx(slope, rel=1e-3, abs=1e-7)


def test_fitting_ends_where_the_loss_is_flat() -> None:
    texts, labels = posts("ar", 80, 5)
    task = task_of(texts, labels)

    found = _descend(task, 400)

    _, gradient = task.loss(found)
    assert np.abs(gradient).max() < 1e-4


def test_texts_that_count_more_are_fitted_better() -> None:
    texts, labels = posts("en", 60, 6)
    folded = fold_many(texts)

    made = fit(folded.codes, folded.bounds, labels, weights=np.where(labels, 50.0, 1.0))

    even = fit(folded.codes, folded.bounds, labels)
    assert made.bias > even.bias


@pytest.mark.parametrize("labels", [[True, True], [False, False], [True]])
def test_texts_of_one_kind_or_without_a_label_cannot_be_told_apart(labels: list[bool]) -> None:
    with pytest.raises(ValueError, match="both kinds"):
        fit_plain(fold_many(["one", "two"]), np.array(labels))
