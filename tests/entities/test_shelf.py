"""Lists are kept by version, checked, recorded, and can be gone back to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.entities import lists

from mizan.banks.store import Store, open_store
from mizan.entities import shelf
from mizan.entities.compare import compare
from mizan.entities.importers import read_list
from mizan.entities.lists import DesignationList
from mizan.errors import MizanError, StoreError
from mizan.ledger.chain import Line
from mizan.ledger.chain import lines as ledger_lines

TOLD: dict[str, Any] = {"actor": "cli:reader", "why": "the new version"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def old(tmp_path: Path) -> DesignationList:
    text = lists.un(lists.LANTERN, lists.HARBOUR, generated="2023-01-01T00:00:00")
    return read_list(lists.write(tmp_path, "old.xml", text))


@pytest.fixture
def new(tmp_path: Path) -> DesignationList:
    changed = lists.LANTERN.replace("2020-01-02", "2020-01-03")
    text = lists.un(changed, lists.entity("QDe.906", "Copper Gate League"))
    return read_list(lists.write(tmp_path, "new.xml", text))


def recorded(store: Store) -> list[Line]:
    return [line for line in ledger_lines(store) if line.act.startswith("list.")]


def test_a_list_is_kept_as_it_was_read(tmp_path: Path, store: Store, old: DesignationList) -> None:
    shelf.put(tmp_path, store, old, **TOLD)

    assert shelf.lists_in_force(tmp_path) == (old,)


def test_a_change_says_what_was_added_changed_and_delisted(
    tmp_path: Path, store: Store, old: DesignationList, new: DesignationList
) -> None:
    shelf.put(tmp_path, store, old, **TOLD)

    found = shelf.put(tmp_path, store, new, **TOLD)

    assert found is not None
    assert [entry.reference for entry in found.added] == ["QDe.906"]
    assert [(one.after.reference, one.fields) for one in found.changed] == [
        ("QDe.901", ("listed_on",))
    ]
    assert [entry.reference for entry in found.delisted] == ["TAe.902"]


def test_each_change_has_its_line_in_the_ledger(
    tmp_path: Path, store: Store, old: DesignationList, new: DesignationList
) -> None:
    shelf.put(tmp_path, store, old, **TOLD)
    shelf.put(tmp_path, store, new, **TOLD)
    shelf.use(tmp_path, store, "un", "2023-01-01", **TOLD)
    shelf.remove(tmp_path, store, "un", **TOLD)

    found = recorded(store)

    assert [line.act for line in found] == ["list.import", "list.import", "list.use", "list.remove"]
    assert {(line.subject, line.actor, line.why) for line in found} == {
        ("list/un", "cli:reader", "the new version")
    }
    assert json.loads(found[1].detail) == {
        "version": "2024-05-01",
        "sha256": new.sha256,
        "entries": 2,
        "added": 1,
        "changed": 1,
        "delisted": 1,
    }


def test_the_same_list_again_changes_nothing(
    tmp_path: Path, store: Store, old: DesignationList
) -> None:
    shelf.put(tmp_path, store, old, **TOLD)

    assert shelf.put(tmp_path, store, old, **TOLD) is None
    assert len(recorded(store)) == 1


def test_an_earlier_version_is_kept_and_can_be_gone_back_to(
    tmp_path: Path, store: Store, old: DesignationList, new: DesignationList
) -> None:
    shelf.put(tmp_path, store, old, **TOLD)
    shelf.put(tmp_path, store, new, **TOLD)

    shelf.use(tmp_path, store, "un", shelf.versions(tmp_path)["un"][0], **TOLD)

    assert shelf.lists_in_force(tmp_path) == (old,)
    assert shelf.use(tmp_path, store, "un", "2023-01-01", **TOLD) is None
    assert len(shelf.versions(tmp_path)["un"]) == 2


def test_a_removed_list_is_out_of_force_and_kept(
    tmp_path: Path, store: Store, old: DesignationList
) -> None:
    shelf.put(tmp_path, store, old, **TOLD)

    shelf.remove(tmp_path, store, "un", **TOLD)

    assert shelf.lists_in_force(tmp_path) == ()
    assert len(shelf.versions(tmp_path)["un"]) == 1


@pytest.mark.parametrize(("name", "version"), [("un", "1999"), ("no", "1"), ("../un", "1")])
def test_what_is_not_kept_cannot_be_put_in_force(
    tmp_path: Path, store: Store, old: DesignationList, name: str, version: str
) -> None:
    shelf.put(tmp_path, store, old, **TOLD)

    with pytest.raises(MizanError) as caught:
        shelf.use(tmp_path, store, name, version, **TOLD)

    assert caught.value.code == "entities.unknown_list"


def test_what_is_not_in_force_cannot_be_removed(tmp_path: Path, store: Store) -> None:
    with pytest.raises(MizanError) as caught:
        shelf.remove(tmp_path, store, "un", **TOLD)

    assert caught.value.code == "entities.unknown_list"


@pytest.mark.parametrize("content", [b"", b"{}", b"[", b'{"name": "un"}'])
def test_a_damaged_list_is_refused(
    tmp_path: Path, store: Store, old: DesignationList, content: bytes
) -> None:
    shelf.put(tmp_path, store, old, **TOLD)
    (path,) = (tmp_path / "lists" / "un").glob("*.json")
    path.write_bytes(content)

    with pytest.raises(MizanError) as caught:
        shelf.lists_in_force(tmp_path)

    assert caught.value.code == "entities.broken"


def test_a_list_that_was_altered_is_refused(
    tmp_path: Path, store: Store, old: DesignationList
) -> None:
    shelf.put(tmp_path, store, old, **TOLD)
    (path,) = (tmp_path / "lists" / "un").glob("*.json")
    path.write_bytes(path.read_bytes().replace(b"Harbour", b"Meadow!"))

    with pytest.raises(MizanError, match="not as Mizan wrote it"):
        shelf.lists_in_force(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"format":2}', b'{"lists":{"../x":"1"}}', b'{"lists":{"un":"../1"}}']
)
def test_a_damaged_index_is_refused(tmp_path: Path, store: Store, content: bytes) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "in-force.json").write_bytes(content)

    with pytest.raises(MizanError) as caught:
        shelf.lists_in_force(tmp_path)

    assert caught.value.code == "entities.broken"


def test_what_cannot_be_written_leaves_neither_a_list_nor_a_line(
    tmp_path: Path, store: Store, old: DesignationList
) -> None:
    (tmp_path / "lists").write_text("in the way")

    with pytest.raises((StoreError, MizanError)):
        shelf.put(tmp_path, store, old, **TOLD)

    assert recorded(store) == []


def test_the_order_of_names_is_no_difference(old: DesignationList) -> None:
    from dataclasses import replace

    entries = tuple(replace(entry, names=tuple(reversed(entry.names))) for entry in old.entries)

    assert not compare(old, replace(old, entries=entries))
