"""What the shipped policy makes of the cases it was written for."""

from __future__ import annotations

from typing import Any

import pytest

from mizan.policy.load import load_policy
from mizan.policy.policy import Policy
from mizan.policy.weigh import Facts
from mizan.terms.label import LABELS

TEXT = Facts(lang="ar", script="Arab", words=120)
CONTEXTS = [
    "reporting",
    "quotation",
    "condemnation",
    "research",
    "scripture",
    "mourning",
    "satire",
    "testimony",
]


def test_nothing_found_is_left_and_says_so(default: Policy) -> None:
    judgement = default.weigh([], TEXT)

    assert (judgement.level, judgement.score, judgement.labels) == ("leave", 0.0, ())
    assert [(step.rule, step.said) for step in judgement.trail] == [("policy", "leave")]


@pytest.mark.parametrize(
    ("lang", "because"),
    [
        ("en", "names and words alone are never a ground"),
        ("ar", "الأسماء والكلمات وحدها ليست سببًا أبدًا"),
    ],
)
@pytest.mark.parametrize("label", ["named_self", "named_exonym", "named_neutral"])
def test_names_alone_are_left_and_the_policy_says_why(
    given: Any, label: str, lang: Any, because: str
) -> None:
    policy = load_policy(lang=lang)

    judgement = policy.weigh([given.name(label)] * 40, TEXT)

    assert judgement.level == "leave"
    assert judgement.score <= 0.15
    assert judgement.labels == (label,)
    assert [(s.rule, s.said, s.because) for s in judgement.trail] == [("policy", "leave", because)]


@pytest.mark.parametrize("label", CONTEXTS)
def test_a_context_alone_is_left(default: Policy, given: Any, label: str) -> None:
    judgement = default.weigh([given.context(label), given.name()], TEXT)

    assert judgement.level == "leave"
    assert judgement.trail


@pytest.mark.parametrize(
    ("kind", "more", "level"),
    [
        ("file", {}, "review"),
        ("file", {"may_act": "auto"}, "act"),
        ("file", {"may_act": "auto", "confirmed": False}, "review"),
        ("file", {"may_act": "never"}, "leave"),
        ("image", {}, "review"),
        ("image", {"may_act": "auto", "distance": 16}, "act"),
        ("image", {"may_act": "auto", "distance": 17}, "review"),
        ("image", {"may_act": "auto", "distance": 4, "confirmed": False}, "review"),
        ("image", {"may_act": "never"}, "leave"),
        ("copy", {}, "review"),
        ("copy", {"may_act": "auto"}, "review"),
        ("copy", {"coverage": 0.35, "share": 0.1}, "review"),
        ("copy", {"coverage": 0.1, "share": 0.6}, "review"),
        ("copy", {"coverage": 0.1, "share": 0.1}, "review"),
        ("copy", {"may_act": "never"}, "leave"),
        ("link", {}, "review"),
        ("link", {"may_act": "auto"}, "review"),
        ("link", {"may_act": "never"}, "leave"),
    ],
)
def test_each_kind_of_evidence_reaches_its_level(
    default: Policy, given: Any, kind: str, more: dict[str, Any], level: str
) -> None:
    judgement = default.weigh([getattr(given, kind)(**more)], TEXT)

    assert judgement.level == level
    assert judgement.trail


def test_an_article_that_quotes_a_whole_statement_goes_to_review_as_reporting(
    default: Policy, given: Any
) -> None:
    findings = [
        given.copy(1.0, 0.1, may_act="auto", spans=((200, 300),)),
        given.context("reporting", (10, 14)),
        given.context("quotation", (199, 301)),
        given.name("named_exonym"),
    ]

    judgement = default.weigh(findings, TEXT)

    assert judgement.level == "review"
    assert {"reporting", "quotation", "known_text"} <= set(judgement.labels)


@pytest.mark.parametrize("label", ["reporting", "research", "condemnation", "scripture"])
def test_a_passing_quotation_in_a_lawful_context_is_left(
    default: Policy, given: Any, label: str
) -> None:
    findings = [given.copy(0.34, 0.29), given.context(label)]

    judgement = default.weigh(findings, TEXT)

    assert judgement.level == "leave"
    assert ("passing-quotation", "leave") in [(s.rule, s.said) for s in judgement.trail]


@pytest.mark.parametrize("label", ["quotation", "mourning", "satire", "testimony"])
def test_a_passing_quotation_in_another_context_goes_to_review(
    default: Policy, given: Any, label: str
) -> None:
    findings = [given.copy(0.2, 0.1), given.context(label, (0, 600))]

    assert default.weigh(findings, TEXT).level == "review"


@pytest.mark.parametrize(("coverage", "share"), [(0.35, 0.1), (0.1, 0.3)])
def test_more_than_a_passing_quotation_goes_to_review(
    default: Policy, given: Any, coverage: float, share: float
) -> None:
    findings = [given.copy(coverage, share), given.context("reporting")]

    assert default.weigh(findings, TEXT).level == "review"


@pytest.mark.parametrize(("coverage", "share"), [(0.8, 0.5), (1.0, 0.9), (0.9, 0.5)])
def test_a_stuffed_post_goes_to_review_whatever_is_added(
    default: Policy, given: Any, coverage: float, share: float
) -> None:
    stuffing = [given.context(label, (400, 404)) for label in CONTEXTS]
    stuffing += [given.context("quotation", (0, 500)), given.name("named_exonym")]

    judgement = default.weigh([given.copy(coverage, share), *stuffing], TEXT)

    assert judgement.level == "review"
    assert judgement.score >= 0.5


def test_a_text_of_many_short_stretches_is_no_passing_quotation(
    default: Policy, given: Any
) -> None:
    stretches = [given.copy(0.2, 0.1, entry=n, spans=((n * 100, n * 100 + 100),)) for n in range(9)]

    judgement = default.weigh([*stretches, given.context("reporting", (950, 954))], TEXT)

    assert judgement.level == "review"


def test_one_statement_in_two_banks_is_still_a_passing_quotation(
    default: Policy, given: Any
) -> None:
    twice = [given.copy(0.2, 0.2, bank=name, entry=n) for n, name in enumerate("abcd")]

    assert default.weigh([*twice, given.context("reporting")], TEXT).level == "leave"


@pytest.mark.parametrize("kind", ["file", "image", "link"])
def test_a_quotation_in_the_text_does_not_excuse_what_else_was_found(
    default: Policy, given: Any, kind: str
) -> None:
    other = getattr(given, kind)(part=1)
    findings = [given.copy(0.1, 0.1), given.context("reporting"), other]

    judgement = default.weigh(findings, TEXT)

    assert judgement.level == "review"
    assert "kept" in [step.said for step in judgement.trail]


@pytest.mark.parametrize("kind", ["file", "image"])
@pytest.mark.parametrize("label", ["reporting", "mourning", "satire"])
def test_a_context_takes_action_out_of_the_machines_hands(
    default: Policy, given: Any, kind: str, label: str
) -> None:
    known = getattr(given, kind)(may_act="auto")

    assert default.weigh([known], TEXT).level == "act"
    assert default.weigh([known, given.context(label)], TEXT).level == "review"


def test_every_rule_says_why_in_both_languages(default: Policy) -> None:
    book = default.book

    reasons = [rule.because for rule in (*book.rules, *book.contexts, *book.floors)]

    assert all(set(one) == {"en", "ar"} for one in reasons)
    assert all(any("\u0600" <= char <= "\u06ff" for char in one["ar"]) for one in reasons)


def test_every_label_has_a_weight_but_the_allowed_one_and_disguises(default: Policy) -> None:
    assert set(default.book.weights) == set(LABELS) - {"allowed", "disguised"}


def test_the_reference_names_the_file_that_was_read(default: Policy) -> None:
    assert default.ref.name == "mizan-default"
    assert default.ref.version
    assert len(default.ref.sha256) == 64
