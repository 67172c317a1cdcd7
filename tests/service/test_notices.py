"""What leaves at once: a threat to life and an alarm of the desk; no decision, no content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mizan.testing import Receiver

TEXT = "the Black Lantern Front marched through the valley"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Give a receiver that the desk may reach."""
    from mizan.service.actions import deliver

    monkeypatch.setenv("MIZAN_WEBHOOK_ALLOW", "127.0.0.0/8")
    deliver._guard.cache_clear()
    with Receiver() as one:
        yield one
    deliver._guard.cache_clear()


@pytest.fixture
def listening(desk: Any, receiver: Receiver) -> Receiver:
    """Give the receiver, named as a webhook of the desk."""
    from mizan.service.actions.changes import create_endpoint

    receiver.secrets = [
        create_endpoint(name="forum", url=receiver.url, actor="cli:test", why="test")
    ]
    return receiver


def test_a_threat_to_life_is_told_at_once_and_once(
    desk: Any, listening: Receiver, case: Any
) -> None:
    from mizan.service.cases.changes import report_threat
    from mizan.service.cases.models import CaseEvent

    person = desk.person()

    report_threat(case=case.pk, user=person, why="it names a day")
    report_threat(case=case.pk, user=person, why="it names a day")
    desk.work()

    case.refresh_from_db()
    [told] = listening.arrivals
    assert (told.key, told.payload["type"]) == (f"t{case.pk}", "case.threat")
    assert told.payload["case"]["id"] == case.pk
    assert [one["external_id"] for one in told.payload["items"]] == [case.lead.external_id]
    assert person.name not in str(told.payload)
    assert "it names a day" not in str(told.payload)
    assert case.state == "escalated"
    assert CaseEvent.objects.filter(case=case, kind="escalated").count() == 1


def test_a_threat_in_what_is_decided_already_leaves_and_asks_nobody_again(
    desk: Any, listening: Receiver, case: Any, deeds: Any
) -> None:
    from mizan.service.cases.changes import report_threat

    person = desk.person()
    deeds.decide(case.pk, person)

    report_threat(case=case.pk, user=person, why="it names a day")
    desk.work()

    case.refresh_from_db()
    assert case.state == "decided"
    assert [one.key for one in listening.arrivals] == [f"t{case.pk}"]


def test_a_guard_that_strikes_is_told_once_and_shown_among_the_deliveries(
    desk: Any, listening: Receiver, signed_in: Any
) -> None:
    from mizan.service.actions.models import Endpoint
    from mizan.service.curation.hold_changes import hold

    for _ in range(2):
        hold(subject="bank/lantern/7", cause="flood", actor="worker", why="far more than usual")
    hold(subject="rule/slow", cause="person", actor="user:sami", why="to be looked at")
    desk.work()

    [told] = listening.arrivals
    page = signed_in(desk.person(role="admin")).get(f"/webhooks/{Endpoint.objects.get().pk}")
    assert told.payload["type"] == "desk.alarm"
    assert told.payload["alarm"] == {"subject": "bank/lantern/7", "cause": "flood"}
    assert (page.status_code, told.key in page.content.decode()) == (200, True)


HUGE = 99999999999999999999


@pytest.mark.parametrize(
    "path", ["/cases/{}", "/items/{}/media", "/banks/lantern/{}", "/people/{}", "/rules/{}"]
)
def test_a_number_that_no_database_holds_is_not_found_in_the_console(
    desk: Any, signed_in: Any, path: str
) -> None:
    answer = signed_in(desk.person(role="admin")).get(path.format(HUGE))

    assert answer.status_code == 404


def test_a_number_that_no_database_holds_is_not_found_by_programs(desk: Any) -> None:
    from tests.service.api_client import Program, code

    program = Program(desk.token("items", "cases", "banks"))
    told = [program.get(f"/{kind}/{HUGE}") for kind in ("cases", "items")]

    assert [(one.status_code, code(one)) for one in told] == [(404, "desk.unknown")] * 2


def test_a_report_of_what_is_gone_opens_a_case_that_says_so(desk: Any) -> None:
    from mizan.service.cases.models import CaseEvent
    from mizan.service.intake.changes import report
    from mizan.service.items.models import Item, ItemContent

    desk.hand_in("the shop opens at nine and closes at five")
    desk.work()
    item = Item.objects.get()
    gone = not ItemContent.objects.exists()

    told = report(item=item.pk, reporter="u1", category="violence", comment="", actor="token:forum")

    assert gone
    assert told.case.state == "open"
    assert CaseEvent.objects.filter(case=told.case, why="content gone").count() == 1


def test_what_is_reported_before_its_scan_keeps_its_content_until_it_is_decided(desk: Any) -> None:
    from mizan.service.cases.models import CaseEvent
    from mizan.service.intake.changes import report
    from mizan.service.items.models import Item, ItemContent

    desk.hand_in("the shop opens at nine and closes at five")
    item = Item.objects.get()
    report(item=item.pk, reporter="u1", category="violence", comment="", actor="token:forum")

    desk.work()

    item.refresh_from_db()
    assert (item.verdict, item.state) == ("leave", "cased")
    assert ItemContent.objects.filter(item=item).exists()
    assert not CaseEvent.objects.filter(why="content gone").exists()
