"""One person alone finishes every flow; in a team nobody is their own second person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mizan.errors import MizanError

TOLD = {"actor": "user:rima", "why": "test"}


def ruling(kind: str) -> Any:
    from mizan.casework.ruling import defaults
    from mizan.terms.decision import Assessment

    seen = Assessment(exclusions=("none_found",), stance="endorses")
    return replace(defaults(kind, ("known_text",), clause="4.2"), assessment=seen)


def a_case(desk: Any, *texts: str) -> int:
    from mizan.service.cases import changes
    from mizan.service.intake.changes import report
    from mizan.service.items.models import Item

    desk.hand_in(*texts)
    desk.work()
    first, *others = Item.objects.order_by("-id")[: len(texts)]
    given = {"reporter": "1", "category": "", "comment": "", "actor": "token:test"}
    case = report(item=first.pk, **given).case
    for one in others:
        changes.join(case=case.pk, item=one, because="report", **TOLD)
    return int(case.pk)


def time_passes(desk: Any) -> None:
    """Let the delay of a team of one be over."""
    from mizan.service.cases.models import Decision
    from mizan.service.curation.models import Proposal
    from mizan.terms.time import now

    Decision.objects.filter(state="pending").update(release_at=now())
    Proposal.objects.filter(state="waiting").exclude(release_at=None).update(release_at=now())
    desk.work(ahead=1)


def decided(case: int, person: Any, kind: str, **more: Any) -> Any:
    from mizan.service.cases.decision_changes import decide

    given = {"user": person, "actor": person.actor, "why": "seen"}
    return decide(case=case, ruling=ruling(kind), **given, **more)


def alone(desk: Any) -> Any:
    from mizan.service.ground.changes import set_profile

    set_profile(team="solo", mass_items=2, **TOLD)
    return desk.person(role="admin")


def armed(person: Any) -> Any:
    from mizan.service.curation.bank_changes import create_bank

    return create_bank(name="lantern", purpose="harm", may_act="auto", **TOLD)


def one_entry(number: int) -> Any:
    from mizan.banks.changes import NewEntry
    from mizan.service.curation.entry_changes import add_entries

    row = NewEntry(signal="sha256", value=number.to_bytes(32, "big"))
    return add_entries(bank="lantern", rows=[row], user=None, **TOLD)


@pytest.mark.parametrize("kind", ["close_account", "mass"])
def test_a_heavy_decision_of_one_person_takes_force_after_the_delay(desk: Any, kind: str) -> None:
    from mizan.ledger.verify import verify
    from mizan.service.ground.recording import store

    person = alone(desk)
    if kind == "mass":
        case = a_case(desk, "one", "two words", "three words here")
        decision = decided(case, person, "remove", scope="all", count=3)
    else:
        decision = decided(a_case(desk, "one"), person, kind)
    before = decision.state

    time_passes(desk)

    decision.refresh_from_db()
    assert (before, decision.single_person, decision.state) == ("pending", True, "in_force")
    assert verify(store()).whole


def test_one_person_arms_a_bank_fills_it_and_publishes_rules(desk: Any) -> None:
    from mizan.banks import queries
    from mizan.engine.rules import shipped_rules
    from mizan.service.curation.queries import live_version, waiting
    from mizan.service.curation.rules_changes import publish, save_draft
    from mizan.service.ground.recording import store

    person = alone(desk)
    arming = armed(person)
    time_passes(desk)
    adding = one_entry(7)
    time_passes(desk)
    draft = save_draft(text=shipped_rules().decode(), user=person, why="as shipped")
    publish(version=draft.number, user=person, why="as shipped")

    assert not arming.done
    assert not adding.done
    assert not waiting().exists()
    assert queries.bank(store(), "lantern").may_act == "auto"
    assert len(queries.entries(store(), "lantern")) == 1
    assert live_version().number == draft.number


def test_a_threat_to_life_leaves_with_one_person_at_once(desk: Any) -> None:
    from mizan.service.cases.changes import report_threat

    person = alone(desk)

    case = report_threat(case=a_case(desk, "one"), user=person, why="it names a day")

    assert case.threat_at is not None


def test_what_waits_when_a_team_becomes_one_person_gets_a_delay(desk: Any) -> None:
    from mizan.service.curation.models import Proposal
    from mizan.service.curation.proposal_changes import give_delays
    from mizan.service.ground.changes import set_profile

    armed(desk.person())
    set_profile(team="solo", **TOLD)

    given = give_delays()
    time_passes(desk)

    assert given == 1
    assert Proposal.objects.get().state == "done"


def test_what_can_no_longer_be_done_is_noted_and_nothing_hangs(desk: Any) -> None:
    from mizan.banks import changes
    from mizan.service.curation.entry_changes import confirm_entry
    from mizan.service.curation.models import Proposal
    from mizan.service.ground.recording import store

    alone(desk)
    changes.create_bank(store(), name="lantern", purpose="harm", may_act="auto", **TOLD)
    row = changes.NewEntry(signal="sha256", value=bytes(32), opinion="unconfirmed")
    [entry] = changes.add_entries(store(), bank="lantern", rows=[row], **TOLD).ids
    confirm_entry(bank="lantern", entry=entry, **TOLD)
    changes.remove_entry(store(), bank="lantern", entry=entry, **TOLD)

    time_passes(desk)

    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.fault) == ("failed", "bank.removed")


def test_in_a_team_nobody_is_their_own_second_person(desk: Any) -> None:
    from mizan.banks import changes
    from mizan.service.cases.decision_changes import approve as approve_decision
    from mizan.service.curation.proposal_changes import approve
    from mizan.service.ground.recording import store

    person = desk.person(role="admin")
    changes.create_bank(store(), name="lantern", purpose="harm", may_act="auto", **TOLD)
    proposal = one_entry(7).proposal
    decision = decided(a_case(desk, "one"), person, "close_account")

    with pytest.raises(MizanError) as first:
        approve(proposal=proposal.pk, user=person, why="me again")
    with pytest.raises(MizanError) as second:
        approve_decision(decision=decision.pk, user=person, why="me again")
    time_passes(desk)

    proposal.refresh_from_db()
    decision.refresh_from_db()
    assert first.value.code == second.value.code == "case.same_person"
    assert (proposal.state, decision.state) == ("waiting", "waiting")
