"""The net learns what no straight line parts, and its narrow nets are one wide one."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.classify.net import Net, WordVectors
from mizan.train import net
from mizan.train.net import train_net

RANDOM = np.random.default_rng(5)
WORDS = WordVectors(
    np.arange(1, 9, dtype=np.uint64) << np.uint64(50),
    RANDOM.integers(-127, 128, (8, 2)).astype(np.int8),
    np.ones(8, np.float32),
)
ROWS = RANDOM.normal(3, 2, (2000, 6)).astype(np.float32)
LABELS = (ROWS[:, 0] > 3) ^ (ROWS[:, 1] > 3)
WEIGHTS = np.ones(2000, np.float32)


def learned(seed: int = 5) -> Net:
    return train_net(WORDS, ROWS[:1500], LABELS[:1500], WEIGHTS[:1500], seed=seed)


def test_it_learns_what_no_straight_line_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net, "ROUNDS", 80)

    scores = learned().score_pooled(ROWS[1500:])

    assert ((scores > 0) == LABELS[1500:]).mean() > 0.9


def test_the_same_rows_and_seed_give_the_same_bits() -> None:
    assert learned().first.tobytes() == learned().first.tobytes()
    assert learned().first.tobytes() != learned(seed=6).first.tobytes()


def test_rows_without_weight_teach_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net, "ROUNDS", 80)
    lies = np.arange(3000) >= 1500
    rows, labels = np.vstack([ROWS[:1500]] * 2), np.concatenate([LABELS[:1500], ~LABELS[:1500]])

    made = train_net(WORDS, rows, labels, np.where(lies, 0, 1).astype(np.float32), seed=5)

    assert ((made.score_pooled(ROWS[1500:]) > 0) == LABELS[1500:]).mean() > 0.9
