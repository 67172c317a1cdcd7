"""A policy in words."""

from __future__ import annotations

from typing import Any

import pytest

from mizan.policy.explain import explain
from mizan.policy.policy import Policy


@pytest.mark.parametrize(
    ("lang", "word"), [("en", "What raises the level"), ("ar", "ما يرفع المستوى")]
)
def test_an_explanation_gives_every_rule_with_its_reason(
    default: Policy, lang: Any, word: str
) -> None:
    text = explain(default, lang)

    assert word in text
    for rule in (*default.book.rules, *default.book.contexts, *default.book.floors):
        assert rule.name in text
        assert rule.because[lang] in text
        assert " ".join(rule.condition.source.split()) in text


def test_an_explanation_says_when_a_section_is_empty(rules: Any) -> None:
    policy = rules.load(("copy", "copy.count > 0", "says: review"))

    text = explain(policy)

    assert "What contexts cannot lower:\n  nothing\n" in text
