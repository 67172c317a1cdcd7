"""One half of certainty is the threshold, wherever that lies."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.classify.scale import Scale


@pytest.mark.parametrize("review", [1e-6, 0.02, 0.5, 0.9, 1 - 1e-9])
def test_one_half_of_certainty_is_the_threshold(review: float) -> None:
    scale = Scale(slope=2, offset=-1, review=review)
    score = np.array([(np.log(review / (1 - review)) + 1) / 2])

    assert scale.probability(score)[0] == pytest.approx(review, rel=1e-6)
    assert scale.certainty(score)[0] == pytest.approx(0.5)
    assert scale.certainty(score - 0.01)[0] < 0.5 < scale.certainty(score + 0.01)[0]


@pytest.mark.parametrize(
    ("slope", "offset", "review"),
    [(1, 0, 0), (1, 0, 1), (1, 0, -0.1), (1, 0, float("nan")), (float("inf"), 0, 0.5)],
)
def test_what_is_no_scale_is_refused(slope: float, offset: float, review: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        Scale(slope=slope, offset=offset, review=review)
