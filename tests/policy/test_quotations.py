"""How long a quotation may be and stay up, and what cannot make it stay up."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from mizan.policy.policy import Policy
from mizan.policy.weigh import Facts
from mizan.terms.finding import Finding
from mizan.terms.match import Span

LAWFUL = ["reporting", "research", "condemnation", "scripture"]
OTHERS = ["quotation", "mourning", "satire", "testimony"]
TEXT = Facts(lang="en", script="Latn", words=6000)
FAR_AWAY = (50_000, 50_004)


def quoted(given: Any, *lengths: int, apart: int = 1000) -> list[Finding]:
    """Return a copy of each length in code points, each of an entry of its own."""
    return [
        given.copy(0.1, 0.02, entry=row, spans=((row * apart, row * apart + length),))
        for row, length in enumerate(lengths)
    ]


def marks(given: Any, *spans: Span, part: int = 0) -> Finding:
    return given.context("quotation", *spans, part=part)  # type: ignore[no-any-return]


def around(copies: list[Finding]) -> list[Span]:
    return [(start - 1, end + 1) for copy in copies for start, end in copy.spans]


def level(policy: Policy, *findings: Finding) -> str:
    return policy.weigh(findings, TEXT).level


@pytest.mark.parametrize("label", LAWFUL)
def test_a_third_of_a_very_long_statement_is_no_short_quotation(
    default: Policy, given: Any, label: str
) -> None:
    copied = given.copy(0.34, 0.29, spans=((20_000, 29_900),))

    assert level(default, copied, given.context(label, FAR_AWAY)) == "review"
    assert level(default, copied, given.context(label, FAR_AWAY), marks(given, (0, 30_000))) == (
        "review"
    )


@pytest.mark.parametrize("label", LAWFUL)
def test_a_third_of_each_of_ten_statements_is_no_short_quotation(
    default: Policy, given: Any, label: str
) -> None:
    copies = [
        given.copy(0.325, 0.025, entry=row, spans=((row * 4000, row * 4000 + 780),))
        for row in range(10)
    ]

    assert level(default, *copies, given.context(label, FAR_AWAY)) == "review"
    assert level(default, *copies, given.context(label, FAR_AWAY), marks(given, (0, 50_000))) == (
        "review"
    )


@pytest.mark.parametrize(
    ("lengths", "in_marks", "wanted"),
    [
        ((400,), False, "leave"),
        ((401,), False, "review"),
        ((401,), True, "leave"),
        ((800,), True, "leave"),
        ((801,), True, "review"),
        ((100,) * 4, False, "leave"),
        ((100,) * 5, False, "review"),
        ((100,) * 8, True, "leave"),
        ((100,) * 10, True, "review"),
    ],
)
def test_all_quotations_of_a_text_together_have_a_limit(
    default: Policy, given: Any, lengths: tuple[int, ...], in_marks: bool, wanted: str
) -> None:
    copies = quoted(given, *lengths)
    around_them = [marks(given, *around(copies))] if in_marks else []

    assert level(default, *copies, *around_them, given.context("reporting", FAR_AWAY)) == wanted


@pytest.mark.parametrize(
    ("spans", "wanted"),
    [
        (((0, 630),), "leave"),
        (((0, 629),), "review"),
        (((0, 400), (470, 2000)), "leave"),
        (((0, 400), (300, 560)), "review"),
    ],
)
def test_nine_tenths_must_stand_in_quotation_marks(
    default: Policy, given: Any, spans: tuple[Span, ...], wanted: str
) -> None:
    copies = quoted(given, 700)

    found = level(default, *copies, marks(given, *spans), given.context("reporting", FAR_AWAY))

    assert found == wanted


def test_quotation_marks_around_one_part_say_nothing_of_another(
    default: Policy, given: Any
) -> None:
    here, there = (
        given.copy(0.1, 0.02, spans=((0, 300),)),
        given.copy(0.1, 0.02, part=1, entry=2, spans=((0, 300),)),
    )
    reporting = given.context("reporting", FAR_AWAY)
    one, other = marks(given, (0, 300)), marks(given, (0, 300), part=1)

    assert level(default, here, there, reporting, one) == "review"
    assert level(default, here, there, reporting, one, other) == "leave"


def test_one_stretch_that_several_entries_know_counts_once(default: Policy, given: Any) -> None:
    copies = quoted(given, 300, 350, 400, apart=0)

    assert level(default, *copies, given.context("reporting", FAR_AWAY)) == "leave"


def test_a_copy_that_says_of_no_stretch_is_taken_for_a_long_one(
    default: Policy, given: Any
) -> None:
    unplaced = given.copy(0.1, 0.1, spans=())

    assert level(default, unplaced, given.context("reporting", FAR_AWAY)) == "review"


def test_no_finding_can_call_itself_quoted(default: Policy, given: Any) -> None:
    own = Finding(part=0, label="quoted", detector="other", spans=((0, 900),))

    found = level(default, *quoted(given, 700), own, given.context("reporting", FAR_AWAY))

    assert found == "review"


@pytest.mark.parametrize("length", [300, 700, 5000])
@pytest.mark.parametrize(("coverage", "share"), [(0.8, 0.49), (1.0, 0.05), (0.9, 0.3), (0.36, 0.0)])
def test_much_of_a_statement_in_any_amount_of_filler_goes_to_review(
    default: Policy, given: Any, coverage: float, share: float, length: int
) -> None:
    copied = given.copy(coverage, share, spans=((0, length),))
    stuffing = [given.context(label, FAR_AWAY) for label in LAWFUL + OTHERS]
    stuffing += [marks(given, (0, length)), given.name("named_exonym")]

    assert level(default, copied) == "review"
    assert level(default, copied, *stuffing) == "review"


@pytest.mark.parametrize("length", [390, 700, 900])
@pytest.mark.parametrize("first", range(0, 700, 140))
def test_more_quotation_marks_never_raise(
    default: Policy, rules: Any, given: Any, length: int, first: int
) -> None:
    lower = ("copy, context", "context.reporting && !context.quoted", "lowers_to: leave")
    own = rules.load(("copy", "copy.count > 0", "says: review"), contexts=(lower,))
    copies = [*quoted(given, length), given.context("reporting", FAR_AWAY)]
    ranks = ["leave", "review", "act"].index

    for policy in (default, own):
        levels = [ranks(level(policy, *copies))]
        levels += [
            ranks(level(policy, *copies, marks(given, (first, end))))
            for end in range(750, 1000, 50)
        ]
        assert levels == sorted(levels, reverse=True)


@pytest.mark.parametrize(("section", "effect"), [("rules", "says"), ("floors", "keeps_at")])
def test_quotation_marks_are_seen_by_contexts_alone(rules: Any, section: str, effect: str) -> None:
    from mizan.policy.load import check

    when = '"copy.count > 0 && context.quoted"'
    rule = ("copy", "copy.count > 0", "says: review")
    more = ("copy", when, f"{effect}: review")
    source = rules.source(rule, more) if section == "rules" else rules.source(rule, floors=(more,))

    assert "unknown name context.quoted" in check(source)[0].message


@pytest.mark.parametrize("size", range(4))
def test_the_trail_ends_at_the_level_of_the_verdict(default: Policy, given: Any, size: int) -> None:
    """Whatever is found; `conftest.py` asks the same of every judgement of these tests."""
    kinds = [
        given.copy(0.1, 0.1),
        given.copy(0.9, 0.6, entry=2, spans=((0, 5000),)),
        given.image(may_act="auto", part=1),
        given.file(may_act="never", part=2),
        given.file(part=2),
        given.link(part=3),
        given.name(),
        given.context("reporting", FAR_AWAY),
        given.context("satire", FAR_AWAY),
    ]

    for findings in combinations(kinds, size):
        trail = default.weigh(findings, TEXT).trail
        assert trail


def test_a_passing_quotation_ends_its_trail_with_why_it_stays_up(
    default: Policy, given: Any
) -> None:
    judgement = default.weigh([given.copy(0.1, 0.1), given.context("reporting")], TEXT)

    assert [(step.rule, step.said) for step in judgement.trail] == [
        ("quoted-statement", "review"),
        ("passing-quotation", "leave"),
    ]


def test_a_floor_that_stops_every_context_is_the_last_word(rules: Any, given: Any) -> None:
    policy = rules.load(
        ("exact", "exact.count > 0", "says: act"),
        contexts=(("context", "context.reporting", "lowers_to: leave"),),
        floors=(("exact", "exact.count > 0", "keeps_at: review"),),
    )

    judgement = rules.weigh(policy, given.file(may_act="auto"), given.context("reporting"))

    assert [(step.rule, step.said) for step in judgement.trail] == [
        ("r0", "act"),
        ("f0", "kept"),
        ("policy", "review"),
    ]
