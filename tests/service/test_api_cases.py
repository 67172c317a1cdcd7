"""Cases and decisions over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.service.api_client import Program, code

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
REPOST = (EXAMPLES / "repost_ar.txt").read_text("utf-8")
REMOVE = {"kind": "remove", "clause": "4.2", "exclusions": ["none_found"], "stance": "endorses"}


@pytest.fixture
def program(desk: Any) -> Program:
    return Program(desk.token("items", "cases", "decide"))


@pytest.fixture
def case(desk: Any, program: Program) -> int:
    desk.bank(STATEMENT)
    desk.hand_in(REPOST)
    desk.work()
    return int(program.get("/cases").json()["cases"][0]["id"])


def state(program: Program, case: int) -> str:
    return str(program.get(f"/cases/{case}").json()["state"])


def test_a_case_tells_its_events_and_no_names(desk: Any, program: Program, case: int) -> None:
    from mizan.service.cases.changes import claim

    claim(case=case, user=desk.person("rima"))

    found = program.get(f"/cases/{case}")

    assert [one["kind"] for one in found.json()["events"]] == ["opened", "claimed"]
    assert [one["by"] for one in found.json()["events"]] == ["worker", "user"]
    assert found.json()["claimed"] is True
    assert b"rima" not in found.content


def test_a_program_decides_as_a_person_steers_it(desk: Any, program: Program, case: int) -> None:
    from mizan.service.cases.models import Decision

    answer = program.post(f"/cases/{case}/decisions", {**REMOVE, "why": "seen"})

    decision = Decision.objects.get()
    assert answer.status_code == 201
    assert (answer.json()["state"], answer.json()["automatic"]) == ("pending", False)
    assert answer.json()["reason"] == "known_terrorist_content"
    assert (decision.actor, decision.by, decision.automatic) == (
        "token:cases-decide-items".replace("cases-decide-items", "items-cases-decide"),
        None,
        False,
    )
    assert state(program, case) == "decided"


def test_a_restriction_without_its_grounds_is_refused(
    desk: Any, program: Program, case: int
) -> None:
    answer = program.post(f"/cases/{case}/decisions", {"kind": "remove", "clause": "4.2"})

    assert (answer.status_code, code(answer)) == (422, "case.no_assessment")
    assert state(program, case) == "open"


def test_what_somebody_has_is_not_decided_by_a_program(
    desk: Any, program: Program, case: int
) -> None:
    from mizan.service.cases.changes import claim

    claim(case=case, user=desk.person())

    answer = program.post(f"/cases/{case}/decisions", REMOVE)

    assert (answer.status_code, code(answer)) == (409, "desk.taken")


def test_closing_an_account_waits_for_a_person(desk: Any, program: Program, case: int) -> None:
    from mizan.service.cases.decision_changes import approve

    closing = {**REMOVE, "kind": "close_account"}
    decided = program.post(f"/cases/{case}/decisions", closing).json()

    approve(decision=decided["id"], user=desk.person(), why="agreed")

    assert decided["state"] == "waiting"
    assert program.get(f"/cases/{case}").json()["decisions"][0]["state"] == "pending"


def test_a_program_takes_back_what_it_decided(desk: Any, program: Program, case: int) -> None:
    number = program.post(f"/cases/{case}/decisions", REMOVE).json()["id"]

    undone = program.post(f"/decisions/{number}/undo", {"why": "slip"})
    again = program.post(f"/decisions/{number}/undo", {})

    assert (undone.status_code, undone.json()["state"]) == (200, "withdrawn")
    assert (again.status_code, code(again)) == (409, "case.not_now")
    assert state(program, case) == "open"


def test_a_program_does_not_undo_what_another_decided(
    desk: Any, program: Program, case: int
) -> None:
    number = program.post(f"/cases/{case}/decisions", REMOVE).json()["id"]

    answer = Program(desk.token("decide")).post(f"/decisions/{number}/undo", {})

    assert (answer.status_code, code(answer)) == (403, "desk.not_yours")


def test_what_was_carried_out_is_reversed(desk: Any, program: Program, case: int) -> None:
    number = program.post(f"/cases/{case}/decisions", REMOVE).json()["id"]
    early = program.post(f"/decisions/{number}/reverse", {})
    desk.work(ahead=61)

    answer = program.post(f"/decisions/{number}/reverse", {"why": "it was a report"})

    assert (early.status_code, code(early)) == (409, "case.not_now")
    assert (answer.status_code, answer.json()["kind"]) == (201, "restore")
    assert answer.json()["undoes"] == number
    assert state(program, case) == "reversed"


def test_a_key_decides_once(desk: Any, program: Program, case: int) -> None:
    key = {"Idempotency-Key": "d1"}

    first = program.post(f"/cases/{case}/decisions", REMOVE, **key)
    second = program.post(f"/cases/{case}/decisions", REMOVE, **key)
    without = program.post(f"/cases/{case}/decisions", REMOVE)

    assert first.content == second.content
    assert (without.status_code, code(without)) == (409, "case.not_now")


def test_pages_of_the_queue_keep_its_order(desk: Any, program: Program) -> None:
    from mizan.service.cases.models import Case
    from mizan.service.intake.changes import report
    from mizan.terms.time import now, shift

    items = desk.hand_in(*(f"post {n}" for n in range(9)))
    for item in items:
        report(item=item.pk, reporter="", category="", comment="", actor="token:test")
    for n, one in enumerate(Case.objects.order_by("id")):
        due = shift(now(), hours=n // 2) if n in {3, 4, 5} else None
        Case.objects.filter(pk=one.pk).update(due_at=due, weight=n % 3, reach=n // 5)
    whole = [one["id"] for one in program.get("/cases").json()["cases"]]

    seen, cursor = [], ""
    while cursor is not None:
        page = program.get(f"/cases?limit=2&cursor={cursor}").json()
        seen += [one["id"] for one in page["cases"]]
        cursor = page["next"]

    assert len(whole) == 9
    assert seen == whole


def test_cases_are_filtered(desk: Any, program: Program, case: int) -> None:
    group = program.get(f"/cases/{case}").json()["group"]

    found = [
        [one["id"] for one in program.get(f"/cases?{query}").json()["cases"]]
        for query in (
            "queue=review.ar",
            "queue=review.en",
            "state=in_force",
            "state=open&state=escalated",
            "origin=verdict",
            f"group={group}",
        )
    ]

    assert found == [[case], [], [], [case], [case], [case]]


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WzFd", "WzEsMiwzLDQsNV0", "%ff"])
def test_a_foreign_cursor_is_refused(desk: Any, program: Program, cursor: str) -> None:
    answer = program.get(f"/cases?cursor={cursor}")

    assert (answer.status_code, code(answer)) == (422, "api.bad_cursor")
