"""An allow bank answers a finding of harm, and only what it is at least as near to."""

from __future__ import annotations

from typing import Any

import pytest

from mizan.policy.policy import Policy
from mizan.policy.weigh import Facts


@pytest.mark.parametrize(
    ("kind", "harm", "allow", "level"),
    [
        ("file", {}, {}, "leave"),
        ("file", {"signal": "md5"}, {"signal": "sha256"}, "leave"),
        ("file", {}, {"part": 1}, "review"),
        ("link", {}, {}, "leave"),
        ("link", {}, {"part": 1}, "review"),
        ("image", {"distance": 8}, {"distance": 8}, "leave"),
        ("image", {"distance": 8}, {"distance": 0}, "leave"),
        ("image", {"distance": 8}, {"distance": 9}, "review"),
        ("copy", {}, {}, "leave"),
        ("copy", {"spans": ((10, 90),), "coverage": 0.4}, {"spans": ((0, 100),)}, "leave"),
        ("copy", {"spans": ((10, 101),)}, {"spans": ((0, 100),)}, "review"),
        ("copy", {"spans": ((10, 20), (98, 120))}, {"spans": ((0, 100),)}, "review"),
        ("copy", {"spans": ()}, {}, "review"),
        ("copy", {"coverage": 1.0}, {"coverage": 0.2}, "review"),
    ],
)
def test_an_allow_match_silences_what_it_answers(
    default: Policy, given: Any, kind: str, harm: Any, allow: Any, level: str
) -> None:
    make = getattr(given, kind)
    findings = [make(**harm), make(purpose="allow", bank="ok", entry=7, **allow)]

    judgement = default.weigh(findings, Facts())

    assert judgement.level == level
    assert len(judgement.weights) == 2
    assert judgement.trail


def test_the_trail_names_the_allow_bank_and_its_entry(default: Policy, given: Any) -> None:
    findings = [given.file(), given.file(purpose="allow", bank="press", entry=77)]

    judgement = default.weigh(findings, Facts())

    step = judgement.trail[0]
    assert (step.rule, step.said) == ("allow", "silenced")
    assert "press" in step.because
    assert "77" in step.because
    assert judgement.labels == ("allowed",)
    assert judgement.score == 0.0


def test_an_allow_match_that_answers_nothing_does_not_count(default: Policy, given: Any) -> None:
    judgement = default.weigh([given.file(purpose="allow")], Facts())

    assert judgement.level == "leave"
    assert judgement.labels == ()


def test_an_allow_match_of_the_text_leaves_the_image_alone(default: Policy, given: Any) -> None:
    findings = [given.copy(), given.copy(purpose="allow"), given.image(part=1)]

    judgement = default.weigh(findings, Facts())

    assert judgement.level == "review"
    assert [step.rule for step in judgement.trail] == ["allow", "known-image"]


def test_an_image_is_not_answered_by_a_text(default: Policy, given: Any) -> None:
    findings = [given.image(), given.copy(purpose="allow")]

    assert default.weigh(findings, Facts()).level == "review"
