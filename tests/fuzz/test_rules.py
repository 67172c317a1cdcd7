"""Whatever a rules file holds, it is loaded or refused; whatever is found, contexts only lower."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mizan.errors import PolicyError
from mizan.policy.load import check, load_policy
from mizan.policy.policy import Policy
from mizan.policy.reading import read_rules
from mizan.policy.variables import VARIABLES
from mizan.policy.weigh import Facts
from mizan.terms.bank import Bank
from mizan.terms.finding import Finding
from mizan.terms.match import Match
from mizan.terms.verdict import LEVELS, PolicyRef

FUZZ = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TOKENS = """name version rules contexts floors weights groups needs when says lowers_to keeps_at
because en ar exact image copy link named context text review act leave copy.count exact.count > 0
true && || ! ( ) [ ] { } - : , ' " | >- & * # 0.5 1 known_text reporting"""
WORDS = st.sampled_from([*TOKENS.split(), " ", "\n", "\t"])
NESTED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=20,
)
CONTEXTS = st.sampled_from([one.removeprefix("context.") for one in VARIABLES if "context" in one])
BANKS = st.sampled_from(
    [
        Bank(id=1, name="shown", purpose="harm", may_act="never"),
        Bank(id=2, name="queues", purpose="harm", may_act="queue"),
        Bank(id=3, name="acts", purpose="harm", may_act="auto"),
        Bank(id=4, name="innocent", purpose="allow"),
    ]
)
SPANS = st.tuples(st.integers(0, 60), st.integers(1, 60)).map(lambda one: (one[0], sum(one)))

LOOSE = """\
name: loose
version: 1
rules:
  - {name: r0, needs: [copy], when: copy.count > 0, says: review, because: {en: a, ar: ا}}
  - {name: r1, needs: [image], when: image.count > 0, says: act, because: {en: a, ar: ا}}
contexts:
  - name: c0
    needs: [context]
    when: context.reporting != context.satire || (context.research && text.words > 5)
    lowers_to: leave
    because: {en: a, ar: ا}
  - name: c1
    needs: [context, copy]
    when: "!context.mourning && 1 / (context.scripture ? 0 : 1) == 1"
    lowers_to: leave
    because: {en: a, ar: ا}
floors:
  - {name: f0, needs: [copy], when: copy.coverage > 0.8, keeps_at: review, because: {en: a, ar: ا}}
"""


def policy_of(source: str) -> Policy:
    book, faults = read_rules(source)
    assert book is not None, [str(one) for one in faults]
    return Policy(book, PolicyRef(name=book.name, version=book.version, sha256="0" * 64), "en")


POLICIES = {"shipped": load_policy(), "loose": policy_of(LOOSE)}


@st.composite
def evidence(draw: Any) -> Finding:
    label = draw(st.sampled_from(["known_file", "known_image", "known_text", "known_link"]))
    text = label == "known_text"
    bank = draw(BANKS)
    match = Match(
        part=draw(st.integers(0, 1)),
        signal="s",
        bank=bank,
        entry=draw(st.integers(1, 5)),
        confirmed=draw(st.booleans()),
        distance=None if text else draw(st.integers(0, 40)),
        coverage=draw(st.floats(0, 1)) if text else None,
        share=draw(st.floats(0, 1)) if text else None,
        spans=(draw(SPANS),) if text else (),
    )
    name = "allowed" if bank.purpose == "allow" else label
    return Finding(part=match.part, label=name, detector="known", spans=match.spans, match=match)


@st.composite
def context(draw: Any) -> Finding:
    spans = tuple(draw(st.lists(SPANS, max_size=2)))
    return Finding(
        part=draw(st.integers(0, 1)), label=draw(CONTEXTS), detector="context", spans=spans
    )


NAMED = st.sampled_from(["named_self", "named_exonym", "named_neutral"]).map(
    lambda label: Finding(part=0, label=label, detector="named", spans=((0, 3),))
)
LEARNED = st.floats(0, 1).map(
    lambda score: Finding(part=0, label="learned_support", detector="learned", score=score)
)


@FUZZ
@given(st.text() | st.lists(WORDS).map(" ".join) | NESTED.map(yaml.safe_dump))
def test_any_text_is_checked_without_a_crash(source: str) -> None:
    for fault in check(source):
        assert fault.line >= 1
        assert fault.column >= 1
        assert fault.message.isprintable()


@FUZZ
@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace")))
def test_any_file_is_loaded_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(data)

    with pytest.raises(PolicyError) as caught:
        load_policy(path)

    assert caught.value.faults


@FUZZ
@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=40))
def test_any_expression_is_compiled_or_refused(when: str) -> None:
    rules = yaml.safe_load(LOOSE)
    rules["rules"][0]["when"] = when

    faults = check(yaml.safe_dump(rules, allow_unicode=True))

    assert all(fault.line > 1 for fault in faults)


@FUZZ
@given(st.integers(0, len(LOOSE) - 1), st.text(max_size=3))
def test_any_damage_to_a_good_file_is_loaded_or_refused(at: int, put: str) -> None:
    for fault in check(LOOSE[:at] + put + LOOSE[at + 1 :]):
        assert fault.line <= LOOSE.count("\n") + put.count("\n") + 2


@pytest.mark.parametrize("name", POLICIES)
@settings(FUZZ, max_examples=300)
@given(
    st.lists(evidence() | context() | NAMED | LEARNED, max_size=7), context(), st.integers(0, 10)
)
def test_a_context_more_never_raises(
    name: str, findings: list[Finding], more: Finding, words: int
) -> None:
    policy, scene = POLICIES[name], Facts(words=words)

    before = policy.weigh(findings, scene)
    after = policy.weigh([*findings, more], scene)

    assert LEVELS.index(after.level) <= LEVELS.index(before.level)
    assert 0 <= after.score <= before.score <= 1
    assert after.trail
    assert len(after.weights) == len(findings) + 1


@FUZZ
@given(st.lists(context() | NAMED, max_size=9), st.text(max_size=4), st.integers(0, 10**6))
def test_names_and_words_alone_are_always_left(
    findings: list[Finding], lang: str, words: int
) -> None:
    judgement = POLICIES["shipped"].weigh(findings, Facts(lang=lang, words=words))

    assert judgement.level == "leave"
    assert judgement.score <= 0.15


@FUZZ
@given(st.lists(evidence() | LEARNED, min_size=1, max_size=6))
def test_action_rests_on_confirmed_files_and_images_of_banks_that_may_act(
    findings: list[Finding],
) -> None:
    level = POLICIES["shipped"].weigh(findings, Facts()).level

    matches = [one.match for one in findings if one.label in ("known_file", "known_image")]
    trusted = [one for one in matches if one and one.bank.may_act == "auto" and one.confirmed]
    assert level != "act" or trusted


@FUZZ
@given(st.lists(evidence() | context() | NAMED | LEARNED, max_size=6))
def test_memory_changes_nothing(findings: list[Finding]) -> None:
    fresh = policy_of(LOOSE)

    first = fresh.weigh(findings, Facts())

    assert fresh.weigh(findings, Facts()) == first
    assert POLICIES["loose"].weigh(findings, Facts()) == first
