"""Appeals: in the queue with the first decision, answered by somebody else, told by webhook."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a receiver that the desk tells."""
    from mizan.service.actions import deliver
    from mizan.testing import Receiver

    monkeypatch.setenv("MIZAN_WEBHOOK_ALLOW", "127.0.0.0/8")
    deliver._guard.cache_clear()
    with Receiver() as one:
        yield one
    deliver._guard.cache_clear()


def listen(receiver: Any) -> None:
    from mizan.service.actions.changes import create_endpoint

    secret = create_endpoint(name="forum", url=receiver.url, actor="cli:test", why="test")
    receiver.secrets = [secret]


def appeal(decision: Any, *, appellant: str = "a1", text: str = "It was a report.") -> Any:
    from mizan.service.intake.appeal_changes import appeal as take

    item = decision.case.lead
    return take(item=item, appellant=appellant, text=text, actor="token:test")


def answered(case: int, outcome: str, person: Any) -> Any:
    from mizan.service.cases.appeal_changes import answer

    return answer(case=case, outcome=outcome, user=person, why="looked again")


def test_an_appeal_opens_a_case_with_the_first_decision_in_view(desk: Any, deeds: Any) -> None:
    from mizan.service.cases import queries

    decision = deeds.removed(desk, desk.person())

    made, new = appeal(decision)

    [case] = queries.queue()
    assert new
    assert (case.origin, case.queue, case.about_id) == ("appeal", "appeal.ar", decision.pk)
    assert case.lead_id == decision.case.lead_id
    assert made.text == "It was a report."


def test_the_same_appellant_appeals_once_and_another_joins_the_case(desk: Any, deeds: Any) -> None:
    decision = deeds.removed(desk, desk.person())

    first, _ = appeal(decision)
    again, new = appeal(decision)
    other, fresh = appeal(decision, appellant="somebody else")

    assert (again.pk, new) == (first.pk, False)
    assert fresh
    assert other.case_id == first.case_id


def test_what_was_left_up_or_restored_cannot_be_appealed(desk: Any, deeds: Any) -> None:
    from mizan.errors import DeskError

    decision = deeds.removed(desk, desk.person(), "leave")

    with pytest.raises(DeskError, match="nothing that restricts") as fault:
        appeal(decision)

    assert fault.value.code == "desk.no_appeal"


@pytest.mark.parametrize(("appellant", "text"), [("", "x"), ("a" * 129, "x"), ("a", "x" * 5001)])
def test_an_appeal_has_bounds(desk: Any, deeds: Any, appellant: str, text: str) -> None:
    from mizan.errors import DeskError

    decision = deeds.removed(desk, desk.person())

    with pytest.raises(DeskError) as fault:
        appeal(decision, appellant=appellant, text=text)

    assert fault.value.code == "desk.bad_appeal"


def test_who_decided_and_who_approved_cannot_take_it_by_either_door(desk: Any, deeds: Any) -> None:
    from mizan.errors import CaseError
    from mizan.service.cases.changes import claim
    from mizan.service.cases.decision_changes import approve

    first, second, third = (desk.person(name) for name in ("rima", "sami", "tala"))
    decision = deeds.decide(deeds.a_case(desk).pk, first, "close_account")
    approve(decision=decision.pk, user=second, why="agreed")
    desk.work(ahead=61)
    decision.refresh_from_db()
    made, _ = appeal(decision)

    for person in (first, second):
        for door in (
            lambda who: claim(case=made.case_id, user=who),
            lambda who: deeds.decide(made.case_id, who, "leave"),
            lambda who: answered(made.case_id, "upheld", who),
        ):
            with pytest.raises(CaseError) as fault:
                door(person)
            assert fault.value.code == "case.first_decider"
    assert claim(case=made.case_id, user=third).claimed_by_id == third.pk


def test_an_appeal_is_not_decided_as_other_cases_are(desk: Any, deeds: Any) -> None:
    from mizan.errors import CaseError
    from mizan.service.cases.decision_changes import decide

    made, _ = appeal(deeds.removed(desk, desk.person()))

    for user in (desk.person("sami"), None):
        with pytest.raises(CaseError) as fault:
            decide(
                case=made.case_id,
                ruling=deeds.ruling("leave"),
                user=user,
                actor="token:steered",
                why="x",
            )
        assert fault.value.code == "case.is_appeal"


def test_an_appeal_that_is_right_restores_and_its_answer_goes_out(
    desk: Any, deeds: Any, heard: Any
) -> None:
    listen(heard)
    decision = deeds.removed(desk, desk.person())
    made, _ = appeal(decision)
    desk.work()

    answered(made.case_id, "reversed", desk.person("sami"))
    desk.work(ahead=61)

    decision.refresh_from_db()
    told = [one.payload for one in heard.arrivals]
    assert decision.state == "reversed"
    assert [one["type"] for one in told] == ["item.remove", "item.restore", "appeal.reversed"]
    assert told[-1]["appeal"] == {"id": made.pk, "appellant": "a1", "outcome": "reversed"}
    assert "It was a report." not in str(told)


def test_an_appeal_that_is_not_leaves_the_decision_and_tells_so_once(
    desk: Any, deeds: Any, heard: Any
) -> None:
    from mizan.service.actions.appeal_changes import tell_appellants

    listen(heard)
    decision = deeds.removed(desk, desk.person())
    made, _ = appeal(decision)

    answered(made.case_id, "upheld", desk.person("sami"))
    desk.work(ahead=61)
    again = tell_appellants(case=made.case_id, actor="worker")

    decision.refresh_from_db()
    made.case.refresh_from_db()
    assert again == 0
    assert decision.state == "in_force"
    assert made.case.state == "closed"
    assert [one.payload["type"] for one in heard.arrivals] == ["item.remove", "appeal.upheld"]


def test_an_answer_is_given_once(desk: Any, deeds: Any) -> None:
    from mizan.errors import CaseError

    made, _ = appeal(deeds.removed(desk, desk.person()))
    answered(made.case_id, "upheld", desk.person("sami"))

    with pytest.raises(CaseError) as fault:
        answered(made.case_id, "reversed", desk.person("tala"))

    assert fault.value.code == "case.not_now"


def test_what_was_reversed_meanwhile_cannot_be_upheld(desk: Any, deeds: Any) -> None:
    from mizan.errors import DeskError
    from mizan.service.cases.decision_changes import reverse

    person, other = desk.person(), desk.person("sami")
    decision = deeds.removed(desk, person)
    made, _ = appeal(decision)
    reverse(decision=decision.pk, user=person, actor=person.actor, why="wrong")

    with pytest.raises(DeskError):
        answered(made.case_id, "upheld", other)
    done = answered(made.case_id, "reversed", other)

    assert done.state == "closed"


def test_a_team_of_one_answers_after_its_delay_and_the_ledger_says_so(
    desk: Any, deeds: Any
) -> None:
    from mizan.errors import CaseError
    from mizan.service.cases.models import Case, CaseEvent
    from mizan.service.ground.changes import set_profile
    from mizan.terms.time import now, shift

    person = desk.person()
    set_profile(actor="cli:test", why="alone", team="solo")
    made, _ = appeal(deeds.removed(desk, person))

    with pytest.raises(CaseError):
        answered(made.case_id, "upheld", person)
    Case.objects.filter(pk=made.case_id).update(opened_at=shift(now(), hours=-25))
    answered(made.case_id, "upheld", person)

    last = CaseEvent.objects.filter(case=made.case_id).latest("id")
    assert last.data == {"outcome": "upheld", "marks": ["single-person"]}


def test_a_report_about_the_item_does_not_land_in_its_appeal(desk: Any, deeds: Any) -> None:
    from mizan.service.cases.models import Case
    from mizan.service.intake.changes import report

    decision = deeds.removed(desk, desk.person())
    made, _ = appeal(decision)

    report(item=made.item.pk, reporter="z", category="", comment="", actor="token:test")

    assert Case.objects.filter(members__item=made.item, about=None, state="open").count() == 1
    assert made.case.members.count() == 1


def test_programs_pass_appeals_on(desk: Any, deeds: Any) -> None:
    from django.test import Client

    decision = deeds.removed(desk, desk.person())
    token = {"Authorization": f"Bearer {desk.token('items')}"}
    body = {"source": "forum", "external_id": "1", "appellant": "a1", "text": "Why?"}

    def post(given: dict[str, Any], headers: dict[str, str] = token) -> Any:
        kind = "application/json"
        return Client(SERVER_NAME="localhost").post(
            "/api/v1/appeals", given, content_type=kind, headers=headers
        )

    first, again = post(body), post(body)
    nobody = post({**body, "external_id": "nothing"})
    neither = post({"appellant": "a1"})
    unasked = post(body, {})

    assert (first.status_code, first.json()["new"]) == (202, True)
    assert first.json()["decision"] == decision.pk
    assert again.json() == {**first.json(), "new": False}
    assert nobody.status_code == 404
    assert neither.json()["error"]["code"] == "api.malformed"
    assert unasked.status_code == 401
