"""Items over HTTP: accepted once, looked at, erased, reported."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.service.api_client import Program, code

POST = {"source": "forum", "external_id": "1", "text": "a quiet post about bread"}


@pytest.fixture
def program(desk: Any) -> Program:
    return Program(desk.token("items"))


def items_here() -> int:
    from mizan.service.items.models import Item

    return Item.objects.count()


def test_a_thousand_items_are_accepted_in_one_request(desk: Any, program: Program) -> None:
    batch = [{**POST, "external_id": str(n)} for n in range(1000)]

    answer = program.post("/items", {"items": batch})

    assert answer.status_code == 202
    receipts = answer.json()["items"]
    assert [one["external_id"] for one in receipts] == [str(n) for n in range(1000)]
    assert all(one["new"] and one["state"] == "received" for one in receipts)
    assert items_here() == 1000


def test_a_batch_beyond_a_thousand_is_refused_whole(desk: Any, program: Program) -> None:
    batch = [{**POST, "external_id": str(n)} for n in range(1001)]

    answer = program.post("/items", {"items": batch})

    assert (answer.status_code, code(answer)) == (422, "api.malformed")
    assert items_here() == 0


def test_an_item_handed_in_twice_is_there_once(desk: Any, program: Program) -> None:
    first = program.post("/items", {"items": [POST, POST]}).json()["items"]
    second = program.post("/items", {"items": [POST]}).json()["items"]

    assert [one["new"] for one in [*first, *second]] == [True, False, False]
    assert len({one["id"] for one in [*first, *second]}) == 1


def test_an_item_that_cannot_be_taken_does_not_keep_the_others_out(
    desk: Any, program: Program
) -> None:
    empty = {"source": "forum", "external_id": "2"}
    closed = {**POST, "external_id": "3", "public": False}

    receipts = program.post("/items", {"items": [POST, empty, closed]}).json()["items"]

    assert receipts[0]["new"]
    assert [one["error"]["code"] for one in receipts[1:]] == ["content.empty", "desk.not_public"]


def test_text_with_nul_and_lone_surrogates_is_stored_and_scanned(
    desk: Any, program: Program
) -> None:
    from mizan.service.items import queries

    body = b'{"items": [{"source": "forum", "external_id": "1", "text": "a\\u0000b\\ud800c"}]}'

    answer = program.post("/items", body)
    number = answer.json()["items"][0]["id"]
    held = queries.contents([number])[number]
    desk.work()

    assert answer.status_code == 202
    assert queries.text_of(held) == "a\0b\ud800c"
    assert program.get(f"/items/{number}").json()["state"] == "left"


def test_a_name_with_nul_is_refused(desk: Any, program: Program) -> None:
    answer = program.post("/items", {"items": [{**POST, "external_id": "a\0b"}]})

    assert (answer.status_code, code(answer)) == (422, "api.malformed")


def test_a_file_comes_by_multipart(desk: Any, program: Program) -> None:
    file = SimpleUploadedFile("note.txt", b"a quiet post about bread")

    answer = program.form("/items", source="forum", external_id="9", public="true", file=file)
    number = answer.json()["items"][0]["id"]
    desk.work()

    found = program.get(f"/items/{number}").json()
    assert answer.status_code == 202
    assert (found["kind"], found["state"], found["verdict"]) == ("file", "left", "leave")


def test_an_item_is_found_by_the_services_own_name(desk: Any, program: Program) -> None:
    program.post("/items", {"items": [POST, {**POST, "external_id": "2"}]})

    found = program.get("/items?source=forum&external_id=2").json()

    assert [one["external_id"] for one in found["items"]] == ["2"]
    assert program.get("/items?source=forum&external_id=7").json()["items"] == []


def test_pages_of_items_hold_each_once(desk: Any, program: Program) -> None:
    program.post("/items", {"items": [{**POST, "external_id": str(n)} for n in range(7)]})

    seen, cursor = [], ""
    while cursor is not None:
        page = program.get(f"/items?limit=3&cursor={cursor}").json()
        seen += [one["external_id"] for one in page["items"]]
        cursor = page["next"]

    assert seen == [str(n) for n in reversed(range(7))]


def test_an_item_is_erased_unless_it_is_preserved(desk: Any, program: Program) -> None:
    from mizan.service.items.models import Item, ItemContent

    receipts = program.post("/items", {"items": [POST, {**POST, "external_id": "2"}]}).json()
    first, second = (one["id"] for one in receipts["items"])
    Item.objects.filter(pk=second).update(preserved=True)

    erased = program.ask("DELETE", f"/items/{first}")
    kept = program.ask("DELETE", f"/items/{second}")

    assert (erased.status_code, erased.json()["state"]) == (200, "erased")
    assert (kept.status_code, code(kept)) == (409, "desk.preserved")
    assert list(ItemContent.objects.values_list("item", flat=True)) == [second]


def test_the_same_key_is_answered_alike_and_takes_effect_once(desk: Any, program: Program) -> None:
    key = {"Idempotency-Key": "k1"}

    first = program.post("/items", {"items": [POST]}, **key)
    second = program.post("/items", {"items": [POST]}, **key)
    other = program.post("/items", {"items": [{**POST, "external_id": "2"}]}, **key)

    assert first.content == second.content
    assert second.json()["items"][0]["new"] is True
    assert (other.status_code, code(other)) == (422, "api.key_reused")
    assert items_here() == 1


def test_a_failure_leaves_no_key(desk: Any, program: Program) -> None:
    key = {"Idempotency-Key": "k1"}
    report = {"source": "forum", "external_id": "1"}

    early = program.post("/reports", report, **key)
    program.post("/items", {"items": [POST]})
    late = program.post("/reports", report, **key)

    assert (early.status_code, late.status_code) == (404, 202)


def test_the_same_key_at_once_takes_effect_once(desk: Any, program: Program) -> None:
    from django.db import connections

    from mizan.ledger.verify import verify
    from mizan.service.ground.recording import store
    from mizan.service.items.models import UserReport

    program.post("/items", {"items": [POST]})
    answers = []
    together = threading.Barrier(4)

    def report() -> None:
        together.wait()
        body = {"source": "forum", "external_id": "1"}
        answers.append(program.post("/reports", body, **{"Idempotency-Key": "k"}))
        connections.close_all()

    threads = [threading.Thread(target=report) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert {one.status_code for one in answers} == {202}
    assert len({one.content for one in answers}) == 1
    assert UserReport.objects.count() == 1
    assert verify(store()).whole


def test_keys_are_forgotten_after_a_day(desk: Any, program: Program) -> None:
    from mizan.service.intake.key_changes import forget_keys
    from mizan.service.intake.models import SeenKey
    from mizan.terms.time import now, shift

    program.post("/items", {"items": [POST]}, **{"Idempotency-Key": "old"})
    SeenKey.objects.update(at=shift(now(), hours=-25))
    program.post("/items", {"items": [POST]}, **{"Idempotency-Key": "young"})

    assert forget_keys() == 1
    assert SeenKey.objects.count() == 1


def test_a_report_joins_the_open_case_and_is_counted_once_a_person(
    desk: Any, program: Program
) -> None:
    number = program.post("/items", {"items": [POST]}).json()["items"][0]["id"]

    told = [
        program.post("/reports", {"item": number, "reporter": name}).json()
        for name in ("u1", "u2", "u1")
    ]

    assert [(one["new"], one["reports"]) for one in told] == [(True, 1), (True, 2), (False, 2)]
    assert len({one["case"] for one in told}) == 1


def test_what_is_reported_before_its_scan_keeps_its_case_and_its_content(
    desk: Any, program: Program
) -> None:
    from mizan.service.items.models import ItemContent

    number = program.post("/items", {"items": [POST]}).json()["items"][0]["id"]
    program.post("/reports", {"item": number})
    desk.work()

    found = program.get(f"/items/{number}").json()
    assert (found["state"], found["verdict"]) == ("cased", "leave")
    assert ItemContent.objects.filter(item=number).exists()


def test_a_report_of_something_unknown_is_not_found(desk: Any, program: Program) -> None:
    unknown = program.post("/reports", {"source": "forum", "external_id": "none"})
    nameless = program.post("/reports", {"source": "forum"})

    assert (unknown.status_code, code(unknown)) == (404, "desk.unknown")
    assert (nameless.status_code, code(nameless)) == (422, "api.malformed")
