"""A threshold holds for every kind of speech, or is not chosen."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.train.thresholds import HIGHEST, RISK, Bounds, _chance, choose

LOOSE = Bounds(most=0.05, mean=1, written=1)


@pytest.mark.parametrize(
    ("flagged", "rows", "most", "chance"),
    [(0, 10, 0.5, 1 / 1024), (1, 10, 0.5, 11 / 1024), (5, 10, 0.5, 638 / 1024), (3, 3, 0.1, 1)],
)
def test_the_binomial_tail_is_exact(flagged: int, rows: int, most: float, chance: float) -> None:
    assert _chance(flagged, rows, most) == pytest.approx(chance)


def test_the_true_rate_is_above_the_bound_no_oftener_than_the_risk() -> None:
    rng = np.random.default_rng(5)
    trials = 200

    # Uniform probabilities: the true rate of a threshold is what is left above it.
    chosen = [choose({"news": rng.random(400)}, {}, LOOSE).review for _ in range(trials)]

    broken = sum(1 - review > LOOSE.most for review in chosen)
    assert broken <= trials * RISK * 1.5
    assert np.median(chosen) < 0.99


def test_the_worst_kind_decides_and_not_the_mean() -> None:
    rng = np.random.default_rng(5)
    quiet, loud = rng.random(2000) * 0.5, 0.5 + rng.random(2000) * 0.5

    alone = choose({"news": quiet}, {}, LOOSE)
    both = choose({"news": quiet, "prayer": loud}, {}, LOOSE)

    assert alone.review < 0.5
    assert both.review > 0.95
    assert both.flagged["prayer"] <= LOOSE.most


def test_kinds_with_few_rows_are_untested_and_empty_ones_not_there() -> None:
    rng = np.random.default_rng(5)

    made = choose({"news": rng.random(400), "few": rng.random(5), "none": np.zeros(0)}, {}, LOOSE)

    assert made.tested == ("news",)
    assert set(made.flagged) == {"news", "few"}


def test_one_row_of_a_few_does_not_outweigh_a_large_kind() -> None:
    rng = np.random.default_rng(5)
    loud, quiet = np.append(rng.random(60) * 0.5, 0.99), rng.random(60) * 0.5
    bounds = Bounds(most=0.02, mean=0.006, written=1)

    parted = choose({"news": rng.random(9000) * 0.8, "prayer": loud}, {}, bounds)
    pooled = choose({"news": rng.random(9000) * 0.8, "prayer": loud, "grief": quiet}, {}, bounds)

    assert parted.review > 0.99
    assert pooled.review < 0.9


def test_without_rows_and_without_a_threshold_that_holds_the_highest_counts() -> None:
    sure = np.ones(400)

    assert choose({"news": sure}, {}, LOOSE).review == HIGHEST


@pytest.mark.parametrize(
    "bounds", [Bounds(most=0.5, mean=0.02, written=1), Bounds(most=0.5, mean=1, written=0.02)]
)
def test_means_are_bounded_as_seen(bounds: Bounds) -> None:
    rng = np.random.default_rng(5)

    made = choose({"news": rng.random(2000)}, {"written: news": rng.random(2000)}, bounds)

    shares = list(made.flagged.values())
    assert min(shares) <= 0.02
    assert made.review < HIGHEST
