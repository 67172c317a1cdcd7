"""R3 and R4: what must stay up does, with the model that is shipped; and no worse than before.

Without a shipped model the engine reads texts all the same: names, words and contexts must then
flag nothing either.
"""

from __future__ import annotations

import pytest

from mizan.classify.registry import SHIPPED, shipped
from mizan.cli.evaluate import evaluated
from mizan.evaluate.release import ENOUGH, breaches, last_release
from mizan.evaluate.summary import Summary

MODELS = shipped() or (None,)  # None: the engine as it is without one


@pytest.fixture(scope="module", params=MODELS)
def summary(request: pytest.FixtureRequest) -> Summary:
    return evaluated(request.param)


def test_r3_and_r4_no_gate_breaks(summary: Summary) -> None:
    before = last_release().models.get(summary.model)

    assert list(breaches(summary, before)) == []


def test_r3_a_group_in_each_language_is_large_enough_to_show_one_per_cent(
    summary: Summary,
) -> None:
    large = {line.lang for line in summary.of("stay") if line.total >= ENOUGH}

    assert large == {"ar", "en"}


def test_r4_the_article_was_looked_at_in_every_form_in_both_languages(summary: Summary) -> None:
    forms = {(line.lang, line.way) for line in summary.of("article")}

    wanted = ("headline", "first 280", "whole", "page")
    assert forms >= {(lang, way) for lang in ("ar", "en") for way in wanted}


def test_a_shipped_model_is_the_one_that_was_looked_at_and_finds_something(
    summary: Summary,
) -> None:
    found = sum(line.flagged for line in summary.of("support") if line.plain)

    assert summary.model in (SHIPPED if shipped() else ("none",))
    assert bool(found) == bool(shipped())


def test_the_figures_of_the_last_release_are_of_the_models_that_are_shipped() -> None:
    assert set(last_release().models) <= set(SHIPPED)
