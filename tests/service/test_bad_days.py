"""Bad days: receivers that misbehave, workers that overlap, clocks that jump, poison."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mizan.testing import Receiver

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
REPOST = (EXAMPLES / "repost_ar.txt").read_text("utf-8")


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    from mizan.connectors.guard import Guard, Limits
    from mizan.service.actions import deliver
    from mizan.testing import LOOPBACK

    limits = Limits(connect=1, read=0.5, total=1.0)
    monkeypatch.setattr(deliver, "_guard", lambda: Guard(LOOPBACK, limits=limits))
    with Receiver() as one:
        yield one


def removed(desk: Any, receiver: Receiver) -> Any:
    """Let the removal of a repost be due, with the receiver listening; return the decision."""
    from dataclasses import replace

    from mizan.casework.ruling import defaults
    from mizan.service.actions.changes import create_endpoint
    from mizan.service.cases.decision_changes import decide
    from mizan.service.cases.models import Case
    from mizan.terms.decision import Assessment

    secret = create_endpoint(name="forum", url=receiver.url, actor="cli:test", why="test")
    receiver.secrets = [secret]
    desk.bank(STATEMENT)
    desk.hand_in(REPOST)
    desk.work()
    person = desk.person()
    seen = Assessment(exclusions=("none_found",), stance="endorses")
    ruling = replace(defaults("remove", ("known_text",), clause="4.2"), assessment=seen)
    case = Case.objects.get()
    return decide(case=case.pk, ruling=ruling, user=person, actor=person.actor, why="seen")


def hurry() -> None:
    """Let everything that waits for its time be due."""
    from mizan.service.jobs.models import Job
    from mizan.terms.time import now

    Job.objects.filter(state="ready").exclude(kind="sweep").update(run_at=now())


def the_delivery() -> Any:
    from mizan.service.actions.models import Delivery

    return Delivery.objects.get()


@pytest.mark.parametrize("manner", ["fail", "busy", "garbage", "hang up", "silent", "redirect"])
def test_a_receiver_that_misbehaves_gets_the_action_later_and_once(
    desk: Any, receiver: Receiver, manner: Any
) -> None:
    removed(desk, receiver)
    receiver.will(manner)

    desk.work(ahead=61)
    first = the_delivery()
    hurry()
    desk.work()

    assert (first.state, first.attempts) == ("waiting", 1)
    assert first.fault.startswith("connector.")
    assert the_delivery().state == "acknowledged"
    assert list(receiver.effects.values()) == [1]


def test_a_receiver_that_was_down_gets_it_when_it_is_back(desk: Any, receiver: Receiver) -> None:
    removed(desk, receiver)
    receiver.stop()

    desk.work(ahead=61)
    while_down = the_delivery().state
    receiver.start()
    hurry()
    desk.work()

    assert while_down == "waiting"
    assert the_delivery().state == "acknowledged"


def test_what_never_arrives_becomes_a_dead_letter_that_a_person_sends_again(
    desk: Any, receiver: Receiver
) -> None:
    from mizan.service.actions.changes import resend

    removed(desk, receiver)
    receiver.always("fail")
    desk.work(ahead=61)
    for _ in range(20):
        hurry()
        desk.work()
    given_up = the_delivery()
    receiver.always("take")

    resend(delivery=given_up.pk, actor="cli:test", why="it is back")
    desk.work()

    assert given_up.state == "dead"
    assert the_delivery().state == "acknowledged"
    assert list(receiver.effects.values()) == [1]


def test_a_restoration_never_overtakes_the_removal(desk: Any, receiver: Receiver) -> None:
    from mizan.service.cases.decision_changes import reverse

    decision = removed(desk, receiver)
    receiver.will("fail")
    desk.work(ahead=61)
    reverse(decision=decision.pk, user=decision.by, actor="user:rima", why="a report")

    for _ in range(6):
        hurry()
        desk.work()

    taken = [one.payload["type"] for one in receiver.arrivals if one.manner == "take"]
    assert taken == ["item.remove", "item.restore"]
    assert list(receiver.items.values()) == ["item.restore"]


def test_a_delivery_made_twice_takes_effect_once_and_leaves_one_line(
    desk: Any, receiver: Receiver
) -> None:
    from mizan.ledger.chain import lines
    from mizan.service.actions import changes, queries
    from mizan.service.actions.deliver import deliver
    from mizan.service.ground.recording import store

    removed(desk, receiver)
    desk.work(ahead=61)
    made = the_delivery()
    made.state = "waiting"
    made.save()
    stale = queries.delivery(made.pk)

    deliver(delivery=made.pk)
    changes.acknowledged(delivery=stale, status=200)  # by a worker that died before its note

    said = [line for line in lines(store()) if line.act == "delivery.acknowledged"]
    assert len(said) == 2  # the first, and that of the repetition that we made by hand
    assert list(receiver.effects.values()) == [1]


def test_a_worker_that_lost_its_lease_completes_nothing(desk: Any) -> None:
    from mizan.service.jobs import changes
    from mizan.service.jobs.models import Job
    from mizan.terms.time import now, shift

    changes.enqueue("sweep")
    [stale] = changes.claim(["sweep"])
    Job.objects.update(lease_until=shift(now(), seconds=-1))
    [fresh] = changes.claim(["sweep"])

    late, good = changes.complete(stale), changes.complete(fresh)

    assert stale.pk == fresh.pk
    assert (late, good) == (False, True)


def test_what_an_overtaken_worker_did_is_rolled_back(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mizan.service.ground.changes import set_profile
    from mizan.service.ground.profile import profile
    from mizan.service.jobs import changes
    from mizan.service.jobs.models import Job
    from mizan.service.worker import runner

    def act() -> None:
        set_profile(undo_seconds=7, actor="worker", why="test")
        Job.objects.update(fence=99)  # another worker claims it meanwhile

    monkeypatch.setitem(runner.HANDLERS, "odd", act)
    changes.enqueue("odd")
    one = runner.Runner(threading.Event(), ["odd"])

    one.turn()

    assert profile().undo_seconds == 60
    assert Job.objects.filter(kind="odd").count() == 1


def test_two_workers_do_each_job_once(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connections

    from mizan.service.jobs.changes import enqueue
    from mizan.service.worker import runner

    done: list[int] = []
    monkeypatch.setitem(runner.HANDLERS, "odd", lambda *, n: done.append(n))
    for n in range(30):
        enqueue("odd", n=n)

    def work() -> None:
        one = runner.Runner(threading.Event(), ["odd"])
        while one.turn():
            pass
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(done) == list(range(30))


def test_one_poisonous_item_does_not_fell_the_others(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mizan.service.intake import scanning
    from mizan.service.items.models import Item
    from mizan.service.jobs.models import Job

    scan_beside = scanning.scan_beside

    def poisoned(contents: Any) -> Any:
        if any(one.text and "poison" in one.text for one in contents):
            raise ValueError
        return scan_beside(contents)

    monkeypatch.setattr(scanning, "scan_beside", poisoned)
    desk.hand_in("one quiet day", "a drop of poison", "another quiet day")

    desk.work()
    desk.work()

    states = list(Item.objects.order_by("id").values_list("state", flat=True))
    assert states == ["left", "received", "left"]
    assert [job.fault for job in Job.objects.filter(kind="scan")] == ["ValueError"]


def test_a_clock_that_jumps_ahead_makes_things_late_and_not_lost(
    desk: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mizan.service.cases.models import Decision

    removed(desk, receiver)

    with monkeypatch.context() as wrong:
        jump(wrong, hours=30)
        desk.work()
    late = Decision.objects.get().state, dict(receiver.effects)
    hurry()
    desk.work()

    assert late == ("in_force", {})  # a receiver refuses what is signed for another day
    assert list(receiver.effects.values()) == [1]


def test_a_clock_that_jumps_back_does_nothing_twice(
    desk: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed(desk, receiver)
    desk.work(ahead=61)
    jump(monkeypatch, hours=-30)

    hurry()
    desk.work()

    assert list(receiver.effects.values()) == [1]
    assert the_delivery().state == "acknowledged"


def jump(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    """Let every clock of the desk go wrong by so much."""
    import sys

    from mizan.terms import time

    real = time.now

    def wrong() -> Any:
        return time.shift(real(), **by)

    for module in list(sys.modules.values()):
        if getattr(module, "now", None) is real and module.__name__.startswith("mizan."):
            monkeypatch.setattr(module, "now", wrong)


@pytest.mark.parametrize("database", ["sqlite"])
def test_a_locked_database_says_so_and_loses_nothing(desk: Any) -> None:
    import sqlite3

    from django.db import OperationalError, connection

    from mizan.service.items.models import Item, ItemContent
    from mizan.service.jobs.models import Job

    other = sqlite3.connect(desk.folder / "mizan.db", isolation_level=None)
    connection.ensure_connection()
    connection.connection.execute("PRAGMA busy_timeout = 50")
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(OperationalError):
        desk.hand_in("a quiet day")
    other.execute("ROLLBACK")
    other.close()
    [item] = desk.hand_in("a quiet day")
    desk.work()

    assert Item.objects.get().pk == item.pk
    assert Item.objects.get().state == "left"
    assert ItemContent.objects.count() == 0
    assert not Job.objects.filter(kind="scan").exists()


@pytest.mark.parametrize("database", ["sqlite"])
def test_a_full_disk_keeps_nothing_half(desk: Any) -> None:
    from django.db import DatabaseError, connection

    from mizan.ledger.verify import verify
    from mizan.service.ground.recording import store
    from mizan.service.items.models import Item
    from mizan.service.jobs.models import Job

    connection.ensure_connection()
    [[pages]] = connection.connection.execute("PRAGMA page_count").fetchall()
    connection.connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(DatabaseError):
        desk.hand_in(*["a quiet day " * 4000] * 3)
    rows = Item.objects.count(), Job.objects.filter(kind="scan").count()
    connection.connection.execute("PRAGMA max_page_count = 1000000")
    desk.hand_in("a quiet day")
    desk.work()

    assert rows == (0, 0)
    assert Item.objects.get().state == "left"
    assert verify(store()).whole


@pytest.mark.parametrize("database", ["postgres"])
def test_a_server_that_went_away_is_waited_for(desk: Any, postgres_server: Any) -> None:
    from django.db import connections

    from mizan.service.items.models import Item
    from mizan.service.worker.runner import Runner

    desk.hand_in("a quiet day")
    postgres_server.run("CHECKPOINT")  # this server does not sync what it commits
    stop = threading.Event()
    postgres_server.stop()
    connections.close_all()
    worker = threading.Thread(target=Runner(stop).run)
    worker.start()
    stop.wait(1.0)
    postgres_server.start()
    for _ in range(200):
        if Item.objects.get().state == "left":
            break
        stop.wait(0.1)
    stop.set()
    worker.join()

    assert Item.objects.get().state == "left"
