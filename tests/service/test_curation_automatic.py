"""Automatic action, as narrow as it may be; its breaker, and what heals a mistake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mizan.terms.time import nap

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
REPOST = (EXAMPLES / "repost_ar.txt").read_text("utf-8")
FILE = b"an invented file of the Black Lantern Front"


def told(person: Any) -> dict[str, Any]:
    return {"actor": person.actor, "user": person, "why": "seen"}


def the_file() -> list[Any]:
    from hashlib import sha256

    from mizan.banks.changes import NewEntry

    return [NewEntry(signal="sha256", value=sha256(FILE).digest())]


def a_bank(may_act: str = "queue") -> None:
    from mizan.banks import changes
    from mizan.service.ground.recording import store

    changes.create_bank(
        store(), name="lantern", purpose="harm", may_act=may_act, actor="cli:test", why="test"
    )


def add(given: list[Any], person: Any, **more: Any) -> Any:
    from mizan.service.curation.entry_changes import add_entries

    return add_entries(bank="lantern", rows=given, **told(person), **more)


def decided(case: int, person: Any, kind: str = "remove", **more: Any) -> Any:
    from dataclasses import replace

    from mizan.casework.ruling import defaults
    from mizan.service.cases.decision_changes import decide
    from mizan.terms.decision import Assessment

    seen = Assessment(exclusions=("none_found",), stance="endorses")
    ruling = defaults(kind, ("known_text",), clause="4.2")
    if kind != "leave":
        ruling = replace(ruling, assessment=seen)
    return decide(case=case, ruling=ruling, **told(person), **more)


def cases(**wanted: Any) -> list[Any]:
    from mizan.service.cases.models import Case

    return list(Case.objects.filter(**wanted).order_by("id"))


def hand_in_file(number: int = 1, *, public: bool = True) -> Any:
    from mizan.service.intake.changes import receive
    from mizan.service.intake.receiving import NewItem

    new = NewItem(source="files", external_id=str(number), data=FILE, name="a.bin", public=public)
    [receipt] = receive(items=[new], actor="token:test")
    return receipt.item


def noticed() -> None:
    """Wait until every reader has looked: it does at most every 200 ms."""
    nap(0.25)


def armed(desk: Any, person: Any, *, a_day: int = 20) -> int:
    """Make a desk on which a known file may be acted on; return the case it was learned from."""
    from mizan.banks import changes
    from mizan.service.ground.changes import set_profile
    from mizan.service.ground.recording import store

    a_bank()
    hand_in_file(900)
    desk.work()
    from mizan.service.intake.changes import report
    from mizan.service.items.models import Item

    item = Item.objects.get(external_id="900")
    case = report(item=item.pk, reporter="1", category="", comment="", actor="token:test").case
    decided(case.pk, person)
    desk.work(ahead=61)
    add(the_file(), person, case=case.pk)
    changes.set_bank(store(), name="lantern", may_act="auto", actor="cli:test", why="test")
    set_profile(
        automatic=[["known-file-confirmed", "lantern"]],
        auto_per_day=a_day,
        actor="cli:test",
        why="test",
    )
    desk.work()
    noticed()
    return case.pk


def decisions(**wanted: Any) -> list[Any]:
    from mizan.service.cases.models import Decision

    return list(Decision.objects.filter(**wanted).order_by("id"))


def test_automatic_action_repeats_what_a_person_assessed_and_can_be_undone(desk: Any) -> None:
    from mizan.service.cases.decision_changes import undo

    person = desk.person()
    armed(desk, person)

    hand_in_file(1)
    desk.work()
    [decision] = decisions(automatic=True)
    waiting = decision.state
    undo(decision=decision.pk, user=person, why="let me look")
    desk.work(ahead=61)

    decision.refresh_from_db()
    assert (waiting, decision.state, decision.kind) == ("pending", "withdrawn", "remove")
    assert decision.actor == "rule:known-file-confirmed"
    assert decision.ruling["assessment"]["exclusions"] == ["none_found"]
    assert decision.ruling["machine_found"] is True


@pytest.mark.parametrize("off", ["profile", "bank", "opinion", "origin", "private", "held"])
def test_automatic_action_is_off_where_one_condition_is_missing(desk: Any, off: str) -> None:
    from mizan.banks import changes
    from mizan.service.curation.hold_changes import hold
    from mizan.service.curation.models import EntryOrigin
    from mizan.service.ground.changes import set_profile
    from mizan.service.ground.recording import store

    armed(desk, desk.person())
    by = {"actor": "cli:test", "why": "test"}
    origin = EntryOrigin.objects.get()
    if off == "profile":
        set_profile(automatic=[], **by)
    elif off == "bank":
        changes.set_bank(store(), name="lantern", may_act="queue", **by)
    elif off == "opinion":
        changes.deconfirm(store(), bank="lantern", entry=origin.entry, **by)
    elif off == "origin":
        origin.delete()
    elif off == "held":
        hold(subject="rule/known-file-confirmed", cause="person", **by)
    else:
        set_profile(closed_surfaces=[""], **by)
    noticed()

    hand_in_file(1, public=off != "private")
    desk.work()

    assert decisions(automatic=True) == []
    assert len(cases(state="open")) == 1


def test_the_breaker_holds_the_next_action_of_the_day_for_review(desk: Any) -> None:
    from mizan.service.curation import queries
    from mizan.service.curation.hold_changes import held, lift_breakers
    from mizan.service.curation.models import Hold
    from mizan.terms.time import now, shift

    armed(desk, desk.person(), a_day=2)

    for number in (1, 2, 3):
        hand_in_file(number)
        desk.work()
    [hold] = queries.holds()
    tripped = len(decisions(automatic=True)), len(cases(state="open"))
    Hold.objects.update(since=shift(now(), days=-1))

    assert tripped == (2, 1)
    assert (hold.subject, hold.cause) == ("rule/known-file-confirmed", "breaker")
    assert held() == frozenset()
    assert lift_breakers() == 1


def test_a_reversal_withdraws_the_entry_and_requeues_what_it_caught(desk: Any) -> None:
    from mizan.banks import queries
    from mizan.service.cases.decision_changes import reverse
    from mizan.service.ground.recording import store
    from mizan.service.items.models import Item

    person = desk.person()
    case = armed(desk, person)
    hand_in_file(1)
    desk.work()
    desk.work(ahead=61)
    hand_in_file(3)
    desk.work()
    down = Item.objects.get(external_id="1").standing

    reverse(decision=decisions(case=case)[0].pk, user=person, actor=person.actor, why="a report")
    desk.work()
    noticed()
    hand_in_file(2)
    desk.work()

    [again] = cases(origin="requeue")
    [entry] = queries.entries(store(), "lantern")
    assert down == "removed"
    assert Item.objects.get(external_id="900").standing == "up"
    assert again.lead.external_id == "1"
    assert entry.state == "removed"
    assert [one.state for one in decisions(automatic=True)] == ["in_force", "withdrawn"]
    assert Item.objects.get(external_id="2").state == "left"


def test_a_rule_that_is_reversed_too_often_puts_itself_on_review_only(desk: Any) -> None:
    from mizan.service.cases.decision_changes import reverse
    from mizan.service.curation import queries
    from mizan.service.ground.changes import set_profile

    desk.bank(STATEMENT)
    set_profile(reversal_least=1, actor="cli:test", why="test")
    person = desk.person()
    desk.hand_in(REPOST)
    desk.work()
    decision = decided(cases()[0].pk, person)
    desk.work(ahead=61)
    figures = queries.rule_figures()

    reverse(decision=decision.pk, user=person, actor=person.actor, why="a report")
    desk.work()

    [hold] = queries.holds()
    assert figures["copied-statement"]["removed"] == 1
    assert (hold.subject, hold.cause) == ("rule/copied-statement", "reversals")
    assert queries.rule_figures()["copied-statement"]["reversed"] == 1
