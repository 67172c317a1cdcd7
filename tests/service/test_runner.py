"""The runner takes small jobs together, and alone what may be to blame for a fall."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from mizan.terms.time import now, shift


def a_turn() -> bool:
    """Let a runner look for scan jobs once."""
    from mizan.service.worker.runner import Runner

    return Runner(threading.Event(), ["scan"]).turn()


def waiting() -> list[int]:
    """Return the numbers of the scan jobs that are left, by age."""
    from mizan.service.jobs.models import Job

    return list(Job.objects.filter(kind="scan").order_by("id").values_list("pk", flat=True))


def hand_in_alone(desk: Any, count: int) -> None:
    """Hand items in, each in a request of its own."""
    from mizan.service.intake.changes import receive
    from mizan.service.intake.receiving import NewItem

    for n in range(count):
        item = NewItem(source="forum", external_id=f"alone-{n}", text=f"tea {n}")
        receive(items=[item], actor="token:test")


def test_small_scan_jobs_are_done_together(desk: Any) -> None:
    from mizan.service.items.models import Item

    hand_in_alone(desk, 3)

    assert a_turn()

    assert waiting() == []
    assert Item.objects.filter(state="left").count() == 3


def test_no_more_is_taken_at_once_than_one_share(desk: Any) -> None:
    from mizan.service.items.models import Item

    desk.hand_in(*(f"bread {n}" for n in range(99)))
    hand_in_alone(desk, 3)

    assert a_turn()

    assert Item.objects.filter(state="received").count() == 2


@pytest.mark.sqlite
def test_one_that_cannot_be_done_does_not_keep_the_others_back(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mizan.service.items.models import Item
    from mizan.service.jobs.models import Job
    from mizan.service.worker.handlers import HANDLERS

    hand_in_alone(desk, 3)
    bad, scan = waiting()[1], HANDLERS["scan"]
    (poison,) = Job.objects.get(pk=bad).payload["items"]

    def scan_all_but_one(*, items: list[int]) -> None:
        if poison in items:
            raise ValueError("cannot be read")
        scan(items=items)

    monkeypatch.setitem(HANDLERS, "scan", scan_all_but_one)

    assert a_turn()

    assert waiting() == [bad]
    assert Job.objects.get(pk=bad).attempts == 1
    assert list(Item.objects.filter(state="received").values_list("pk", flat=True)) == [poison]


def test_what_felled_a_worker_is_taken_alone(desk: Any) -> None:
    from mizan.service.jobs.models import Job

    hand_in_alone(desk, 3)
    first, *others = waiting()
    past = shift(now(), seconds=-1)
    Job.objects.filter(pk=first).update(state="running", fence=1, lease_until=past)

    assert a_turn()

    assert waiting() == others
    assert a_turn()
    assert waiting() == []


def test_where_nothing_is_due_nothing_is_written(desk: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from mizan.service.jobs.changes import claim

    with CaptureQueriesContext(connection) as asked:
        assert claim(["scan"]) == []

    assert [one["sql"][:6] for one in asked.captured_queries] == ["SELECT"]
