"""The pages of review, as the test client sees them."""

from __future__ import annotations

import re
from typing import Any


def reported(desk: Any, *texts: str) -> list[Any]:
    """Hand texts in and report each; return their cases."""
    from mizan.service.intake.changes import report

    items = desk.hand_in(*texts)
    desk.work()
    return [
        report(item=item, reporter="u1", category="terror", comment="", actor="token:test")
        for item in items
    ]


def test_the_queue_shows_what_waits_and_why(
    desk: Any, case: Any, signed_in: Any, whole: Any
) -> None:
    client = signed_in(desk.person("rima", "reviewer"))

    page = client.get("/")

    assert page.status_code == 200, re.sub(r"(?s)<[^>]+>|\s+", " ", page.text)[-600:]
    assert f"Case {case.pk}" in page.text
    assert "holds text of a banked statement" in page.text


def test_opening_a_case_takes_it_and_another_sees_who_has_it(
    desk: Any, case: Any, signed_in: Any, whole: Any
) -> None:
    first, second = desk.person("rima", "reviewer"), desk.person("sami", "reviewer")

    mine = signed_in(first).get(f"/cases/{case.pk}")
    theirs = signed_in(second).get(f"/cases/{case.pk}")

    assert mine.status_code == theirs.status_code == 200
    assert "Leave up" in mine.text
    assert "is working on this case" in theirs.text
    assert "Leave up" not in theirs.text


def test_an_incomplete_decision_says_at_each_field_what_is_missing(
    desk: Any, case: Any, signed_in: Any, whole: Any
) -> None:
    client = signed_in(desk.person("rima", "reviewer"))

    page = client.post(f"/cases/{case.pk}/decide", {**whole, "exclusions": [], "stance": ""})

    case.refresh_from_db()
    assert page.status_code == 400
    assert "none found." in page.text
    assert "Say how the content stands" in page.text
    assert case.state == "open"


def test_a_form_sent_twice_decides_once(desk: Any, case: Any, signed_in: Any, whole: Any) -> None:
    from mizan.service.cases.models import Decision

    client = signed_in(desk.person("rima", "reviewer"))

    answers = [client.post(f"/cases/{case.pk}/decide", whole) for _ in range(2)]

    assert [one.status_code for one in answers] == [302, 302]
    assert Decision.objects.count() == 1


def test_the_undo_bar_stands_on_every_page_until_it_is_used(
    desk: Any, case: Any, signed_in: Any, whole: Any
) -> None:
    client = signed_in(desk.person("rima", "reviewer"))
    client.post(f"/cases/{case.pk}/decide", whole)

    bar = client.get("/").text
    undo = re.search(r'action="(/decisions/\d+/undo)"', bar)
    assert undo is not None
    back = client.post(undo[1])

    case.refresh_from_db()
    assert f"Case {case.pk}: removed" in bar
    assert back.headers["Location"] == f"/cases/{case.pk}"
    assert case.state == "open"
    assert "data-undo" not in client.get("/").text
