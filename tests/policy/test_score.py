"""The score orders queues: copies high, names low, contexts lower."""

from __future__ import annotations

from typing import Any

import pytest

from mizan.policy.policy import Policy
from mizan.policy.weigh import Facts


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("file", {}),
        ("image", {"distance": 31}),
        ("copy", {"coverage": 1.0, "share": 0.1}),
        ("copy", {"coverage": 0.2, "share": 0.9}),
        ("copy", {"coverage": 0.5, "share": 0.5}),
        ("link", {}),
    ],
)
def test_an_ordinary_copy_reaches_a_half(default: Policy, given: Any, kind: str, more: Any) -> None:
    judgement = default.weigh([getattr(given, kind)(**more)], Facts())

    assert 0.5 <= judgement.score <= 1.0
    assert judgement.weights[0] == pytest.approx(judgement.score, abs=0.001)


def test_the_nearer_image_scores_more(default: Policy, given: Any) -> None:
    scores = [default.weigh([given.image(bits)], Facts()).score for bits in (0, 8, 31)]

    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0


def test_a_group_reaches_no_farther_than_its_cap_and_shares_it_out(
    default: Policy, given: Any
) -> None:
    judgement = default.weigh([given.name()] * 30, Facts())

    assert judgement.score == 0.15
    assert sum(judgement.weights) == pytest.approx(0.15)


def test_contexts_take_away_and_no_more_than_their_cap(default: Policy, given: Any) -> None:
    contexts = [given.context("reporting")] * 9

    judgement = default.weigh([given.copy(), *contexts], Facts())

    assert judgement.score == 0.7
    assert all(weight < 0 for weight in judgement.weights[1:])


def test_labels_come_most_weighty_first_and_once(default: Policy, given: Any) -> None:
    findings = [given.name(), given.context("reporting"), given.copy(), given.copy(0.2, 0.2)]

    judgement = default.weigh(findings, Facts())

    assert judgement.labels == ("known_text", "reporting", "named_self")


def test_a_policy_without_weights_still_judges(rules: Any, given: Any, tmp_path: Any) -> None:
    from mizan.policy.load import load_policy

    source = rules.source(("copy", "copy.count > 0", "says: review"))
    bare = "\n".join(
        line for line in source.split("\n") if not line.startswith(("groups", "weights", "  known"))
    )
    (tmp_path / "bare.yaml").write_text(bare, "utf-8")

    judgement = load_policy(tmp_path / "bare.yaml").weigh([given.copy()], Facts())

    assert (judgement.level, judgement.score) == ("review", 0.0)
