"""The pages of review, as the test client sees them."""

from __future__ import annotations

import re
from typing import Any


def reported(desk: Any, *texts: str) -> list[Any]:
    """Hand texts in and report each; return their cases."""
    from mizan.service.cases.models import Case
    from mizan.service.intake.changes import report

    for item in desk.hand_in(*texts):
        report(item=item.pk, reporter="u1", category="terror", comment="", actor="token:test")
    desk.work()
    return list(Case.objects.order_by("id"))


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


def test_an_auditor_sees_the_case_and_not_its_content(desk: Any, case: Any, signed_in: Any) -> None:
    from mizan.service.people.models import Reading

    client = signed_in(desk.person("aya", "auditor"))

    page = client.get(f"/cases/{case.pk}")
    queue = client.get("/")

    assert "Your role sees cases without their content" in page.text
    assert "usertext" not in page.text + queue.text
    assert "Leave up" not in page.text
    assert client.post(f"/cases/{case.pk}/decide", {}).status_code == 403
    assert client.get(f"/items/{case.lead_id}/media").status_code == 403
    assert Reading.objects.count() == 0


def test_reading_is_noted_and_uncovering_counted_up_to_ones_own_cap(
    desk: Any, case: Any, signed_in: Any
) -> None:
    from mizan.service.people.models import Exposure, Reading

    person = desk.person("rima", "reviewer")
    person.comfort = {"daily_items": 1}
    person.save()
    client = signed_in(person)

    client.get(f"/cases/{case.pk}")
    client.post(f"/items/{case.lead_id}/uncover", {"shown": "1"})
    client.post(f"/items/{case.lead_id}/uncover", {"shown": "0"})
    after = client.get(f"/cases/{case.pk}")

    assert Reading.objects.filter(user=person, item=case.lead_id).count() == 2
    assert Exposure.objects.get(user=person).items == 1
    assert "Your own cap for today is reached" in after.text
    assert "usertext" not in after.text


def test_closing_an_account_waits_for_somebody_else(
    desk: Any, case: Any, signed_in: Any, whole: Any
) -> None:
    first, second = desk.person("rima", "lead"), desk.person("sami", "lead")
    form = {**whole, "kind": "close_account", "reason": "account_serves_group"}

    signed_in(first).post(f"/cases/{case.pk}/decide", form)
    decision = case.decisions.get()
    own = signed_in(first).get("/seconds")
    denied = signed_in(first).post(f"/decisions/{decision.pk}/second", {"answer": "approve"})
    other = signed_in(second).get("/seconds")
    signed_in(second).post(f"/decisions/{decision.pk}/second", {"answer": "approve"})

    decision.refresh_from_db()
    assert "Somebody else has to look at it" in own.text
    assert denied.status_code == 403
    assert "Approve" in other.text
    assert (decision.state, decision.second_by) == ("pending", second)


def test_a_second_person_who_refuses_says_why_and_the_case_is_open_again(
    desk: Any, case: Any, signed_in: Any, whole: Any
) -> None:
    first, second = desk.person("rima", "reviewer"), desk.person("sami", "lead")
    form = {**whole, "kind": "close_account", "reason": "account_serves_group"}
    signed_in(first).post(f"/cases/{case.pk}/decide", form)
    address = f"/decisions/{case.decisions.get().pk}/second"

    silent = signed_in(second).post(address, {"answer": "refuse", "why": ""})
    signed_in(second).post(address, {"answer": "refuse", "why": "one post only"})

    case.refresh_from_db()
    assert silent.status_code == 400
    assert case.state == "open"


def test_a_reversal_wants_the_right_and_a_why(
    desk: Any, case: Any, signed_in: Any, whole: Any
) -> None:
    reviewer = signed_in(desk.person("rima", "reviewer"))
    lead = signed_in(desk.person("sami", "lead"))
    reviewer.post(f"/cases/{case.pk}/decide", whole)
    desk.work(ahead=61)
    address = f"/decisions/{case.decisions.get().pk}/reverse"

    denied = reviewer.post(address, {"why": "wrong"})
    done = lead.post(address, {"why": "it was a report"})

    case.refresh_from_db()
    assert (denied.status_code, done.status_code) == (403, 302)
    assert case.state == "reversed"


def test_what_was_erased_while_the_page_was_open_can_still_be_decided(
    desk: Any, case: Any, signed_in: Any, whole: Any
) -> None:
    from mizan.service.items.changes import erase

    client = signed_in(desk.person("rima", "reviewer"))
    client.get(f"/cases/{case.pk}")
    erase(item=case.lead_id, actor="token:test", why="asked")

    page = client.get(f"/cases/{case.pk}")
    decided = client.post(f"/cases/{case.pk}/decide", whole)

    assert "The content was erased" in page.text
    assert decided.status_code == 302


def test_a_report_without_a_verdict_and_a_failed_item_say_so(desk: Any, signed_in: Any) -> None:
    from mizan.service.items.models import Item

    one, two = reported(desk, "first", "second")
    Item.objects.filter(pk=one.lead_id).update(report=None, state="received")
    broken = {"error": {"code": "content.too_large", "message": "it is too large"}}
    Item.objects.filter(pk=two.lead_id).update(report=broken, state="failed")
    client = signed_in(desk.person("rima", "reviewer"))

    silent, failed = (client.get(f"/cases/{each.pk}").text for each in (one, two))

    assert "the machine has said nothing about it" in silent
    assert "It could not be examined" in failed
    assert "content.too_large" in failed


def test_a_case_of_500_posts_is_decided_whole_only_by_its_count(
    desk: Any, case: Any, signed_in: Any, whole: Any
) -> None:
    from mizan.service.cases.models import CaseItem
    from mizan.terms.time import now

    items = desk.hand_in(*[f"post {n}" for n in range(499)], source="board")
    CaseItem.objects.bulk_create(
        CaseItem(case=case, item=item, because="campaign", at=now()) for item in items
    )
    client = signed_in(desk.person("rima", "reviewer"))

    page = client.get(f"/cases/{case.pk}")
    old = client.post(f"/cases/{case.pk}/decide", {**whole, "scope": "all", "count": "499"})
    right = client.post(f"/cases/{case.pk}/decide", {**whole, "scope": "all", "count": "500"})

    assert "500 posts in this case" in page.text
    assert len(page.content) < 100_000
    assert (old.status_code, right.status_code) == (409, 302)
    assert case.decisions.get().state == "waiting"


def test_only_pictures_are_served_and_never_as_pages(desk: Any, case: Any, signed_in: Any) -> None:
    from mizan.service.items.models import ItemContent

    client = signed_in(desk.person("rima", "reviewer"))
    held = ItemContent.objects.filter(item=case.lead_id)
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 64

    held.update(data=png)
    picture = client.get(f"/items/{case.lead_id}/media")
    held.update(data=b"<html><script>1</script>")
    page = client.get(f"/items/{case.lead_id}/media")
    held.update(data=b"II*\0" + b"\0" * 64)
    tiff = client.get(f"/items/{case.lead_id}/media")

    assert picture.headers["Content-Type"] == "image/png"
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert (page.status_code, tiff.status_code) == (404, 404)


def test_search_finds_by_name_number_author_and_entry(desk: Any, case: Any, signed_in: Any) -> None:
    client = signed_in(desk.person("rima", "reviewer"))

    wanted = (case.lead.external_id, f"#{case.pk}", case.group, "lantern", "nothing-here")
    answers = [f"/cases/{case.pk}" in client.get("/search", {"q": q}).text for q in wanted]

    assert answers == [True, True, True, True, False]


def test_a_reader_is_offered_what_they_read_and_after_a_while_what_nobody_reads(
    desk: Any, case: Any, signed_in: Any
) -> None:
    from mizan.service.cases.models import Case
    from mizan.terms.time import now, shift

    person = desk.person("rima", "reviewer")
    person.skills = ["en"]
    person.save()
    client, address = signed_in(person), f"/cases/{case.pk}"

    fresh, everything = client.get("/").text, client.get("/?lang=all").text
    Case.objects.update(opened_at=shift(now(), minutes=-31))
    late = client.get("/").text

    assert address not in fresh
    assert address in everything
    assert address in late


def test_filters_stand_in_the_address_and_strange_ones_count_as_none(
    desk: Any, case: Any, signed_in: Any
) -> None:
    client = signed_in(desk.person("rima", "reviewer"))
    ways = ("?queue=review.ar", "?queue=review.en", "?state=mine", "?label=known_text&page=9e9")
    ways = (*ways, "?origin=report", "?due=over", "?queue=%01&label=x&page=-1")

    shown = [f"/cases/{case.pk}" in client.get(f"/{way}").text for way in ways]

    assert shown == [True, False, False, True, False, False, True]
