"""The ledger of the service: one chain, whatever writes, and whoever tampers shows."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Any

import pytest

BY = {"actor": "cli:test", "why": "a test"}


def worked(desk: Any) -> None:
    """Leave some lines of the service's own."""
    from mizan.service.ground.changes import set_profile

    desk.person()
    desk.token("items")
    desk.hand_in("a quiet day", "another quiet day")
    desk.work()
    set_profile(undo_seconds=30, **BY)
    set_profile(claim_minutes=10, **BY)


def tamper(sql: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)


def breaks() -> list[tuple[int, str]]:
    from mizan.ledger.verify import verify
    from mizan.service.ground.recording import store

    return [(one.line, one.kind) for one in verify(store()).breaks]


def test_what_the_desk_does_leaves_a_chain_that_holds(desk: Any) -> None:
    from mizan.ledger.chain import lines
    from mizan.service.ground.recording import store

    worked(desk)

    acts = {line.act for line in lines(store())}
    assert breaks() == []
    assert {"user.create", "token.create", "item.receive", "item.scan", "profile.set"} <= acts


def test_a_batch_is_one_line_with_a_digest(desk: Any) -> None:
    import json

    from mizan.ledger.chain import lines
    from mizan.service.ground.recording import store

    desk.hand_in(*[f"quiet day {n}" for n in range(1000)])

    [line] = [line for line in lines(store()) if line.act == "item.receive"]
    detail = json.loads(line.detail)
    assert (detail["received"], detail["new"]) == (1000, 1000)
    assert len(detail["digest"]) == 64


def test_a_change_that_fails_leaves_no_line(desk: Any) -> None:
    from mizan.ledger.chain import head
    from mizan.service.ground.changes import set_profile
    from mizan.service.ground.profile import profile
    from mizan.service.ground.recording import recorded, store

    before = head(store())

    def fail() -> None:
        with recorded(act="outer", **BY):
            set_profile(undo_seconds=1, **BY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert head(store()) == before
    assert profile().undo_seconds == 60


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE ledger SET why = 'other' WHERE seq = 4", "altered"),
        ("DELETE FROM ledger WHERE seq = 3", "dropped"),
        (
            "UPDATE ledger SET seq = CASE seq WHEN 4 THEN -5 ELSE -4 END WHERE seq IN (4, 5)",
            "reordered",
        ),
    ],
)
def test_the_first_line_that_does_not_hold_is_named(desk: Any, sql: str, kind: str) -> None:
    worked(desk)

    tamper(sql)
    tamper("UPDATE ledger SET seq = -seq WHERE seq < 0")

    line, found = breaks()[0]
    assert (line, found) == (4, kind)


def test_a_line_that_was_put_in_is_named(desk: Any) -> None:
    worked(desk)

    tamper("UPDATE ledger SET seq = -seq - 1 WHERE seq >= 4")
    tamper("UPDATE ledger SET seq = -seq WHERE seq < 0")
    tamper(
        "INSERT INTO ledger (seq, at, actor, act, subject, why, detail, previous, hash)"
        " SELECT 4, at, actor, act, subject, why, detail, hash, previous FROM ledger WHERE seq = 3"
    )

    assert breaks()[0][0] == 4


def test_a_cut_end_shows_against_the_last_anchor(desk: Any) -> None:
    from mizan.config import anchor_file
    from mizan.ledger.verify import verify
    from mizan.service.ground.recording import store

    worked(desk)
    desk.work(ahead=61)  # the chore anchors
    tamper("DELETE FROM ledger WHERE seq > 3")
    tamper("UPDATE counter SET value = 3 WHERE name = 'ledger'")

    report = verify(store(), anchor_file(desk.folder))

    assert [one.kind for one in report.breaks] == ["cut"]
    assert verify(store()).whole


@pytest.mark.parametrize("database", ["sqlite"])
def test_the_command_names_the_line_and_uses_the_anchors_there_are(desk: Any) -> None:
    worked(desk)
    desk.work(ahead=61)
    whole = verified(desk)
    tamper("UPDATE ledger SET actor = 'nobody' WHERE seq = 4")
    broken = verified(desk)

    assert whole.returncode == 0
    assert "held against" in whole.stdout
    assert broken.returncode == 1
    assert "line 4: altered" in broken.stdout


def verified(desk: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mizan", "ledger", "verify", "--data", str(desk.folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_writers_at_the_same_time_keep_one_chain(desk: Any) -> None:
    from django.db import connections

    from mizan.ledger.verify import verify
    from mizan.service.ground.changes import set_profile
    from mizan.service.ground.recording import store
    from mizan.service.items.models import Item

    faults: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for n in range(8):
                desk.hand_in(f"quiet day {n}", source=f"s{number}-{n}")
                set_profile(undo_seconds=10 + n, **BY)
        except BaseException as error:
            faults.append(error)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()

    report = verify(store())
    assert faults == []
    assert report.whole
    assert report.lines >= 64
    assert Item.objects.count() == 32
