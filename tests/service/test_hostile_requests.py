"""What strangers and colleagues may try: the same person twice, letters no database keeps."""

from __future__ import annotations

from typing import Any

import pytest

from mizan.errors import CaseError


def by_token(case: int, owner: Any) -> Any:
    """Let a person's own program close an account."""
    from dataclasses import replace

    from mizan.casework.ruling import defaults
    from mizan.service.cases.decision_changes import decide
    from mizan.service.people.changes import create_token
    from mizan.terms.decision import Assessment

    create_token(name="helper", scopes=["decide"], actor=owner.actor, why="test")
    ruling = defaults("close_account", (), clause="4.2")
    seen = Assessment(exclusions=("none_found",), stance="endorses", note="")
    return decide(
        case=case,
        ruling=replace(ruling, assessment=seen, content_types=("a_incites",)),
        user=None,
        actor="token:helper",
        why="asked by API",
    )


def test_who_made_a_token_does_not_second_what_it_decided(desk: Any, case: Any) -> None:
    from mizan.service.cases.decision_changes import approve
    from mizan.service.cases.second_rules import is_same_person

    owner, other = desk.person("rima", "admin"), desk.person("omar", "lead")
    decision = by_token(case.pk, owner)

    with pytest.raises(CaseError) as fault:
        approve(decision=decision.pk, user=owner, why="sure")
    done = approve(decision=decision.pk, user=other, why="I looked at it too")

    assert fault.value.code == "case.same_person"
    assert done.state == "pending"
    assert is_same_person("token:helper", owner)
    assert not is_same_person("token:helper", other)


def test_who_made_a_token_does_not_answer_an_appeal_against_it(desk: Any, case: Any) -> None:
    from mizan.service.cases.changes import claim
    from mizan.service.cases.decision_changes import approve
    from mizan.service.intake.appeal_changes import appeal

    owner, other = desk.person("rima", "admin"), desk.person("omar", "lead")
    decision = by_token(case.pk, owner)
    approve(decision=decision.pk, user=other, why="agreed")
    desk.work(ahead=61)

    made, _ = appeal(item=case.lead, appellant="a1", text="no", actor="token:test")
    with pytest.raises(CaseError) as fault:
        claim(case=made.case_id, user=owner)

    assert fault.value.code == "case.first_decider"


@pytest.mark.parametrize("path", ["/search?q=a%00b", "/banks/%00", "/readings?name=%00"])
def test_a_nul_in_an_address_is_a_fault_of_the_request(
    desk: Any, signed_in: Any, path: str
) -> None:
    client = signed_in(desk.person("rima", "admin"))

    assert client.get(path).status_code in {400, 404}


def test_a_nul_in_a_reason_is_a_fault_of_the_request(desk: Any, case: Any, signed_in: Any) -> None:
    client = signed_in(desk.person("rima", "lead"))

    answer = client.post(f"/cases/{case.pk}/skip", {"why": "a\0b"})

    assert answer.status_code == 400


@pytest.mark.parametrize("number", [987_654, 10**23])
def test_an_item_that_is_not_there_is_neither_sent_nor_counted(
    desk: Any, signed_in: Any, number: int
) -> None:
    from mizan.service.people.models import Reading

    client = signed_in(desk.person("rima", "reviewer"))

    seen = client.get(f"/items/{number}/media")
    counted = client.post(f"/items/{number}/uncover", {"shown": "1"})

    assert (seen.status_code, counted.status_code) == (404, 404)
    assert not Reading.objects.exists()


def test_half_a_letter_in_a_post_breaks_neither_its_case_nor_the_queue(
    desk: Any, signed_in: Any
) -> None:
    from mizan.service.cases.models import Case
    from mizan.service.intake.changes import report

    [item] = desk.hand_in("before \ud800 after")
    report(item=item.pk, reporter="u1", category="terror", comment="", actor="token:test")
    desk.work()
    case = Case.objects.get()
    client = signed_in(desk.person("rima", "lead"))

    pages = [client.get(f"{path}") for path in ("/?lang=all", f"/cases/{case.pk}")]
    views = [client.get(f"/cases/{case.pk}?view={view}") for view in ("compared", "hidden")]

    assert [page.status_code for page in (*pages, *views)] == [200] * 4
    assert all("before \ufffd after" in page.text for page in pages)
