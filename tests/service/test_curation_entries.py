"""Entries and banks at the desk: tried first, and by two people where a bank may act."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mizan.errors import CaseError, DeskError

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
CONDOLENCE = "إنا لله وإنا إليه راجعون، رحم الله الفقيد وأسكنه فسيح جناته وألهم أهله الصبر والسلوان"


def rows(text: str, **given: Any) -> list[Any]:
    from mizan.banks.changes import NewEntry
    from mizan.engine.admit import values_of
    from mizan.service.ground.engine import engine
    from mizan.terms.content import Content

    values = values_of(Content(id="x", text=text), engine().signals, "harm")
    return [NewEntry(signal=signal, value=value, **given) for signal, value in values]


def digest(number: int) -> list[Any]:
    from mizan.banks.changes import NewEntry

    return [NewEntry(signal="sha256", value=number.to_bytes(32, "big"))]


def a_bank(name: str = "lantern", may_act: str = "queue", purpose: str = "harm") -> None:
    from mizan.banks import changes
    from mizan.service.ground.recording import store

    told = {"actor": "cli:test", "why": "test"}
    changes.create_bank(store(), name=name, purpose=purpose, may_act=may_act, **told)


def add(given: list[Any], person: Any, bank: str = "lantern", **more: Any) -> Any:
    from mizan.service.curation.entry_changes import add_entries

    return add_entries(
        bank=bank, rows=given, actor=person.actor, user=person, why="seen in case 7", **more
    )


def state_of(entry: int, bank: str = "lantern") -> Any:
    from mizan.banks import queries
    from mizan.service.ground.recording import store

    return queries.entry(store(), bank, entry)


def only(bank: str = "lantern") -> Any:
    from mizan.banks import queries
    from mizan.service.ground.recording import store

    [found] = queries.entries(store(), bank)
    return found


def test_an_entry_is_added_with_its_ledger_line_and_its_search_for_old_items(desk: Any) -> None:
    from mizan.ledger.verify import verify
    from mizan.service.ground.recording import store
    from mizan.service.jobs.models import Job

    a_bank()

    outcome = add(rows(STATEMENT), desk.person())

    assert outcome.done
    assert outcome.added.new == 1
    assert outcome.back_count == 0
    assert Job.objects.filter(kind="retro").count() == 1
    assert verify(store()).whole


def test_a_condolence_formula_is_stopped_until_somebody_writes_why(desk: Any) -> None:
    from mizan.service.curation.trying import ProtectedError

    a_bank()
    person = desk.person()

    with pytest.raises(ProtectedError) as stopped:
        add(rows(CONDOLENCE), person)
    outcome = add(rows(CONDOLENCE), person, override="the group's own seal stands in it")

    assert stopped.value.code == "desk.protected"
    assert stopped.value.count > 0
    assert state_of(outcome.added.ids[0]).because == "the group's own seal stands in it"


def test_an_entry_of_a_bank_that_may_act_takes_two_people(desk: Any) -> None:
    from mizan.service.curation.proposal_changes import approve

    a_bank(may_act="auto")
    first, second = desk.person(), desk.person("omar")

    proposal = add(digest(7), first).proposal
    with pytest.raises(CaseError) as same:
        approve(proposal=proposal.pk, user=first, why="sure")
    approve(proposal=proposal.pk, user=second, why="I looked at it too")

    assert same.value.code == "case.same_person"
    assert only().opinion == "confirmed"
    with pytest.raises(DeskError):
        approve(proposal=proposal.pk, user=second, why="again")


def test_the_same_person_by_another_door_is_the_same_person(desk: Any) -> None:
    from mizan.service.curation.entry_changes import add_entries
    from mizan.service.curation.proposal_changes import approve

    a_bank(may_act="auto")
    person = desk.person()
    outcome = add_entries(
        bank="lantern", rows=digest(7), actor=f"cli:{person.name}", user=None, why="from a shell"
    )

    with pytest.raises(CaseError) as same:
        approve(proposal=outcome.proposal.pk, user=person, why="sure")

    assert same.value.code == "case.same_person"


def test_a_team_of_one_waits_for_its_delay_and_may_take_it_back_meanwhile(desk: Any) -> None:
    from mizan.banks import queries
    from mizan.service.curation.models import Proposal
    from mizan.service.curation.proposal_changes import withdraw
    from mizan.service.ground.changes import set_profile
    from mizan.service.ground.recording import store
    from mizan.terms.time import now

    set_profile(team="solo", actor="cli:test", why="test")
    a_bank(may_act="auto")
    person = desk.person()
    kept, dropped = add(digest(7), person).proposal, add(digest(8), person).proposal

    desk.work()
    early = len(queries.entries(store(), "lantern"))
    withdraw(proposal=dropped.pk, user=person, why="no")
    Proposal.objects.update(release_at=now())
    desk.work(ahead=1)

    kept.refresh_from_db()
    assert early == 0
    assert (kept.state, kept.single_person) == ("done", True)
    assert len(queries.entries(store(), "lantern")) == 1


def test_arming_a_bank_and_confirming_in_it_take_two_people(desk: Any) -> None:
    from mizan.banks.changes import NewEntry
    from mizan.service.curation.bank_changes import create_bank, set_bank
    from mizan.service.curation.entry_changes import confirm_entry
    from mizan.service.curation.proposal_changes import approve

    told = {"actor": "user:rima", "why": "test"}
    first, second = desk.person(), desk.person("omar")
    made = create_bank(name="lantern", purpose="harm", may_act="auto", **told)
    imported = NewEntry(signal="sha256", value=bytes(32), opinion="unconfirmed")
    add([imported], first)

    before = made.bank.may_act
    approve(proposal=made.proposal.pk, user=second, why="yes")
    confirming = confirm_entry(bank="lantern", entry=only().id, **told)
    between = only().opinion
    approve(proposal=confirming.proposal.pk, user=second, why="yes")

    assert (before, between, only().opinion) == ("queue", "unconfirmed", "confirmed")
    assert set_bank(name="lantern", may_act="never", **told).done


def test_an_opinion_is_taken_back_and_readers_see_it(desk: Any) -> None:
    from mizan.service.curation.entry_changes import deconfirm_entry
    from mizan.service.ground.engine import engine
    from mizan.terms.content import Content
    from mizan.terms.time import nap

    entry = desk.bank(STATEMENT)
    content = Content(id="x", text=STATEMENT)

    before = engine().scan(content).findings
    deconfirm_entry(bank="lantern", entry=entry, actor="user:rima", why="not ours")
    nap(0.25)  # a reader looks at most every 200 ms
    after = engine().scan(content).findings

    confirmed = [[one.match.confirmed for one in found if one.match] for found in (before, after)]
    assert confirmed == [[True], [False]]
