"""Entries of another version of text fingerprints are told, wherever they lie, and never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from mizan.banks import changes, commons, segments
from mizan.banks.changes import NewEntry
from mizan.banks.commons import KEPT
from mizan.banks.manifest import read_manifest, segment_folder
from mizan.banks.merge import merge
from mizan.banks.reader import Reader
from mizan.banks.store import Store, open_store
from mizan.banks.unread import put_together, unread_outside
from mizan.signals.neartext import NearText
from mizan.terms.part import Part
from mizan.text.batch import make_batch

pytestmark = pytest.mark.usefixtures("database")

WHO = {"actor": "test", "why": "for the test"}
KIND = NearText()
TYPES = {"neartext": KIND}
CALL = "The Black Lantern Front calls every lamp to the seventh bridge, there to sing at dusk."
BAYAN = "تدعو جبهة الفانوس الأسود كل مصباح إلى الجسر السابع ليغني هناك عند الغروب"
VERSE = "and the river that carries the evening shall carry the morning also"


def text(written: str) -> Part:
    return Part(content=0, name="text", kind="text", text=written)


def aged(value: bytes | None) -> bytes:
    """The value as version 1 would have begun it."""
    assert value
    return b"\x01" + value[1:]


def new(written: str) -> NewEntry:
    return NewEntry(signal="neartext", value=KIND.sign(text(written)) or b"")


def old(written: str) -> NewEntry:
    return NewEntry(signal="neartext", value=aged(KIND.sign(text(written))))


def old_passage(written: str) -> NewEntry:
    return NewEntry(signal="neartext", value=aged(KIND.sign_passage(text(written))))


def add(store: Store, *rows: NewEntry, bank: str = "lists") -> tuple[int, ...]:
    return changes.add_entries(store, bank=bank, rows=rows, **WHO).ids


def remove(store: Store, number: int) -> None:
    changes.remove_entry(store, bank="lists", entry=number, **WHO)


def told(folder: Path) -> list[str]:
    """What a reader that opens the folder notes."""
    reader = Reader(folder, TYPES)
    try:
        return list(reader.notices)
    finally:
        reader.close()


def look(reader: Reader, *written: str) -> list[int]:
    reader.refresh(now=True)
    batch = make_batch([text(one) for one in written])
    return [match.entry for match in reader.look_up(batch, {"neartext": KIND.sign_many(batch)})]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        changes.create_bank(opened, name="lists", purpose="harm", **WHO)
        changes.create_bank(opened, name="verses", purpose="commons", **WHO)
        yield opened


@pytest.mark.parametrize("merged", [False, True])
def test_an_entry_of_another_version_is_told_and_the_others_match(
    store: Store, tmp_path: Path, merged: bool
) -> None:
    _, number = add(store, old(CALL), new(BAYAN))
    if merged:
        merge(store, tmp_path, TYPES)
    reader = Reader(tmp_path, TYPES)

    found = look(reader, CALL, BAYAN)
    [notice] = reader.notices
    reader.close()

    assert found == [number]
    assert "(1 in lists)" in notice
    assert "mizan bank export" in notice


@pytest.mark.parametrize("merged", [False, True])
def test_a_type_of_which_no_entry_can_be_read_is_told(
    store: Store, tmp_path: Path, merged: bool
) -> None:
    add(store, old(CALL), old(BAYAN))
    if merged:
        merge(store, tmp_path, TYPES)
    reader = Reader(tmp_path, TYPES)

    found = look(reader, CALL, BAYAN)
    [notice] = reader.notices
    reader.close()

    assert found == []
    assert "(2 in lists)" in notice


def test_a_type_that_the_builder_did_not_know_is_told(store: Store, tmp_path: Path) -> None:
    add(store, old(CALL))
    merge(store, tmp_path, {})

    assert "(1 in lists)" in told(tmp_path)[0]


def test_entries_read_twice_are_counted_once(store: Store, tmp_path: Path) -> None:
    add(store, old(CALL))
    merge(store, tmp_path, TYPES)
    reader = Reader(tmp_path, TYPES)
    for n in range(20):  # beside the old one, so that it is read with them; chunks are joined
        add(store, new(f"{CALL} {n}"), old(f"{BAYAN} {n}"))
        reader.refresh(now=True)

    said = reader.unread()["neartext"]
    notices = list(reader.notices)
    reader.close()

    assert "(21 in lists)" in said
    assert len(notices) == 1


@pytest.mark.parametrize("merged", [False, True])
def test_what_was_made_again_and_removed_is_told_no_more(
    store: Store, tmp_path: Path, merged: bool
) -> None:
    first, second = add(store, old(CALL), old(BAYAN))
    if merged:
        merge(store, tmp_path, TYPES)
    reader = Reader(tmp_path, TYPES)
    [number] = add(store, new(CALL))
    remove(store, first)
    reader.refresh(now=True)
    with_one = reader.unread()["neartext"]
    remove(store, second)

    assert look(reader, CALL) == [number]
    assert "(1 in lists)" in with_one
    assert reader.unread() == {}
    assert len(reader.notices) == 1
    reader.close()
    assert told(tmp_path) == []


def test_a_bank_that_is_off_is_not_told_of(store: Store, tmp_path: Path) -> None:
    add(store, old(CALL))
    add(store, old_passage(VERSE), bank="verses")
    for bank in ("lists", "verses"):
        changes.set_enabled(store, bank=bank, enabled=False, **WHO)

    assert told(tmp_path) == []


def test_a_segment_of_another_version_is_refused_and_made_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [number] = add(store, new(CALL))
    with monkeypatch.context() as before:
        before.setattr(segments, "VERSION", 1)
        merge(store, tmp_path, TYPES)
    reader = Reader(tmp_path, TYPES)

    found = look(reader, CALL)
    [notice] = reader.notices
    reader.close()

    assert found == [number]
    assert "another version" in notice
    assert told(tmp_path) == []


def test_a_segment_says_how_many_it_lacks(store: Store, tmp_path: Path) -> None:
    add(store, old(CALL), old(BAYAN), new(VERSE))
    merge(store, tmp_path, TYPES)

    manifest = read_manifest(tmp_path)
    assert manifest
    named = manifest.segments["neartext"]
    chunk = segments.open_segment(
        segment_folder(tmp_path) / named.file,
        signal="neartext",
        kind="overlap",
        sha256=named.sha256,
        whole=True,
    )

    assert (named.rows, chunk.unread.tolist()) == (1, [[1, 1], [2, 1]])


@pytest.mark.parametrize("many", [1, 1 << 16])
def test_passages_of_another_version_are_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(commons, "MANY", many)
    passage = NewEntry(signal="neartext", value=KIND.sign_passage(text(VERSE)) or b"")
    add(store, passage, old_passage(CALL), bank="verses")

    for _ in range(2):  # the second maps what the first kept
        [notice] = told(tmp_path)
        assert "(1 in verses)" in notice
    assert (segment_folder(tmp_path) / KEPT).exists() == (many == 1)


def test_passages_none_of_which_can_be_read_are_told(store: Store, tmp_path: Path) -> None:
    add(store, old_passage(CALL), old_passage(VERSE), bank="verses")

    assert "(2 in verses)" in told(tmp_path)[0]


def test_kept_passages_of_another_version_are_never_used(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commons, "MANY", 1)
    add(store, old_passage(VERSE), bank="verses")
    passage = NewEntry(signal="neartext", value=KIND.sign_passage(text(CALL)) or b"")
    add(store, passage, bank="verses")
    with monkeypatch.context() as before:
        before.setattr(commons, "VERSION", 1)
        before.setattr(commons, "can_read", lambda value: value[0] == 2)
        told(tmp_path)
    kept = (segment_folder(tmp_path) / KEPT).read_bytes()

    [notice] = told(tmp_path)

    assert "1 in verses" in notice
    assert (segment_folder(tmp_path) / KEPT).read_bytes() != kept


def test_ranges_are_taken_out_and_pieces_put_in_order() -> None:
    numbers = np.arange(1, 11, dtype=np.int64)
    unread = np.stack([numbers, numbers % 3], axis=1)

    left = unread_outside(unread, [(0, 1), (4, 6), (10, 20)])
    whole = put_together([unread[5:], unread[:5]])

    assert left[:, 0].tolist() == [2, 3, 7, 8, 9]
    assert whole.tolist() == unread.tolist()
    assert unread_outside(unread[:0], [(1, 2)]).shape == (0, 2)
