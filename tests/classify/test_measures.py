"""The measures, against figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.classify.measures import Bin, Share, bins_of, calibration_error, mean, recall_at

scores = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_a_share_of_none_is_nothing_and_may_be_anything() -> None:
    assert Share(0, 0).value == 0
    assert Share(0, 0).interval == (0, 1)


def test_none_of_380_shows_at_most_one_per_cent() -> None:
    low, high = Share(0, 380).interval

    assert low == 0
    assert 0.009 < high <= 0.0101


def test_each_group_counts_the_same_and_an_empty_one_does_not() -> None:
    assert mean([Share(1, 10), Share(0, 1000), Share(0, 0)]) == pytest.approx(0.05)
    assert mean([]) == 0


def test_recall_is_told_at_the_mean_rate_over_groups_not_over_texts() -> None:
    small, large = np.array([0.9, 0.1]), np.linspace(0, 0.5, 1000)
    support = np.array([0.95, 0.85, 0.6, 0.05])

    none = recall_at(support, [small, large], 0.0)
    quarter = recall_at(support, [small, large], 0.25)

    assert none is not None
    assert quarter is not None
    assert (none.threshold, none.found) == (0.9, Share(1, 4))
    assert quarter.rate == 0.25
    assert quarter.found == Share(3, 4)


def test_a_text_as_sure_as_the_flagged_ones_is_not_found() -> None:
    at = recall_at(np.array([0.5]), [np.array([0.5, 0.2])], 0.0)

    assert at is not None
    assert at.found == Share(0, 1)


def test_without_support_or_groups_there_is_no_recall() -> None:
    assert recall_at(np.array([]), [np.array([0.1])], 0.01) is None
    assert recall_at(np.array([0.1]), [np.array([])], 0.01) is None


@settings(deadline=None, max_examples=60)
@given(support=scores, groups=st.lists(scores, min_size=1, max_size=4), most=st.floats(0, 1))
def test_the_rate_is_kept_and_more_of_it_never_finds_less(
    support: list[float], groups: list[list[float]], most: float
) -> None:
    arrays = [np.array(group) for group in groups]

    some, strict = (recall_at(np.array(support), arrays, rate) for rate in (most, most / 2))

    assert some is not None
    assert strict is not None
    assert some.rate <= most
    assert strict.found.hits <= some.found.hits


def test_the_calibration_error_is_that_of_fixed_predictions() -> None:
    certain = np.array([0.95, 0.95, 0.95, 0.95, 0.05, 0.05])
    true = np.array([True, True, True, False, False, False])

    bins = bins_of(certain, true)

    assert [one.true for one in bins] == [Share(0, 2), Share(3, 4)]
    assert calibration_error(bins) == pytest.approx((2 * 0.05 + 4 * 0.2) / 6)


def test_a_certainty_of_one_has_its_bin_and_no_text_has_no_error() -> None:
    assert bins_of(np.array([1.0]), np.array([True])) == [Bin(1.0, Share(1, 1))]
    assert calibration_error([]) is None
