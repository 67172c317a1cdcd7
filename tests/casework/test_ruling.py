"""What a decision must say; a fault has a code and a way out, leaving up needs nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.casework.ruling import LONGEST, check, defaults, faults
from mizan.errors import CaseError
from mizan.terms.decision import Assessment, DecisionKind, Exclusion, Ruling, Stance
from mizan.terms.label import LABELS
from mizan.terms.reason import REASONS
from mizan.terms.time import read

END = read("2026-12-01T00:00:00+00:00")
LOOKED = Assessment(exclusions=("none_found",), stance="endorses")
RESTRICTING: tuple[DecisionKind, ...] = ("remove", "limit", "label", "close_account")


def ruling(kind: DecisionKind = "remove", **changes: Any) -> Ruling:
    """Give a ruling that may be decided, but for the changes."""
    whole = replace(defaults(kind, ("known_text",), clause="4.2"), assessment=LOOKED)
    return replace(whole, **changes)


def codes(ruling: Ruling) -> list[str]:
    return [fault.code for fault in faults(ruling)]


@pytest.mark.parametrize("kind", ["leave", "restore"])
def test_leaving_up_and_putting_back_need_nothing(kind: DecisionKind) -> None:
    check(Ruling(kind=kind))
    check(defaults(kind, ("known_text", "reporting")))


@pytest.mark.parametrize("kind", RESTRICTING)
def test_a_ruling_that_says_everything_may_be_decided(kind: DecisionKind) -> None:
    check(ruling(kind))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": ""}, "case.no_reason"),
        ({"reason": "no_violation"}, "case.wrong_reason"),
        ({"reason": "account_serves_group"}, "case.wrong_reason"),
        ({"reason": "because"}, "case.wrong_reason"),
        ({"clause": " "}, "case.no_clause"),
        ({"clause": "4" * 201}, "case.too_long"),
        ({"labels": (), "content_types": ()}, "case.no_label"),
        ({"content_types": ("f_other",)}, "case.unknown_choice"),
        ({"relation": "cousin"}, "case.unknown_choice"),
        ({"assessment": Assessment(stance="endorses")}, "case.no_assessment"),
        ({"assessment": Assessment(exclusions=("none_found",))}, "case.no_stance"),
        (
            {"assessment": replace(LOOKED, exclusions=("none_found", "research"), note="why")},
            "case.none_and_some",
        ),
        ({"assessment": replace(LOOKED, exclusions=("sports",), note="x")}, "case.unknown_choice"),
        ({"assessment": replace(LOOKED, exclusions=("journalistic",))}, "case.no_note"),
        ({"assessment": replace(LOOKED, exclusions=("artistic",), note=" \n")}, "case.no_note"),
        ({"assessment": replace(LOOKED, note="ا" * (LONGEST + 1))}, "case.too_long"),
        ({"machine_found": None}, "case.no_finder"),
        ({"territory": ()}, "case.no_territory"),
        ({"territory": ("GB",)}, "case.bad_territory"),
        ({"territory": ("EU", "DE")}, "case.bad_territory"),
        ({"territory": ("world", "EU")}, "case.bad_territory"),
        ({"open_ended": False}, "case.no_duration"),
        ({"until": END}, "case.bad_duration"),
    ],
)
def test_each_fault_has_its_code(changes: dict[str, Any], code: str) -> None:
    faulty = ruling(**changes)

    with pytest.raises(CaseError) as refused:
        check(faulty)

    assert refused.value.code == code
    assert refused.value.hint
    assert codes(faulty) == [code]


@pytest.mark.parametrize(
    "changes",
    [
        {"territory": ("DE", "FR")},
        {"territory": ("EU",)},
        {"open_ended": False, "until": END},
        {"labels": ()} | {"content_types": ("a_incites",)},
        {"assessment": replace(LOOKED, note="ا" * LONGEST)},
        {"assessment": replace(LOOKED, exclusions=("journalistic", "research"), note="no report")},
    ],
)
def test_other_ways_to_say_it_are_as_good(changes: dict[str, Any]) -> None:
    assert codes(ruling(**changes)) == []


def test_a_form_can_show_every_fault_at_once() -> None:
    empty = Ruling(kind="remove")

    assert codes(empty) == [
        "case.no_reason",
        "case.no_clause",
        "case.no_label",
        "case.no_assessment",
        "case.no_stance",
        "case.no_finder",
        "case.no_territory",
        "case.no_duration",
    ]


def test_leaving_up_for_an_exclusion_needs_no_words() -> None:
    quiet = Ruling(kind="leave", assessment=Assessment(exclusions=("journalistic",)))

    assert codes(quiet) == []


def test_leaving_up_cannot_give_a_reason_for_removal() -> None:
    assert codes(Ruling(kind="leave", reason="incites")) == ["case.wrong_reason"]


@pytest.mark.parametrize("kind", RESTRICTING)
def test_after_the_defaults_only_clause_and_assessment_are_left_to_say(kind: DecisionKind) -> None:
    filled = defaults(kind, ("learned_support", "reporting"))

    assert codes(filled) == ["case.no_clause", "case.no_assessment", "case.no_stance"]
    assert filled.labels == ("learned_support",)


def test_what_is_known_is_removed_as_known() -> None:
    assert defaults("remove", ("known_image",)).reason == "known_terrorist_content"
    assert defaults("remove", ("learned_support",)).reason == "supports_listed_group"


@given(
    kind=st.sampled_from(get_args(DecisionKind)),
    labels=st.lists(st.sampled_from(sorted(LABELS))),
    reason=st.sampled_from(["", "no such", *REASONS]),
    exclusions=st.lists(st.sampled_from(get_args(Exclusion)), max_size=3),
    stance=st.sampled_from([None, *get_args(Stance)]),
    note=st.text(max_size=20),
    territory=st.lists(st.sampled_from(["EU", "world", "DE", "XX"]), max_size=3),
)
@settings(max_examples=200, deadline=None)
def test_a_ruling_either_passes_or_says_what_it_lacks(
    kind: DecisionKind,
    labels: list[str],
    reason: str,
    exclusions: list[Exclusion],
    stance: Stance | None,
    note: str,
    territory: list[str],
) -> None:
    made = Ruling(
        kind=kind,
        reason=reason,
        labels=tuple(labels),
        assessment=Assessment(exclusions=tuple(exclusions), stance=stance, note=note),
        territory=tuple(territory),
    )

    found = list(faults(made))

    assert all(fault.code.startswith("case.") and fault.hint for fault in found)
    assert kind not in RESTRICTING or found
