"""Care: settings that can be, what is advised, and which key does what."""

from __future__ import annotations

from typing import Any

import pytest

from mizan.casework.welfare import KEYS, Advice, Comfort, Seen, advise, check, keys_of
from mizan.errors import CaseError


def test_everything_is_covered_unless_a_person_says_otherwise() -> None:
    usual = Comfort()

    check(usual)

    assert (usual.grey, usual.cover_text, usual.mute, usual.stills, usual.animation_off) == (
        (True,) * 5
    )
    assert usual.blur > 0
    assert usual.break_after == 45


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"blur": -1}, "case.bad_comfort"),
        ({"blur": 61}, "case.bad_comfort"),
        ({"break_after": 4}, "case.bad_comfort"),
        ({"break_after": 241}, "case.bad_comfort"),
        ({"daily_items": 0}, "case.bad_comfort"),
        ({"daily_minutes": -1}, "case.bad_comfort"),
        ({"keys": {"fly": "KeyQ"}}, "case.bad_keys"),
        ({"keys": {"skip": "ش"}}, "case.bad_keys"),
        ({"keys": {"skip": "KeyS KeyT"}}, "case.bad_keys"),
        ({"keys": {"skip": "Tab"}}, "case.bad_keys"),
        ({"keys": {"skip": "Escape"}}, "case.bad_keys"),
        ({"keys": {"skip": "KeyT"}}, "case.bad_keys"),
        ({"keys": {"skip": "KeyT"}, "keys_off": True}, "case.bad_keys"),
    ],
)
def test_settings_that_cannot_be_are_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(CaseError) as refused:
        check(Comfort(**changes))

    assert refused.value.code == code
    assert refused.value.hint


@pytest.mark.parametrize(
    "changes",
    [
        {"blur": 0, "break_after": 240, "daily_items": 1, "daily_minutes": 1},
        {"keys": {"skip": "KeyT", "threat": "KeyS"}},
        {"keys": {"leave": "Numpad1", "uncover": "Space", "help": "IntlBackslash"}},
        {"grey": False, "mute": False, "keys_off": True},
    ],
)
def test_settings_that_can_be_are_taken(changes: dict[str, Any]) -> None:
    check(Comfort(**changes))


@pytest.mark.parametrize(
    ("seen", "advice"),
    [
        (Seen(), "continue"),
        (Seen(minutes_since_break=44.9), "continue"),
        (Seen(minutes_since_break=45), "offer_break"),
        (Seen(items_today=29), "continue"),
        (Seen(items_today=30), "no_more_graphic"),
        (Seen(minutes_today=120), "no_more_graphic"),
        (Seen(minutes_since_break=45, items_today=30), "no_more_graphic"),
    ],
)
def test_a_break_is_offered_and_a_cap_holds(seen: Seen, advice: Advice) -> None:
    assert advise(Comfort(daily_items=30, daily_minutes=120), seen) == advice


def test_without_a_cap_there_is_none() -> None:
    assert advise(Comfort(), Seen(items_today=9_999, minutes_today=999)) == "continue"


def test_keys_can_be_moved_and_switched_off() -> None:
    moved = keys_of(Comfort(keys={"skip": "KeyQ"}))

    assert moved["skip"] == "KeyQ"
    assert moved["remove"] == KEYS["remove"]
    assert keys_of(Comfort(keys_off=True)) == {}
