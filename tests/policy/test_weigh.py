"""How rules, contexts and floors work together, each switch in both positions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mizan.policy.policy import Policy
from mizan.policy.weigh import Facts

COPY = ("copy", "copy.count > 0", "says: review")
FILE = ("exact", "exact.count > 0", "says: act")
LOWER = ("copy, context", "context.reporting", "lowers_to: leave")


def said(judgement: Any) -> list[tuple[str, str]]:
    return [(step.rule, step.said) for step in judgement.trail]


def test_act_is_granted_on_confirmed_entries_of_banks_that_may_act(rules: Any, given: Any) -> None:
    policy = rules.load(FILE)

    judgement = rules.weigh(policy, given.file(may_act="auto"))

    assert judgement.level == "act"
    assert said(judgement) == [("r0", "act")]


@pytest.mark.parametrize("more", [{"may_act": "queue"}, {"may_act": "auto", "confirmed": False}])
def test_act_is_capped_otherwise(rules: Any, given: Any, more: Any) -> None:
    policy = rules.load(FILE)

    judgement = rules.weigh(policy, given.file(**more))

    assert judgement.level == "review"
    assert said(judgement) == [("r0", "review"), ("r0", "capped")]


def test_a_trusted_image_far_away_lends_no_trust_to_a_near_one(rules: Any, given: Any) -> None:
    policy = rules.load(("image", "image.count > 0 && image.distance <= 10", "says: act"))

    judgement = rules.weigh(
        policy, given.image(4, entry=1), given.image(30, entry=2, may_act="auto")
    )

    assert judgement.level == "review"


def test_a_bank_that_never_acts_is_shown_and_named(default: Policy, given: Any) -> None:
    judgement = default.weigh([given.file(bank="trial", may_act="never")], Facts())

    assert judgement.level == "leave"
    assert said(judgement) == [("bank", "kept"), ("policy", "leave")]
    assert "trial" in judgement.trail[0].because
    assert len(judgement.weights) == 1
    assert judgement.weights[0] == 0.0


def test_a_floor_holds_against_a_context(rules: Any, given: Any) -> None:
    findings = [given.copy(), given.context("reporting")]
    without = rules.load(COPY, contexts=(LOWER,))
    policy = rules.load(
        COPY, contexts=(LOWER,), floors=(("copy", "copy.coverage > 0.5", "keeps_at: review"),)
    )

    assert rules.weigh(without, *findings).level == "leave"
    assert rules.weigh(policy, *findings).level == "review"
    assert said(rules.weigh(policy, *findings))[-1] == ("f0", "kept")


def test_a_floor_never_raises(rules: Any, given: Any) -> None:
    policy = rules.load(
        ("copy", "copy.coverage > 0.5", "says: review"),
        floors=(("copy", "copy.count > 0", "keeps_at: review"),),
    )

    judgement = rules.weigh(policy, given.copy(0.1, 0.1))

    assert judgement.level == "leave"
    assert said(judgement) == [("policy", "leave")]
    assert judgement.trail[0].because == "no rule speaks about what was found"


def test_a_rule_is_asked_only_where_all_it_needs_is_present(rules: Any, given: Any) -> None:
    policy = rules.load(("copy, image", "copy.count > 0 && image.count > 0", "says: review"))

    assert rules.weigh(policy, given.copy()).level == "leave"
    assert rules.weigh(policy, given.image()).level == "leave"
    assert rules.weigh(policy, given.copy(), given.image(part=1)).level == "review"


def test_a_rule_may_look_at_names_beside_its_evidence(rules: Any, given: Any) -> None:
    policy = rules.load(("link, named", "link.count > 0 && named.self_names > 1", "says: review"))

    assert rules.weigh(policy, given.link(), given.name()).level == "leave"
    assert rules.weigh(policy, given.link(), given.name(), given.name()).level == "review"


def test_a_rule_may_look_at_the_text(rules: Any, given: Any) -> None:
    policy = rules.load(
        ("link", "link.count > 0 && text.lang == 'ar' && text.words < 9", "says: review")
    )

    assert rules.weigh(policy, given.link(), lang="ar", words=8).level == "review"
    assert rules.weigh(policy, given.link(), lang="ar", words=9).level == "leave"
    assert rules.weigh(policy, given.link(), lang="en", words=8).level == "leave"


@pytest.mark.parametrize("failing", ["1 / 0 == 1", "text.lang.matches('(')", "[1][5] == 1"])
def test_a_failing_rule_sends_to_a_person_and_says_so(rules: Any, given: Any, failing: str) -> None:
    policy = rules.load(("copy", f'"copy.count > 0 && {failing}"', "says: review"))

    judgement = rules.weigh(policy, given.copy())

    assert judgement.level == "review"
    assert judgement.trail[0].because == "the rule could not be worked out, so a person should look"


def test_a_failing_rule_that_says_act_never_acts(rules: Any, given: Any) -> None:
    policy = rules.load(("exact", "exact.count > 0 && 1 / 0 == 1", "says: act"))

    assert rules.weigh(policy, given.file(may_act="auto")).level == "review"


def test_a_failing_context_lowers_nothing(rules: Any, given: Any) -> None:
    policy = rules.load(
        COPY, contexts=(("context", "context.reporting && 1 / 0 == 1", "lowers_to: leave"),)
    )

    judgement = rules.weigh(policy, given.copy(), given.context("reporting"))

    assert judgement.level == "review"
    assert said(judgement) == [("r0", "review"), ("c0", "kept")]


def test_a_failing_floor_holds(rules: Any, given: Any) -> None:
    policy = rules.load(
        COPY,
        contexts=(LOWER,),
        floors=(("copy", "copy.count / 0 == 1", "keeps_at: review"),),
    )

    judgement = rules.weigh(policy, given.copy(), given.context("reporting"))

    assert judgement.level == "review"
    assert said(judgement)[-1] == ("f0", "kept")


def test_a_rule_that_runs_out_of_its_budget_fails_and_sends_to_a_person(
    rules: Any, given: Any
) -> None:
    numbers = str(list(range(60)))
    deep = f"{numbers}.all(x, {numbers}.all(y, {numbers}.all(z, x + y + z >= 0)))"
    policy = rules.load(("copy", f"'copy.count > 0 && {deep}'", "says: review"))

    assert rules.weigh(policy, given.copy()).level == "review"


@pytest.mark.parametrize(
    "when",
    [
        "context.reporting && !context.satire",
        "context.reporting && 1 / (context.satire ? 0 : 1) == 1",
    ],
)
def test_a_context_more_never_undoes_one_that_lowered(rules: Any, given: Any, when: str) -> None:
    policy = rules.load(COPY, contexts=(("context", f'"{when}"', "lowers_to: leave"),))
    findings = [given.copy(), given.context("reporting")]

    assert rules.weigh(policy, *findings).level == "leave"
    assert rules.weigh(policy, *findings, given.context("satire")).level == "leave"
    assert rules.weigh(policy, given.copy(), given.context("satire")).level == "review"


@pytest.mark.parametrize(
    ("label", "span", "level"),
    [
        ("reporting", (20, 24), "review"),
        ("reporting", (0, 100), "review"),
        ("reporting", (90, 101), "leave"),
        ("reporting", (300, 304), "leave"),
        ("quotation", (20, 30), "review"),
        ("quotation", (0, 100), "leave"),
        ("quotation", (1, 99), "leave"),
        ("quotation", (300, 400), "review"),
    ],
)
def test_a_context_within_the_banked_text_counts_for_nothing(
    rules: Any, given: Any, label: str, span: tuple[int, int], level: str
) -> None:
    policy = rules.load(
        COPY,
        contexts=(("context", "context.reporting || context.quotation", "lowers_to: leave"),),
    )

    judgement = rules.weigh(policy, given.copy(), given.context(label, span))

    assert judgement.level == level
    assert (label in judgement.labels) == (level == "leave")


def test_a_context_of_another_part_counts(rules: Any, given: Any) -> None:
    policy = rules.load(COPY, contexts=(LOWER,))

    judgement = rules.weigh(policy, given.copy(), given.context("reporting", (20, 24), part=1))

    assert judgement.level == "leave"


def test_a_finding_of_a_plug_in_without_a_match_goes_no_further_than_review(
    default: Policy, given: Any
) -> None:
    from mizan.terms.finding import Finding

    findings = [Finding(part=0, label="known_file", detector="other")]
    findings += [Finding(part=0, label="of_no_catalogue", detector="other")]

    assert default.weigh(findings, Facts()).level == "review"


def test_the_same_facts_give_the_same_judgement_from_memory(default: Policy, given: Any) -> None:
    findings = [given.copy(0.5, 0.4), given.context("reporting"), given.name()]

    first = default.weigh(findings, Facts())

    assert default.weigh(findings, Facts()) == first
    assert default.weigh(list(findings), Facts(words=5)) == first


def test_threads_share_one_policy(default: Policy, given: Any) -> None:
    cases = [
        [given.copy(n / 500, n / 700), given.context("reporting"), given.image(n % 32, part=1)]
        for n in range(400)
    ]
    alone = [default.weigh(case, Facts()) for case in cases]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda case: default.weigh(case, Facts()), cases * 3))

    assert together == alone * 3
