"""Shared passages are sorted once, kept beside the segments, and never taken for another state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mizan.banks import background, changes, commons
from mizan.banks.commons import BACKGROUND, KEPT
from mizan.banks.manifest import segment_folder
from mizan.banks.reader import Reader
from mizan.banks.sections import read_sections, write_sections
from mizan.banks.store import Store, open_store
from mizan.errors import SegmentError, StoreError
from mizan.signals.neartext import NearText
from mizan.terms.part import Part
from mizan.text.batch import make_batch

pytestmark = pytest.mark.usefixtures("database")

WHO = {"actor": "test", "why": "for the test"}
KIND = NearText()
VERSE = "and the river that carries the evening shall carry the morning also"
SONG = "ten tall herons wade through fog while nobody counts them"
PSALM = "the lamp that was lit at the ford is the lamp that is lit at the gate"


def text(written: str) -> Part:
    return Part(content=0, name="text", kind="text", text=written)


def share(store: Store, *written: str) -> tuple[int, ...]:
    rows = [
        changes.NewEntry(signal="neartext", value=KIND.sign_passage(text(one)) or b"")
        for one in written
    ]
    return changes.add_entries(store, bank="verses", rows=rows, **WHO).ids


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commons, "MANY", 20)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A harm bank that holds the verse and the psalm, and a commons bank that holds the verse."""
    with open_store(tmp_path) as opened:
        changes.create_bank(opened, name="lists", purpose="harm", **WHO)
        changes.create_bank(opened, name="verses", purpose="commons", **WHO)
        rows = [
            changes.NewEntry(signal="neartext", value=KIND.sign(text(f"{one} {SONG}")) or b"")
            for one in (VERSE, PSALM)
        ]
        changes.add_entries(opened, bank="lists", rows=rows, **WHO)
        share(opened, VERSE)
        yield opened


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the queries that stores were asked, as they come."""
    names: list[str] = []
    rows = Store.rows

    def noted(self: Store, name: str, /, **parameters: object) -> list[tuple[object, ...]]:
        names.append(name)
        return rows(self, name, **parameters)

    monkeypatch.setattr(Store, "rows", noted)
    return names


def kept(folder: Path) -> Path:
    return segment_folder(folder) / KEPT


def evidence(folder: Path) -> tuple[list[str], list[str]]:
    """Open a reader; return which of the two texts are evidence, and the reader's notices."""
    reader = Reader(folder, {"neartext": KIND})
    found = reader.look_up(
        batch := make_batch([text(VERSE), text(PSALM)]), {"neartext": KIND.sign_many(batch)}
    )
    notices = list(reader.notices)
    reader.close()
    return [("verse", "psalm")[match.part] for match in found], notices


def test_the_next_opening_maps_what_the_first_sorted(
    store: Store, tmp_path: Path, asked: list[str]
) -> None:
    first = evidence(tmp_path)
    read = asked.count("banks.bank_values")
    second = evidence(tmp_path)

    assert first == second == (["psalm"], [])
    assert read == asked.count("banks.bank_values") == 1


def test_few_passages_are_not_kept(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commons, "MANY", 10_000)

    assert evidence(tmp_path) == (["psalm"], [])
    assert not kept(tmp_path).exists()


def test_a_change_of_the_passages_is_another_state(store: Store, tmp_path: Path) -> None:
    evidence(tmp_path)
    [number] = share(store, PSALM)
    with_both = evidence(tmp_path)
    changes.remove_entry(store, bank="verses", entry=number, **WHO)

    assert with_both == ([], [])
    assert evidence(tmp_path) == (["psalm"], [])


def test_what_was_removed_does_not_stay_in_the_kept_file(store: Store, tmp_path: Path) -> None:
    evidence(tmp_path)
    for number in [
        entry[0] for entry in store.rows("banks.entries_after", bank=2, after=0, limit=9)
    ]:
        changes.remove_entry(store, bank="verses", entry=number, **WHO)

    assert evidence(tmp_path) == (["verse", "psalm"], [])
    assert not kept(tmp_path).exists()


def test_a_bank_that_is_off_is_another_state(store: Store, tmp_path: Path) -> None:
    evidence(tmp_path)

    changes.set_enabled(store, bank="verses", enabled=False, **WHO)

    assert evidence(tmp_path) == (["verse", "psalm"], [])


def spoil(path: Path, how: str) -> None:
    about, arrays = read_sections(path)
    whole = path.read_bytes()
    match how:
        case "cut":
            path.write_bytes(whole[: len(whole) // 2])
        case "flipped":
            path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
        case "a directory":
            path.unlink()
            path.mkdir()
        case "says nothing":
            write_sections(path, {}, arrays)
        case "of another kind":
            write_sections(
                path, about, {"hashes": arrays["hashes"], "sieve": arrays["hashes"].view("<u4")}
            )


@pytest.mark.parametrize(
    "how", ["cut", "flipped", "a directory", "says nothing", "of another kind"]
)
def test_a_torn_file_is_refused_and_made_again(store: Store, tmp_path: Path, how: str) -> None:
    evidence(tmp_path)
    spoil(kept(tmp_path), how)

    found, notices = evidence(tmp_path)

    assert found == ["psalm"]
    assert KEPT in notices[0]
    if how != "a directory":
        assert evidence(tmp_path) == (["psalm"], [])


def test_the_file_of_another_store_is_not_believed(store: Store, tmp_path: Path) -> None:
    evidence(tmp_path)
    about, arrays = read_sections(kept(tmp_path))
    write_sections(
        kept(tmp_path), {**about, "line_hash": "0" * 64}, {**arrays, "hashes": arrays["hashes"][:0]}
    )

    assert evidence(tmp_path) == (["psalm"], [])


@pytest.mark.sqlite
def test_where_nothing_can_be_written_the_passages_are_held_in_memory(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mizan.banks.files._may_write", lambda *_: False)

    assert evidence(tmp_path) == (["psalm"], [])
    assert not kept(tmp_path).exists()


def test_a_full_disk_is_said_and_the_passages_are_held_in_memory(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mizan.banks.sections.os.fsync", full)

    found, notices = evidence(tmp_path)

    assert found == ["psalm"]
    assert "No space left" in notices[0]
    assert not list(segment_folder(tmp_path).glob("*.tmp"))


def test_a_reader_that_runs_follows_the_passages_without_writing(
    store: Store, tmp_path: Path
) -> None:
    reader = Reader(tmp_path, {"neartext": KIND})
    before = kept(tmp_path).read_bytes()

    share(store, PSALM)
    snapshot = reader.refresh(now=True)

    batch = make_batch([text(PSALM)])
    assert snapshot.look_up(batch, {"neartext": KIND.sign_many(batch)}) == []
    assert kept(tmp_path).read_bytes() == before
    reader.close()


def test_a_look_that_failed_is_made_up_for_by_the_next(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(tmp_path, {"neartext": KIND})
    share(store, PSALM)

    def locked(_: object) -> None:
        raise StoreError("locked", hint="", code="store.locked")

    with monkeypatch.context() as patch:
        patch.setattr(commons, "hashes_of", locked)
        with pytest.raises(StoreError):
            reader.refresh(now=True)
    snapshot = reader.refresh(now=True)

    batch = make_batch([text(PSALM)])
    assert snapshot.look_up(batch, {"neartext": KIND.sign_many(batch)}) == []
    reader.close()


def test_a_background_that_was_mended_or_deleted_is_taken_so(store: Store, tmp_path: Path) -> None:
    path = tmp_path / BACKGROUND
    path.write_bytes(b"torn")
    reader = Reader(tmp_path, {"neartext": KIND})
    path.unlink()
    reader.refresh(now=True)
    before = len(reader.notices)

    background.save(background.build_background([PSALM, PSALM]), path)
    snapshot = reader.refresh(now=True)

    batch = make_batch([text(PSALM)])
    assert before == len(reader.notices) == 1
    assert snapshot.look_up(batch, {"neartext": KIND.sign_many(batch)}) == []
    reader.close()


def test_passages_are_in_no_index(store: Store, tmp_path: Path) -> None:
    reader = Reader(tmp_path, {"neartext": KIND})

    assert [len(chunk.ids) for chunk in reader.refresh().chunks["neartext"]] == [2]
    reader.close()


def test_a_passage_of_another_version_harms_nobody_and_is_told(
    store: Store, tmp_path: Path
) -> None:
    row = changes.NewEntry(signal="neartext", value=b"\x63newer")
    changes.add_entries(store, bank="verses", rows=[row], **WHO)

    found, [notice] = evidence(tmp_path)

    assert found == ["psalm"]
    assert "(1 in verses)" in notice


def test_a_background_that_cannot_be_read_is_left_out_and_said(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / BACKGROUND).mkdir()

    found, notices = evidence(tmp_path)

    assert found == ["psalm"]
    assert BACKGROUND in notices[0]


def test_a_directory_is_no_background(tmp_path: Path) -> None:
    with pytest.raises(SegmentError) as caught:
        background.load(tmp_path)

    assert caught.value.code == "segment.unreadable"
