"""An archive made while the service runs brings everything back, and nothing happens twice."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.entities import lists

from mizan.errors import StoreError
from mizan.testing import Receiver

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
REPOST = (EXAMPLES / "repost_ar.txt").read_text("utf-8")


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    from mizan.service.actions import deliver

    monkeypatch.setenv("MIZAN_WEBHOOK_ALLOW", "127.0.0.0/8")
    deliver._guard.cache_clear()
    with Receiver() as one:
        yield one
    deliver._guard.cache_clear()


def save(desk: Any, file: Path, **given: Any) -> Any:
    from mizan.service.run.backup import back_up

    return back_up(desk.folder, file, **given)


def load(desk: Any, file: Path) -> dict[str, int]:
    """Restore over the desk that is there, as a person with --replace would."""
    from django.db import connections

    from mizan.service.ground import engine
    from mizan.service.run.restore import restore

    engine.close()
    connections.close_all()
    return restore(desk.folder, file, actor="cli:test", replace=True)


def decided(person: Any, kind: str = "remove") -> Any:
    from dataclasses import replace

    from mizan.casework.ruling import defaults
    from mizan.service.cases.decision_changes import decide
    from mizan.service.cases.models import Case
    from mizan.terms.decision import Assessment

    seen = Assessment(exclusions=("none_found",), stance="endorses")
    ruling = replace(defaults(kind, ("known_text",), clause="4.2"), assessment=seen)
    case = Case.objects.exclude(state="in_force").get()
    return decide(case=case.pk, ruling=ruling, user=person, actor=person.actor, why="seen")


def listen(receiver: Receiver) -> None:
    from mizan.service.actions.changes import create_endpoint

    told = {"actor": "cli:test", "why": "test"}
    receiver.secrets = [create_endpoint(name="forum", url=receiver.url, **told)]


def test_what_was_saved_comes_back_and_the_ledger_holds(desk: Any, tmp_path: Path) -> None:
    from mizan.ledger.chain import lines
    from mizan.ledger.verify import verify
    from mizan.service.cases.models import Case
    from mizan.service.ground.recording import store
    from mizan.service.items.models import Item

    desk.bank(STATEMENT)
    desk.hand_in(REPOST)
    desk.work()
    told = save(desk, tmp_path / "one.mizan")
    desk.hand_in("later", source="chat")

    load(desk, tmp_path / "one.mizan")

    assert stat.S_IMODE((tmp_path / "one.mizan").stat().st_mode) == 0o600
    assert Item.objects.count() == Case.objects.count() == 1
    assert verify(store()).whole
    epoch = next(one for one in lines(store()) if one.act == "ledger.epoch")
    assert json.loads(epoch.detail)["head"] == told.ledger[1]
    desk.hand_in(REPOST, source="chat")
    desk.work()
    assert Case.objects.get().members.count() == 2


def test_lists_of_organisations_come_back_with_every_version(desk: Any, tmp_path: Path) -> None:
    import shutil

    from mizan.banks.store import open_store
    from mizan.entities import shelf
    from mizan.entities.importers import read_list

    told = {"actor": "cli:test", "why": "test"}
    for day in ("2023-01-01", "2024-05-01"):
        text = lists.un(lists.LANTERN, generated=day)
        with open_store(desk.folder) as store:
            shelf.put(desk.folder, store, read_list(lists.write(tmp_path, "a.xml", text)), **told)
    kept, in_force = shelf.versions(desk.folder), shelf.lists_in_force(desk.folder)
    save(desk, tmp_path / "one.mizan")
    shutil.rmtree(desk.folder / "lists")

    load(desk, tmp_path / "one.mizan")

    assert shelf.versions(desk.folder) == kept
    assert shelf.lists_in_force(desk.folder) == in_force
    assert len(kept["un"]) == 2


def test_yesterdays_backup_sends_nothing_again_to_a_receiver_that_moved_on(
    desk: Any, receiver: Receiver, tmp_path: Path
) -> None:
    from mizan.service.actions.changes import resend
    from mizan.service.actions.models import Delivery
    from mizan.service.cases.decision_changes import reverse
    from mizan.service.cases.models import Case

    desk.bank(STATEMENT)
    desk.hand_in(REPOST)
    desk.work()
    listen(receiver)
    person = desk.person()
    receiver.always("fail")
    decision = decided(person)
    desk.work(ahead=61)
    save(desk, tmp_path / "one.mizan")  # its delivery is on its way
    receiver.always("take")
    desk.work(ahead=61)
    reverse(decision=decision.pk, user=person, actor=person.actor, why="it was a report")
    desk.work(ahead=61)
    before = dict(receiver.effects)
    assert receiver.items == {"forum 1": "item.restore"}

    figures = load(desk, tmp_path / "one.mizan")
    desk.work(ahead=61)

    assert figures["held"] == 1
    assert receiver.effects == before
    [held] = Delivery.objects.all()
    assert (held.state, held.fault) == ("dead", "restored")
    resend(delivery=held.pk, actor="cli:test", why="by hand")
    desk.work(ahead=61)
    assert receiver.effects == before  # under its old key it takes no second effect
    assert receiver.items == {"forum 1": "item.restore"}
    again = reverse(
        decision=decision.pk, user=None, actor="cli:test", why="as it was before the restore"
    )
    desk.work(ahead=61)
    assert receiver.effects[f"d{again.pk}-i{Case.objects.get().lead_id}"] == 1
    assert again.pk > 10**9  # no number that the receiver may know


def test_a_decision_that_waited_for_its_undo_window_is_open_again(
    desk: Any, receiver: Receiver, tmp_path: Path
) -> None:
    from mizan.service.cases.models import Case

    desk.bank(STATEMENT)
    desk.hand_in(REPOST)
    desk.work()
    listen(receiver)
    decided(desk.person())
    save(desk, tmp_path / "one.mizan")

    figures = load(desk, tmp_path / "one.mizan")
    desk.work(ahead=61)

    assert figures["taken_back"] == 1
    assert receiver.arrivals == []
    assert Case.objects.get().state == "open"


def test_what_was_erased_after_the_backup_is_erased_again(desk: Any, tmp_path: Path) -> None:
    from mizan.service.items.changes import erase
    from mizan.service.items.models import Item, ItemContent

    desk.bank(STATEMENT)
    [item] = desk.hand_in(REPOST)
    desk.work()
    save(desk, tmp_path / "one.mizan")
    erase(item=item.pk, actor="token:test", why="asked")

    figures = load(desk, tmp_path / "one.mizan")

    assert figures["erased"] == 1
    assert Item.objects.get().state == "erased"
    assert not ItemContent.objects.exists()


def test_sessions_and_links_end_and_keys_stay_out_unless_asked_for(
    desk: Any, tmp_path: Path
) -> None:
    from mizan.service.ground.keys import seal
    from mizan.service.people.changes import make_link
    from mizan.service.people.models import SignInLink

    make_link(user=desk.person(), actor="cli:test", why="test")
    seal(b"secret", about="test")  # makes the key
    save(desk, tmp_path / "one.mizan")
    save(desk, tmp_path / "two.mizan", with_keys=True)

    load(desk, tmp_path / "one.mizan")

    assert not SignInLink.objects.exists()
    assert "service.key" not in zipfile.ZipFile(tmp_path / "one.mizan").namelist()
    assert "service.key" in zipfile.ZipFile(tmp_path / "two.mizan").namelist()


def test_an_archive_is_restored_over_nothing_that_is_there(desk: Any, tmp_path: Path) -> None:
    from mizan.service.run.restore import restore

    save(desk, tmp_path / "one.mizan")

    with pytest.raises(StoreError) as caught:
        restore(desk.folder, tmp_path / "one.mizan", actor="cli:test")

    assert caught.value.code == "store.not_empty"


def test_a_running_service_is_not_restored_over(desk: Any, tmp_path: Path) -> None:
    from mizan.service.run.lock import running

    save(desk, tmp_path / "one.mizan")

    with running(desk.folder), pytest.raises(StoreError) as caught:
        load(desk, tmp_path / "one.mizan")

    assert caught.value.code == "store.in_use"


def rewritten(source: Path, target: Path, change: Any) -> Path:
    """Write an archive anew with its parts changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        parts = {one: old.read(one) for one in old.namelist()}
        change(parts)
        for name, data in parts.items():
            new.writestr(name, data)
    return target


def _with(parts: dict[str, bytes], /, **told: Any) -> None:
    parts["manifest.json"] = json.dumps({**json.loads(parts["manifest.json"]), **told}).encode()


def _traversal(parts: dict[str, bytes]) -> None:
    told = json.loads(parts["manifest.json"])["parts"]
    parts["../evil"] = b"x"
    _with(parts, parts={**told, "../evil": {"size": 1, "sha256": "0" * 64}})


def _altered(parts: dict[str, bytes]) -> None:
    name = next(one for one in parts if one != "manifest.json" and parts[one])
    parts[name] = bytes([parts[name][0] ^ 1]) + parts[name][1:]


def _bomb(parts: dict[str, bytes]) -> None:
    name = next(one for one in parts if one != "manifest.json" and parts[one])
    parts[name] = bytes(2**24)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (
            lambda parts: parts.update({"manifest.json": b'{"format": 1e400}'}),
            "store.archive_foreign",
        ),
        (lambda parts: _with(parts, format=99), "store.too_new"),
        (lambda parts: _with(parts, schema=99), "store.too_new"),
        (lambda parts: _with(parts, database="other"), "store.archive_foreign"),
        (lambda parts: parts.pop("manifest.json"), "store.archive_foreign"),
        (lambda parts: parts.update({"manifest.json": b"[" * 100_000}), "store.archive_foreign"),
        (lambda parts: parts.update(extra=b"x"), "store.archive_foreign"),
        (_traversal, "store.archive_foreign"),
        (_altered, "store.archive_torn"),
        (_bomb, "store.archive_torn"),
    ],
)
def test_an_archive_that_is_not_as_it_was_written_is_refused_and_nothing_is_touched(
    desk: Any, tmp_path: Path, change: Any, code: str
) -> None:
    from mizan.service.items.models import Item

    save(desk, tmp_path / "one.mizan")
    desk.hand_in("later")
    file = rewritten(tmp_path / "one.mizan", tmp_path / "two.mizan", change)

    with pytest.raises(StoreError) as caught:
        load(desk, file)

    assert caught.value.code == code
    assert Item.objects.count() == 1


@pytest.mark.parametrize(("flags", "method"), [(1, 8), (0, 97), (0, 9), (0, 8)])
def test_an_archive_that_is_encrypted_or_packed_oddly_is_torn(
    desk: Any, tmp_path: Path, flags: int, method: int
) -> None:
    save(desk, tmp_path / "one.mizan")
    whole = bytearray((tmp_path / "one.mizan").read_bytes())
    with zipfile.ZipFile(tmp_path / "one.mizan") as held:
        at = held.getinfo("mizan.db").header_offset if "mizan.db" in held.namelist() else 0
    listed = whole.index(b"PK\1\2")
    whole[at + 6], whole[at + 8] = flags, method
    whole[listed + 8], whole[listed + 10] = flags, method
    begin = at + 30 + int.from_bytes(whole[at + 26 : at + 28], "little")
    begin += int.from_bytes(whole[at + 28 : at + 30], "little")
    whole[begin : begin + 8] = b"\xff" * 8
    (tmp_path / "two.mizan").write_bytes(whole)

    with pytest.raises(StoreError) as caught:
        load(desk, tmp_path / "two.mizan")

    assert caught.value.code == "store.archive_torn"


def test_a_torn_archive_is_refused(desk: Any, tmp_path: Path) -> None:
    save(desk, tmp_path / "one.mizan")
    whole = (tmp_path / "one.mizan").read_bytes()
    (tmp_path / "two.mizan").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(StoreError) as caught:
        load(desk, tmp_path / "two.mizan")

    assert caught.value.code == "store.archive_torn"
