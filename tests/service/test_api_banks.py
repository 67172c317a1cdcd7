"""Banks and entries over HTTP."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.service.api_client import Program, code

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
REPOST = (EXAMPLES / "repost_ar.txt").read_text("utf-8")
LANTERN = {"name": "lantern", "purpose": "harm", "owner": "trust team"}


@pytest.fixture
def program(desk: Any) -> Program:
    found = Program(desk.token("banks", "check"))
    assert found.post("/banks", LANTERN).status_code == 201
    return found


def hashes(count: int) -> list[str]:
    return [sha256(str(n).encode()).hexdigest() for n in range(count)]


def test_a_bank_is_made_once_and_changed(desk: Any, program: Program) -> None:
    again = program.post("/banks", LANTERN)
    changed = program.ask("PATCH", "/banks/lantern", {"owner": "policy team", "enabled": False})
    listed = program.get("/banks").json()["banks"]

    assert (again.status_code, code(again)) == (409, "bank.exists")
    assert (changed.json()["owner"], changed.json()["enabled"]) == ("policy team", False)
    assert changed.json() in listed


def test_a_text_that_is_added_is_found_from_then_on(desk: Any, program: Program) -> None:
    from mizan.terms.time import nap

    entry = {"entries": [{"text": STATEMENT, "label": "statement"}], "why": "seen on the forum"}
    added = program.post("/banks/lantern/entries", entry)
    nap(0.25)  # changes are taken in at most every 200 ms
    told = program.post("/check", {"text": REPOST}).json()

    assert (added.status_code, added.json()["new"]) == (201, 1)
    assert told["verdict"] == "review"
    assert "lantern" in {one["bank"] for one in told["findings"]}


def test_an_array_of_hashes_is_added_and_listed(desk: Any, program: Program) -> None:
    written = hashes(450)

    added = program.post("/banks/lantern/entries", {"type": "sha256", "values": written}).json()
    again = program.post("/banks/lantern/entries", {"type": "sha256", "values": written}).json()
    seen, cursor = [], ""
    while cursor is not None:
        page = program.get(f"/banks/lantern/entries?limit=200&cursor={cursor}").json()
        seen += [one["value"] for one in page["entries"]]
        cursor = page["next"]

    assert (added["new"], again["new"], again["already"]) == (450, 0, 450)
    assert again["ids"] == added["ids"]
    assert seen == written


def test_one_bad_value_keeps_the_array_out_and_is_named(desk: Any, program: Program) -> None:
    written = [*hashes(3), "no hash"]

    answer = program.post("/banks/lantern/entries", {"type": "sha256", "values": written})

    assert (answer.status_code, code(answer)) == (422, "api.malformed")
    assert "entry 3" in answer.json()["error"]["message"]
    assert program.get("/banks/lantern/entries").json()["entries"] == []


def test_an_entry_is_confirmed_switched_and_removed(desk: Any, program: Program) -> None:
    given = {"type": "sha256", "values": hashes(1), "confirmed": False}
    [number] = program.post("/banks/lantern/entries", given).json()["ids"]
    where = f"/banks/lantern/entries/{number}"

    told = [program.post(f"{where}/{deed}", {}).json() for deed in ("confirm", "disable", "enable")]
    gone = program.ask("DELETE", where)
    again = program.ask("DELETE", where)

    assert [one["opinion"] for one in told] == ["confirmed"] * 3
    assert [one["state"] for one in told] == ["active", "disabled", "active"]
    assert (gone.json()["state"], gone.json()["value"]) == ("removed", "")
    assert (again.status_code, code(again)) == (409, "bank.removed")


def test_what_is_not_there_is_not_found(desk: Any, program: Program) -> None:
    answers = [
        program.get("/banks/none/entries"),
        program.ask("PATCH", "/banks/none", {"may_act": "auto"}),
        program.post("/banks/none/entries", {"type": "md5", "values": ["0" * 32]}),
        program.ask("DELETE", "/banks/lantern/entries/7"),
    ]

    assert [one.status_code for one in answers] == [404] * 4
    assert [code(one) for one in answers] == ["bank.unknown"] * 3 + ["bank.unknown_entry"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "sha256"},
        {"type": "none", "values": ["0"]},
        {"entries": [{"label": "empty"}]},
        {"entries": [{"text": "!!!"}]},
        {"type": "sha256", "values": ["0" * 64] * 50_001},
        {"type": "sha256", "values": ["0" * 64], "colour": "red"},
    ],
)
def test_entries_that_say_nothing_are_refused(desk: Any, program: Program, body: Any) -> None:
    answer = program.post("/banks/lantern/entries", body)

    assert (answer.status_code, code(answer)) == (422, "api.malformed")


def test_each_change_of_a_bank_leaves_its_line(desk: Any, program: Program) -> None:
    from mizan.ledger.verify import verify
    from mizan.service.ground.recording import store

    program.post("/banks/lantern/entries", {"type": "sha256", "values": hashes(2)})
    acts = store().fetch("SELECT actor, act FROM ledger ORDER BY seq")

    assert ("token:banks-check", "bank.create") in [tuple(one) for one in acts]
    assert ("token:banks-check", "entry.add") in [tuple(one) for one in acts]
    assert verify(store()).whole


def test_a_program_that_arms_a_bank_is_given_the_number_of_what_waits(
    desk: Any, program: Program
) -> None:
    from mizan.service.curation.models import Proposal

    told = program.ask("PATCH", "/banks/lantern", {"may_act": "auto"})

    [bank] = [one for one in program.get("/banks").json()["banks"] if one["name"] == "lantern"]
    assert (told.status_code, told.json()["proposal"]) == (202, Proposal.objects.get().pk)
    assert bank["may_act"] == "queue"


def test_hashes_for_an_armed_bank_wait_for_a_second_person(desk: Any, program: Program) -> None:
    from mizan.service.curation.proposal_changes import approve

    arming = program.ask("PATCH", "/banks/lantern", {"may_act": "auto"}).json()["proposal"]
    approve(proposal=arming, user=desk.person(role="admin"), why="agreed")

    told = program.post("/banks/lantern/entries", {"type": "sha256", "values": hashes(3)})

    assert (told.status_code, told.json()["state"]) == (202, "waiting")
    assert program.get("/banks/lantern/entries").json()["entries"] == []


def test_a_text_that_hits_what_must_stay_up_needs_the_override(desk: Any, program: Program) -> None:
    from mizan.service.cases.models import Case

    program.post("/banks", {"name": "other", "purpose": "harm"})
    program.post("/banks/other/entries", {"entries": [{"text": STATEMENT}]})
    desk.hand_in(REPOST)
    desk.work()
    left(desk, Case.objects.get().pk)
    entry = {"entries": [{"text": REPOST, "label": "statement"}]}

    refused = program.post("/banks/lantern/entries", entry)
    taken = program.post("/banks/lantern/entries", entry | {"override": "it is praise after all"})

    assert (refused.status_code, code(refused)) == (409, "desk.protected")
    assert "override" in refused.json()["error"]["hint"]
    assert taken.status_code == 201


def left(desk: Any, case: int) -> None:
    """Let a person leave up what a case is about."""
    from mizan.casework.ruling import defaults
    from mizan.service.cases.decision_changes import decide

    person = desk.person()
    decide(
        case=case, ruling=defaults("leave", ()), user=person, actor=person.actor, why="reporting"
    )
    desk.work(ahead=61)
