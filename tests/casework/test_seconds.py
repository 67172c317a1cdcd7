"""The second person: when one is needed, who it can be, and how a team of one goes on."""

from __future__ import annotations

from typing import Any

import pytest

from mizan.casework.seconds import MASS, Deed, Release, Team, needs_second, release
from mizan.errors import CaseError
from mizan.terms.time import read, shift

ASKED = read("2026-11-22T12:00:00+00:00")


def let(deed: Deed = "close_account", **changes: Any) -> Release:
    said: dict[str, Any] = {
        "team": "team",
        "actor": "user:omar",
        "second": None,
        "proposed_at": ASKED,
        "now": ASKED,
    }
    return release(deed, **(said | changes))


@pytest.mark.parametrize(
    ("deed", "said", "needed"),
    [
        ("close_account", {}, True),
        ("add_entry", {"may_act": "auto"}, True),
        ("add_entry", {"may_act": "queue"}, False),
        ("add_entry", {"may_act": "never", "items": 10_000}, False),
        ("add_entry", {"purpose": "allow", "may_act": "auto"}, False),
        ("arm_bank", {"may_act": "auto"}, True),
        ("arm_bank", {"may_act": "queue"}, False),
        ("remove", {}, False),
        ("remove", {"items": MASS}, False),
        ("remove", {"items": MASS + 1}, True),
        ("label", {"items": MASS + 1}, True),
        ("leave", {"items": 10_000}, False),
        ("restore", {"items": 10_000}, False),
        ("report_threat", {"items": 10_000}, False),
    ],
)
def test_grave_deeds_need_a_second_person(deed: Deed, said: dict[str, Any], needed: bool) -> None:
    assert needs_second(deed, **said) is needed


def test_in_a_team_nothing_grave_happens_until_somebody_else_agrees() -> None:
    assert let() == Release(may=False)
    assert let(now=shift(ASKED, days=400)) == Release(may=False)
    assert let(second="user:layla") == Release(may=True)


@pytest.mark.parametrize("team", ["team", "solo"])
@pytest.mark.parametrize("deed", ["close_account", "add_entry", "report_threat"])
@pytest.mark.parametrize("actor", ["user:omar", "user:Omar", "cli:omar", "token:omar"])
def test_nobody_is_their_own_second_person(team: Team, deed: Deed, actor: str) -> None:
    with pytest.raises(CaseError) as refused:
        let(deed, team=team, actor=actor, second="user:omar")

    assert refused.value.code == "case.same_person"


@pytest.mark.parametrize("second", ["token:feed", "rule:copy", "worker", "cli:layla", "user:", ""])
def test_only_a_person_who_is_signed_in_is_a_second_person(second: str) -> None:
    with pytest.raises(CaseError) as refused:
        let(second=second)

    assert refused.value.code == "case.not_a_person"


@pytest.mark.parametrize(
    ("hours", "may"), [(-5, False), (0, False), (23.99, False), (24, True), (900, True)]
)
def test_in_a_team_of_one_a_day_stands_in(hours: float, may: bool) -> None:
    let_go = let(team="solo", now=shift(ASKED, hours=hours))

    assert let_go == Release(may=may, at=shift(ASKED, hours=24), marks=("single-person",))


def test_the_delay_can_be_set_but_not_done_away_with() -> None:
    later = shift(ASKED, hours=2)

    assert let(team="solo", now=later, delay_hours=2).may
    with pytest.raises(CaseError) as refused:
        let(team="solo", now=later, delay_hours=0)
    assert refused.value.code == "case.bad_delay"


@pytest.mark.parametrize("team", ["team", "solo"])
def test_a_threat_to_life_leaves_at_once_and_is_looked_at_afterwards(team: Team) -> None:
    alone = let("report_threat", team=team)

    assert alone == Release(may=True, marks=("single-person",), review_after=True)
    assert let("report_threat", team=team, second="user:layla") == Release(may=True)


@pytest.mark.parametrize("deed", ["close_account", "remove", "add_entry", "arm_bank"])
def test_with_one_account_every_deed_takes_force_in_the_end(deed: Deed) -> None:
    assert let(deed, team="solo", now=shift(ASKED, hours=24)).may
