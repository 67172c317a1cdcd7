"""Every list that people choose from is whole, in both languages, with keys that do not clash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from mizan.casework.ruling import reasons_for
from mizan.terms import case, decision
from mizan.terms.case import EVENTS, ROLES, STATES
from mizan.terms.choice import Choice
from mizan.terms.decision import (
    CONTENT_TYPES,
    DECISIONS,
    EXCLUSIONS,
    MEMBER_STATES,
    RELATIONS,
    STANCES,
)
from mizan.terms.dialect import DIALECTS, Dialect
from mizan.terms.reason import REASONS

LISTS: dict[str, tuple[Mapping[Any, Choice], tuple[str, ...] | None]] = {
    "decisions": (DECISIONS, get_args(decision.DecisionKind)),
    "exclusions": (EXCLUSIONS, get_args(decision.Exclusion)),
    "stances": (STANCES, get_args(decision.Stance)),
    "content types": (CONTENT_TYPES, get_args(decision.ContentType)),
    "relations": (RELATIONS, get_args(decision.Relation)),
    "reasons": (REASONS, None),
    "states": (STATES, get_args(case.CaseState)),
    "events": (EVENTS, get_args(case.Event)),
    "roles": (ROLES, get_args(case.Role)),
    "dialects": (DIALECTS, get_args(Dialect)),
}
every_list = pytest.mark.parametrize("name", LISTS)


@every_list
def test_every_choice_says_what_it_means_in_english_and_in_arabic(name: str) -> None:
    rows, _ = LISTS[name]

    english = [row.en for row in rows.values()]
    arabic = [row.ar for row in rows.values()]

    assert all(text.isascii() and text.strip() for text in english)
    assert all(any("\u0600" <= letter <= "\u06ff" for letter in text) for text in arabic)
    assert len(set(english)) == len(english)
    assert len(set(arabic)) == len(arabic)


@every_list
def test_a_list_holds_just_the_names_of_its_type(name: str) -> None:
    rows, names = LISTS[name]

    assert names is None or tuple(rows) == names


@every_list
def test_no_two_choices_of_a_list_have_the_same_key(name: str) -> None:
    keys = [row.key for row in LISTS[name][0].values() if row.key]

    assert len(set(keys)) == len(keys)
    assert all(len(key) == 1 for key in keys)


def test_the_first_five_decisions_have_the_keys_one_to_five() -> None:
    keys = [kind.key for kind in DECISIONS.values()]

    assert keys == ["1", "2", "3", "4", "5", ""]
    assert [name for name, kind in DECISIONS.items() if not kind.restricts] == ["leave", "restore"]


@pytest.mark.parametrize("kind", DECISIONS)
def test_every_kind_of_decision_has_one_default_reason_and_at_most_nine(
    kind: decision.DecisionKind,
) -> None:
    codes = reasons_for(kind)
    defaults = [code for code in codes if kind in REASONS[code].default_for]

    assert defaults == [codes[0]]
    assert len(codes) <= 9


def test_a_reason_is_never_default_for_a_kind_that_may_not_give_it() -> None:
    strange = [c for c, reason in REASONS.items() if set(reason.default_for) - set(reason.kinds)]

    assert strange == []
    assert 8 <= len(REASONS) <= 12


def test_the_union_has_twenty_seven_member_states() -> None:
    assert len(set(MEMBER_STATES)) == 27
    assert "GB" not in MEMBER_STATES
