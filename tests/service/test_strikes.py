"""Strikes: counts with an end; and what a person decided outranks rules."""

from __future__ import annotations

from typing import Any

import pytest


def counted(author: str = "a1") -> int:
    from mizan.service.actions.strike_queries import in_force, strikes_of

    return in_force(strikes_of("forum", author)).count()


def test_a_restricting_decision_counts_once_it_is_carried_out(desk: Any, deeds: Any) -> None:
    person = desk.person()
    deeds.decide(deeds.a_case(desk).pk, person)
    early = counted()

    desk.work(ahead=61)

    assert early == 0
    assert counted() == 1
    assert counted("somebody else") == 0


def test_what_is_left_up_and_what_has_no_author_counts_against_nobody(
    desk: Any, deeds: Any
) -> None:
    from mizan.service.actions.models import Strike

    person = desk.person()
    deeds.removed(desk, person, "leave")
    deeds.removed(desk, person, name="2", author="")

    assert Strike.objects.count() == 0


def test_one_decision_is_one_strike_for_an_author_however_many_items(desk: Any, deeds: Any) -> None:
    from mizan.service.actions.models import Strike
    from mizan.service.cases.changes import join
    from mizan.service.cases.decision_changes import decide

    person = desk.person()
    first, other = deeds.a_case(desk), deeds.a_case(desk, name="2")
    join(case=first.pk, item=other.lead, because="campaign", actor="worker", why="same")
    decide(
        case=first.pk,
        ruling=deeds.ruling(),
        user=person,
        actor=person.actor,
        why="seen",
        scope="all",
        count=2,
    )
    desk.work(ahead=61)

    assert Strike.objects.count() == 1


def test_a_reversal_withdraws_the_strike(desk: Any, deeds: Any) -> None:
    from mizan.service.cases.decision_changes import reverse

    person = desk.person()
    decision = deeds.removed(desk, person)

    reverse(decision=decision.pk, user=person, actor=person.actor, why="wrong")
    desk.work(ahead=61)

    assert counted() == 0


def test_a_strike_expires_and_is_forgotten(desk: Any, deeds: Any) -> None:
    from mizan.service.actions.models import Strike
    from mizan.service.actions.strike_changes import forget_strikes
    from mizan.service.ground.changes import set_profile
    from mizan.terms.time import now, shift

    set_profile(actor="cli:test", why="shorter", strike_days=10)
    deeds.removed(desk, desk.person())
    [one] = Strike.objects.all()
    assert abs((one.expires_at - shift(now(), days=10)).total_seconds()) < 600

    Strike.objects.update(expires_at=shift(now(), seconds=-1))

    assert counted() == 0
    assert forget_strikes(actor="worker") == 1
    assert Strike.objects.count() == 0


def test_a_lead_lifts_a_strike_and_says_why(desk: Any, deeds: Any) -> None:
    from mizan.errors import DeskError
    from mizan.service.actions.models import Strike
    from mizan.service.actions.strike_changes import lift_strike
    from mizan.service.actions.strike_queries import state_of

    lead, reviewer = desk.person(), desk.person("sami", "reviewer")
    deeds.removed(desk, lead)
    [one] = Strike.objects.all()

    with pytest.raises(DeskError):
        lift_strike(strike=one.pk, user=reviewer, why="no")
    lifted = lift_strike(strike=one.pk, user=lead, why="a first time")

    assert state_of(lifted) == "lifted"
    assert counted() == 0


def test_nothing_is_kept_of_an_author_but_counts_reasons_and_dates() -> None:
    from mizan.service.actions.models import Strike

    names = {field.name for field in Strike._meta.get_fields()}

    assert names == {
        *("id", "source", "author", "decision", "reason", "at", "expires_at"),
        *("withdrawn_at", "lifted_at", "lifted_by", "lifted_why"),
    }


def test_programs_read_the_strikes_of_an_author(desk: Any, deeds: Any) -> None:
    from django.test import Client

    decision = deeds.removed(desk, desk.person())
    headers = {"Authorization": f"Bearer {desk.token('cases')}"}

    some = Client(SERVER_NAME="localhost").get("/api/v1/authors/forum/a1/strikes", headers=headers)
    none = Client(SERVER_NAME="localhost").get("/api/v1/authors/forum/b/strikes", headers=headers)
    unasked = Client(SERVER_NAME="localhost").get("/api/v1/authors/forum/a1/strikes")

    assert some.json()["in_force"] == 1
    assert some.json()["strikes"][0]["decision"] == decision.pk
    assert none.json() == {"in_force": 0, "strikes": []}
    assert unasked.status_code == 401


def test_what_a_person_left_up_stays_whatever_rules_say_of_the_same_content(
    desk: Any, deeds: Any
) -> None:
    from mizan.service.cases.models import Case
    from mizan.service.intake.scanning import scan
    from mizan.service.items.models import Item, ItemContent

    desk.bank(deeds.STATEMENT)
    person = desk.person()
    desk.hand_in(deeds.REPOST)
    desk.work()
    case = Case.objects.get()
    deeds.decide(case.pk, person, "leave")
    desk.work(ahead=61)
    item = Item.objects.get()

    item.state = "received"
    item.save()
    ItemContent.objects.get_or_create(item=item, defaults={"text": deeds.REPOST.encode()})
    scan([item.pk])

    item.refresh_from_db()
    assert Case.objects.count() == 1
    assert item.state == "left"
    assert not ItemContent.objects.exists()


def test_an_entry_that_was_confirmed_later_is_news(desk: Any, deeds: Any) -> None:
    from mizan.service.cases.standing import left_up_by_person
    from mizan.terms.time import now, shift

    decision = deeds.removed(desk, desk.person(), "leave")
    item = decision.case.lead

    assert left_up_by_person(item) == decision
    assert left_up_by_person(item, unless_since=shift(now(), days=-1)) == decision
    assert left_up_by_person(item, unless_since=shift(now(), seconds=1)) is None
