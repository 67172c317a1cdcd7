"""The curve from scores to probabilities, and how well it fits."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.train.scaling import BINS, bins_of, calibration_error, fit_scale


def test_a_known_curve_is_found() -> None:
    rng = np.random.default_rng(5)
    scores = rng.normal(0, 2, 40_000)
    labels = rng.random(40_000) < 1 / (1 + np.exp(-(1.5 * scores - 0.7)))

    slope, offset = fit_scale(scores, labels, np.ones(40_000))

    assert slope == pytest.approx(1.5, abs=0.06)
    assert offset == pytest.approx(-0.7, abs=0.06)


def test_kinds_that_are_wholly_apart_still_give_a_finite_curve() -> None:
    scores = np.concatenate([np.full(60, -3.0), np.full(60, 3.0)])

    slope, offset = fit_scale(scores, scores > 0, np.ones(120))

    assert 0 < slope < 10
    assert offset == pytest.approx(0, abs=1e-6)


def test_the_error_of_fixed_predictions_is_the_known_one() -> None:
    probabilities = np.full(150, 0.8)
    labels = np.tile(np.arange(10) < 5, 15)

    assert calibration_error(probabilities, labels) == pytest.approx(0.3)
    assert calibration_error(labels.astype(float), labels) == 0


def test_bins_rise_and_hold_every_row_once() -> None:
    probabilities = np.random.default_rng(5).random(151)

    bins = bins_of(probabilities, probabilities > 0.5)

    expected = [one.expected for one in bins]
    assert len(bins) == BINS
    assert sum(one.rows for one in bins) == 151
    assert expected == sorted(expected)
    assert len(bins_of(probabilities[:3], probabilities[:3] > 0.5)) == 3
