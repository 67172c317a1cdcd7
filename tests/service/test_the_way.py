"""The whole way of the desk: item, case, decision, action, webhook, undo, reversal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mizan.testing import Receiver

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
REPOST = (EXAMPLES / "repost_ar.txt").read_text("utf-8")
ARTICLE = (EXAMPLES / "article_ar.txt").read_text("utf-8")


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Give a receiver that the desk may reach."""
    from mizan.service.actions import deliver

    monkeypatch.setenv("MIZAN_WEBHOOK_ALLOW", "127.0.0.0/8")
    deliver._guard.cache_clear()
    with Receiver() as one:
        yield one
    deliver._guard.cache_clear()


def listen(receiver: Receiver) -> None:
    from mizan.service.actions.changes import create_endpoint

    secret = create_endpoint(name="forum", url=receiver.url, actor="cli:test", why="test")
    receiver.secrets = [secret]


def ruling(kind: str = "remove") -> Any:
    from dataclasses import replace

    from mizan.casework.ruling import defaults
    from mizan.terms.decision import Assessment

    seen = Assessment(exclusions=("none_found",), stance="endorses")
    return replace(defaults(kind, ("known_text",), clause="4.2"), assessment=seen)


def decided(case: int, person: Any, kind: str = "remove") -> Any:
    from mizan.service.cases.decision_changes import decide

    return decide(case=case, ruling=ruling(kind), user=person, actor=person.actor, why="seen")


def the_case() -> Any:
    from mizan.service.cases.models import Case

    return Case.objects.get()


def test_a_repost_becomes_a_case_and_an_article_is_left(desk: Any) -> None:
    desk.bank(STATEMENT)

    desk.hand_in(REPOST, ARTICLE)
    desk.work()

    from mizan.service.items.models import Item, ItemContent

    repost, article = Item.objects.order_by("id")
    assert (repost.state, repost.verdict) == ("cased", "review")
    assert (article.state, article.verdict) == ("left", "leave")
    assert list(ItemContent.objects.values_list("item", flat=True)) == [repost.pk]
    assert the_case().lead_id == repost.pk


def test_an_article_that_quotes_a_statement_is_judged_by_itself(desk: Any) -> None:
    """One decision over a campaign of reposts must not take a newspaper article with it."""
    from mizan.service.cases.models import Case

    quoting = (EXAMPLES / "article_ar_quoting.txt").read_text("utf-8")
    desk.bank(STATEMENT)

    desk.hand_in(quoting, REPOST, STATEMENT, quoting + " ")
    desk.work()

    sizes = [case.members.count() for case in Case.objects.order_by("id")]
    alone = [case.alone for case in Case.objects.order_by("id")]
    assert (sizes, alone) == ([1, 2, 1], [True, False, True])


def test_a_decision_reaches_the_service_once_its_undo_window_is_over(
    desk: Any, receiver: Receiver
) -> None:
    desk.bank(STATEMENT)
    desk.hand_in(REPOST)
    desk.work()
    listen(receiver)

    decision = decided(the_case().pk, desk.person())
    desk.work()
    early = len(receiver.arrivals)
    desk.work(ahead=61)

    [told] = receiver.arrivals
    assert early == 0
    assert told.payload["type"] == "item.remove"
    assert told.payload["item"]["external_id"] == "1"
    assert told.key == f"d{decision.pk}-i{the_case().lead_id}"
    assert the_case().state == "in_force"


def test_what_is_undone_in_time_never_leaves(desk: Any, receiver: Receiver) -> None:
    from mizan.service.cases.decision_changes import undo

    desk.bank(STATEMENT)
    desk.hand_in(REPOST)
    desk.work()
    listen(receiver)
    person = desk.person()
    decision = decided(the_case().pk, person)

    undo(decision=decision.pk, user=person, why="slip")
    desk.work(ahead=61)

    assert receiver.arrivals == []
    assert the_case().state == "open"


def test_what_is_reversed_is_restored_and_the_ledger_holds(desk: Any, receiver: Receiver) -> None:
    from mizan.ledger.verify import verify
    from mizan.service.cases.decision_changes import reverse
    from mizan.service.ground.recording import store

    desk.bank(STATEMENT)
    desk.hand_in(REPOST)
    desk.work()
    listen(receiver)
    person = desk.person()
    decision = decided(the_case().pk, person)
    desk.work(ahead=61)

    reverse(decision=decision.pk, user=person, actor=person.actor, why="it was a report")
    desk.work(ahead=61)

    assert [one.payload["type"] for one in receiver.arrivals] == ["item.remove", "item.restore"]
    assert the_case().state == "reversed"
    assert verify(store()).whole


def test_what_waits_for_a_second_person_gets_a_delay_when_the_team_is_one(
    desk: Any, receiver: Receiver
) -> None:
    from mizan.service.cases.decision_changes import give_delays
    from mizan.service.ground.changes import set_profile

    desk.bank(STATEMENT)
    desk.hand_in(REPOST)
    desk.work()
    listen(receiver)
    decision = decided(the_case().pk, desk.person(), "close_account")
    waiting = decision.state

    set_profile(team="solo", actor="cli:test", why="the other left")
    given = give_delays()
    desk.work(ahead=25 * 3600)

    decision.refresh_from_db()
    assert (waiting, given) == ("waiting", 1)
    assert (decision.state, decision.single_person) == ("in_force", True)
    assert [one.payload["type"] for one in receiver.arrivals] == ["account.close"]
