"""What a trained model says: it may bring a text before a person, and never more."""

from __future__ import annotations

from typing import Any

import pytest

from mizan.errors import PolicyError
from mizan.policy.policy import Policy
from mizan.policy.weigh import Facts
from mizan.terms.finding import Finding

SURE = ("learned", "learned.score >= 0.9", "says: review")


def learned(score: float) -> Finding:
    return Finding(part=0, label="learned_support", detector="learned", score=score)


@pytest.mark.parametrize(("score", "level"), [(0.95, "review"), (0.5, "leave")])
def test_a_rule_may_open_a_case_on_the_score(rules: Any, score: float, level: str) -> None:
    policy = rules.load(SURE)

    assert rules.weigh(policy, learned(score)).level == level


@pytest.mark.parametrize(("score", "level"), [(0.499, "leave"), (0.5, "review"), (1.0, "review")])
def test_the_shipped_rules_bring_what_a_model_is_sure_of_before_a_person(
    default: Policy, score: float, level: str
) -> None:
    judgement = default.weigh([learned(score)], Facts())

    assert judgement.level == level
    assert judgement.labels == ("learned_support",)


def test_a_rule_that_acts_on_a_model_is_refused(rules: Any) -> None:
    with pytest.raises(PolicyError, match="exact and image"):
        rules.load(("learned", "learned.score >= 0.9", "says: act"))


def test_a_names_only_rule_is_not_excused_by_asking_for_the_model(rules: Any) -> None:
    with pytest.raises(PolicyError, match="names or words alone"):
        rules.load(("learned, named", "named.self_names > 0", "says: review"))


@pytest.mark.parametrize("score", ["> 0.0", ">= 0.3", "> 0.45"])
def test_a_model_that_is_not_sure_excuses_no_rule_on_names(rules: Any, score: str) -> None:
    with pytest.raises(PolicyError, match="names or words alone"):
        rules.load(
            ("learned, named", f"learned.score {score} && named.self_names > 0", "says: review")
        )


def test_a_rule_may_ask_for_a_sure_model_beside_a_name(rules: Any, given: Any) -> None:
    policy = rules.load(
        ("learned, named", "learned.score >= 0.5 && named.self_names > 0", "says: review")
    )

    assert rules.weigh(policy, learned(0.6), given.name()).level == "review"


def test_a_context_lowers_what_a_model_raised(rules: Any, given: Any) -> None:
    policy = rules.load(SURE, contexts=(("context", "context.reporting", "lowers_to: leave"),))

    assert rules.weigh(policy, learned(0.95), given.context("reporting")).level == "leave"


def test_the_surest_text_counts(rules: Any) -> None:
    assert rules.weigh(rules.load(SURE), learned(0.2), learned(0.93)).level == "review"
