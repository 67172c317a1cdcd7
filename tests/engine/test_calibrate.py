"""The false cases of a model stay within a budget; what else opens cases is not touched."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.tiny_models import BY_MODEL, LONG_TEA, RAIN, TEA, tea_model, trained, written

from mizan import Content, Engine, open_engine
from mizan.banks import changes
from mizan.classify.registry import Calibration
from mizan.engine.admit import values_of
from mizan.engine.calibrate import Budget, Post, calibrated, look, threshold_within
from mizan.engine.models import calibrate_model, choose_model
from mizan.engine.rules import choose_policy
from mizan.errors import ModelError
from mizan.terms.verdict import Verdict

SHARED = Path(__file__).parents[3] / "shared" / "data"  # beside the clone, in CI
TOLD = {"actor": "test", "why": "test"}
SCORES = st.lists(
    st.one_of(st.just(0.0), st.integers(1, 1000).map(lambda n: n / 1000)), min_size=1, max_size=300
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine whose rules let the model open cases."""
    data = tmp_path / "data"
    rules = tmp_path / "rules.yaml"
    rules.write_text(BY_MODEL, "utf-8")
    with open_engine(data) as one:
        choose_policy(data, one.store, rules, **TOLD)
    with open_engine(data, model=written(tmp_path / "tea", tea_model())) as one:
        yield one


def scores(engine: Engine, *texts: str) -> list[float]:
    chosen = engine.models.now()
    assert chosen is not None
    return [one.score for one in look(engine, chosen, texts)]


@given(SCORES, st.floats(0.001, 2.0))
@settings(deadline=None, max_examples=200)
def test_a_threshold_is_the_smallest_that_keeps_the_promise(
    found: list[float], share: float
) -> None:
    budget = Budget(cases=share * 1000, posts=1000)
    assume(len(found) >= budget.least)
    assume(sum(score == 1 for score in found) + 1 <= share * (len(found) + 1))

    least = threshold_within(found, budget)

    above = sum(score >= least for score in found if score > 0)
    lower = sum(score >= least - 0.001001 for score in found if score > 0)
    assert (above + 1) / (len(found) + 1) <= budget.share + 1e-9
    assert least == 0 or (lower + 1) / (len(found) + 1) > budget.share - 1e-9


def test_too_few_posts_say_how_many_are_needed() -> None:
    with pytest.raises(ModelError) as refused:
        threshold_within([0.0] * 98, Budget(cases=10, posts=1000))

    assert refused.value.code == "model.too_few_posts"
    assert "at least 99 posts" in refused.value.hint
    assert threshold_within([0.0] * 99, Budget(cases=10, posts=1000)) == 0


def test_a_model_that_is_wholly_sure_of_too_much_is_told() -> None:
    with pytest.raises(ModelError) as refused:
        threshold_within([1.0] * 50 + [0.0] * 50, Budget(cases=10, posts=100))

    assert refused.value.code == "model.too_blunt"


def test_no_posts_at_all_are_too_few() -> None:
    with pytest.raises(ModelError):
        threshold_within([], Budget(cases=10, posts=1))


def bank(engine: Engine, text: str) -> None:
    """Put a text into a bank of harm."""
    changes.create_bank(engine.store, name="lantern", purpose="harm", owner="x", **TOLD)
    rows = [
        changes.NewEntry(signal=name, value=value, label="known", source="test", source_ref="1")
        for name, value in values_of(Content(id="1", text=text), engine.signals, "harm")
    ]
    changes.add_entries(engine.store, bank="lantern", rows=rows, **TOLD)


def test_only_what_the_model_alone_brings_up_counts(engine: Engine) -> None:
    before = scores(engine, LONG_TEA, TEA[0], RAIN[0])
    bank(engine, LONG_TEA)

    after = scores(engine, LONG_TEA, TEA[0], RAIN[0])

    assert engine.scan(Content(id="1", text=LONG_TEA)).verdict == "review"
    assert min(before[:2]) > 0.5
    assert after == [0.0, before[1], 0.0]


def test_a_bank_ignores_the_budget(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    chosen = choose_model(folder, engine.store, written(tmp_path / "t", tea_model()), **TOLD)
    strict = Calibration(
        least=1.0, budget=1, posts_a_day=9, posts=9, at="2026-01-01T00:00:00+00:00"
    )
    calibrate_model(folder, engine.store, strict, sha256=chosen.sha256, **TOLD)
    bank(engine, LONG_TEA)

    with open_engine(folder) as calm:
        banked, other = calm.scan_many(
            [Content(id="1", text=LONG_TEA), Content(id="2", text=TEA[0])]
        )

    assert isinstance(banked, Verdict)
    assert isinstance(other, Verdict)
    assert (banked.verdict, other.verdict) == ("review", "leave")


def test_a_budget_alters_no_detector_but_that_of_the_model(engine: Engine) -> None:
    chosen = engine.models.now()
    assert chosen is not None

    strict = engine.models.with_model(chosen)

    usual = engine.models.detectors()
    assert [a.name for a, b in zip(usual, strict, strict=True) if a is not b] == ["learned"]


def test_thresholds_are_never_lowered_and_told_by_language(engine: Engine) -> None:
    chosen = engine.models.now()
    assert chosen is not None
    posts = [Post("ar", 0.0)] * 60 + [Post("en", 0.6 + n / 100) for n in range(40)]

    generous = calibrated(chosen, posts, Budget(cases=100, posts=100))
    strict = calibrated(chosen, posts, Budget(cases=10, posts=100))

    assert generous.least == 0
    assert strict.least == pytest.approx(0.901)
    assert generous.rows[0].threshold == 0.5
    assert [(row.lang, row.posts, row.before) for row in strict.rows] == [
        ("ar", 60, 0),
        ("en", 40, 40),
    ]
    assert strict.rows[1].after == strict.after == 9
    assert strict.at_most <= 10
    assert strict.rows[1].recall_after is None


def test_of_texts_that_cannot_be_examined_nothing_is_kept(engine: Engine) -> None:
    assert scores(engine) == []
    assert scores(engine, "", TEA[0])[-1] > 0.5


def _loader() -> ModuleType:
    spec = importlib.util.spec_from_file_location("shared_load", SHARED / "load.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _within(found: list[float], budget: Budget) -> int:
    """How many of the second half open a case at the threshold of the first half."""
    half = len(found) // 2
    least = threshold_within(found[:half], budget)
    return sum(score >= max(least, 1e-9) for score in found[half:])


def test_what_was_not_looked_at_stays_within_the_budget_too() -> None:
    rng = np.random.default_rng(5)
    found = rng.beta(2, 5, 40_000).round(3).tolist()
    budget = Budget(cases=10, posts=1000)

    cases = _within(found, budget)

    assert cases <= 1.3 * budget.share * 20_000


@pytest.mark.skipif(not (SHARED / "load.py").exists(), reason="without the development data")
def test_neutral_posts_yield_the_budget_and_not_much_more(engine: Engine, tmp_path: Path) -> None:
    """Counts only; no text of theirs is kept or told."""
    rows = [
        row["text"]
        for name in ("ar_tweets_arsarcasm2", "en_tweets_tweeteval")
        for row in _loader().iter_set(name)
        if row["text"].strip()
    ]
    order = np.random.default_rng(5).permutation(len(rows))
    posts = [rows[place] for place in order[:42_000].tolist()]
    asking = ["?" in text or "؟" in text for text in posts[:2000]]
    model = trained(posts[:2000], asking, 1e-4)
    with open_engine(tmp_path / "data", model=written(tmp_path / "own", model)) as own:
        found = scores(own, *posts[2000:])
    budget = Budget(cases=10, posts=1000)

    cases = _within(found, budget)

    assert len(found) == 40_000
    assert sum(score > 0 for score in found) > 300
    assert cases <= 1.3 * budget.share * 20_000


def test_recall_given_up_is_told_where_the_model_measured_it(engine: Engine) -> None:
    chosen = engine.models.now()
    assert chosen is not None
    curve = {"en": [(0.5, 0.95), (0.7, 0.9), (0.95, 0.6)]}
    measured = replace(chosen, about=replace(chosen.about, curve=curve))
    posts = [Post("ar", 0.0)] * 60 + [Post("en", 0.6 + n / 100) for n in range(40)]

    outcome = calibrated(measured, posts, Budget(cases=10, posts=100))

    recall = {row.lang: (row.recall_before, row.recall_after) for row in outcome.rows}
    assert recall == {"ar": (None, None), "en": (0.95, 0.6)}
