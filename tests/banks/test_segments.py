"""Segments: written whole, mapped, refused when they are not what they should be."""

import json
import shutil
from itertools import pairwise

import numpy as np
import pytest

from mizan.banks import changes
from mizan.banks import manifest as manifests
from mizan.banks.manifest import Manifest, building, read_manifest, segment_folder
from mizan.banks.merge import merge
from mizan.banks.reader import Reader
from mizan.banks.rows import make_rows, size, span_ranges
from mizan.banks.sections import HEAD, VERSION
from mizan.banks.segments import open_segment, write_segment
from mizan.banks.store import open_store
from mizan.errors import SegmentError, StoreError
from mizan.signals.exact import Md5, Sha256
from mizan.terms.part import Part
from mizan.text.batch import make_batch

pytestmark = pytest.mark.usefixtures("database")

WHO = {"actor": "test", "why": "for the test"}
TYPES = {"md5": Md5(), "sha256": Sha256()}


def value(n: int) -> bytes:
    return n.to_bytes(16, "big")


def rows_of(count: int, labels=("",)):
    found = [(n + 1, 1, "confirmed", labels[n % len(labels)], value(n)) for n in range(count)]
    return make_rows("equal", found)


@pytest.fixture
def folder(tmp_path):
    """A data folder with 50 entries in segments."""
    with open_store(tmp_path) as store:
        changes.create_bank(store, name="lists", purpose="harm", **WHO)
        rows = [changes.NewEntry(signal="md5", value=value(n)) for n in range(50)]
        changes.add_entries(store, bank="lists", rows=rows, **WHO)
        merge(store, tmp_path, TYPES)
    return tmp_path


def found_by(reader: Reader, *numbers: int) -> list[int]:
    parts = [
        Part(content=0, name="md5", kind="digest", signal="md5", value=value(n)) for n in numbers
    ]
    batch = make_batch(parts)
    matches = reader.look_up(batch, {"md5": TYPES["md5"].sign_many(batch)})
    return [match.entry for match in matches]


def segment(folder):
    [path] = segment_folder(folder).glob("*.seg")
    return path


@pytest.mark.parametrize("labels", [("",), ("one",), ("a", "ب", "")])
def test_what_was_written_is_read_back(tmp_path, labels):
    rows = rows_of(10, labels)
    path = tmp_path / "md5-1.seg"

    sha256 = write_segment(path, signal="md5", kind="equal", seq=3, rows=rows)
    chunk = open_segment(path, signal="md5", kind="equal", sha256=sha256)

    assert chunk.ids.tolist() == list(range(1, 11))
    assert [chunk.names[code] for code in chunk.labels] == [
        labels[n % len(labels)] for n in range(10)
    ]
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["md5-1.seg", "md5-1.seg.seen"]


def test_sections_lie_at_multiples_of_64_bytes(tmp_path):
    path = tmp_path / "md5-1.seg"
    write_segment(path, signal="md5", kind="equal", seq=3, rows=rows_of(7))

    data = path.read_bytes()
    length = HEAD.unpack_from(data)[2]
    header = json.loads(data[HEAD.size : HEAD.size + length])
    assert header["rows"] == 7
    assert header["seq"] == 3
    assert all(offset % 64 == 0 for *_, offset in header["sections"])


def corrupt(path, kind: str) -> None:
    data = bytearray(path.read_bytes())
    match kind:
        case "cut":
            data = data[: len(data) // 2]
        case "empty":
            data = bytearray()
        case "flipped":
            data[-20] ^= 1
        case "header":
            data[HEAD.size + 3] ^= 1
        case "magic":
            data[:8] = b"SOMETHNG"
        case "version":
            data[8] = VERSION + 1
    path.write_bytes(data)


KINDS = ["cut", "empty", "flipped", "header", "magic", "version"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_torn_or_foreign_segment_is_refused(tmp_path, kind):
    path = tmp_path / "md5-1.seg"
    sha256 = write_segment(path, signal="md5", kind="equal", seq=3, rows=rows_of(10))
    corrupt(path, kind)

    with pytest.raises(SegmentError):
        open_segment(path, signal="md5", kind="equal", sha256=sha256)


def test_another_segment_in_its_place_is_refused(tmp_path):
    path = tmp_path / "md5-1.seg"
    sha256 = write_segment(path, signal="md5", kind="equal", seq=3, rows=rows_of(10))

    with pytest.raises(SegmentError):
        open_segment(path, signal="sha256", kind="equal", sha256=sha256)
    with pytest.raises(SegmentError):
        open_segment(path, signal="md5", kind="equal", sha256="0" * 64)


@pytest.mark.parametrize("kind", [*KINDS, "gone"])
def test_a_reader_builds_a_torn_segment_anew_and_says_so(folder, kind):
    path = segment(folder)
    path.unlink() if kind == "gone" else corrupt(path, kind)

    reader = Reader(folder, TYPES)

    assert found_by(reader, 7, 49, 50) == [8, 50]
    assert reader.notices
    reader.close()
    with_new = Reader(folder, TYPES)
    assert found_by(with_new, 7) == [8]
    assert not with_new.notices
    with_new.close()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 99}', "\x00\x01"])
def test_a_torn_manifest_is_mended(folder, text):
    manifests.manifest_path(folder).write_text(text)

    reader = Reader(folder, TYPES)

    assert found_by(reader, 7) == [8]
    assert "manifest" in reader.notices[0]
    reader.close()
    assert read_manifest(folder) is not None


def test_a_manifest_cannot_name_a_file_elsewhere(folder):
    path = manifests.manifest_path(folder)
    path.write_text(path.read_text().replace("md5-", "../md5-"))

    with pytest.raises(SegmentError):
        read_manifest(folder)


@pytest.mark.sqlite
def test_segments_of_another_store_are_refused(folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    with open_store(other) as store:
        changes.create_bank(store, name="mine", purpose="harm", **WHO)
        for n in range(5):
            row = changes.NewEntry(signal="md5", value=value(900 + n))
            changes.add_entries(store, bank="mine", rows=[row], **WHO)
    shutil.copytree(segment_folder(folder), segment_folder(other))

    reader = Reader(other, TYPES)

    assert found_by(reader, 7, 902) == [3]
    assert "another store" in reader.notices[0]
    reader.close()


@pytest.mark.sqlite
def test_segments_newer_than_a_restored_store_are_refused(tmp_path):
    with open_store(tmp_path) as store:
        changes.create_bank(store, name="lists", purpose="harm", **WHO)
    backup = (tmp_path / "mizan.db").read_bytes()
    with open_store(tmp_path) as store:
        row = changes.NewEntry(signal="md5", value=value(1))
        changes.add_entries(store, bank="lists", rows=[row], **WHO)
        merge(store, tmp_path, TYPES)
    (tmp_path / "mizan.db").write_bytes(backup)
    with open_store(tmp_path) as store:  # the same number of changes, but others
        row = changes.NewEntry(signal="md5", value=value(2))
        changes.add_entries(store, bank="lists", rows=[row], **WHO)

    reader = Reader(tmp_path, TYPES)

    assert found_by(reader, 1) == []
    assert found_by(reader, 2) == [1]
    reader.close()


def test_old_files_go_and_readers_keep_what_they_mapped(folder):
    reader = Reader(folder, TYPES)
    before = segment(folder)

    with open_store(folder) as store:
        row = changes.NewEntry(signal="md5", value=value(77))
        changes.add_entries(store, bank="lists", rows=[row], **WHO)
        assert merge(store, folder, TYPES)

    assert not before.exists()
    assert found_by(reader, 7) == [8]
    reader.refresh(now=True)
    assert found_by(reader, 7, 77) == [8, 51]
    reader.close()


def test_what_a_killed_builder_left_is_swept(folder):
    (segment_folder(folder) / "md5-00000009.tmp").write_bytes(b"half")

    with open_store(folder) as store:
        merge(store, folder, TYPES, anew=True)

    names = sorted(path.name for path in segment_folder(folder).iterdir())
    assert names == ["lock", "manifest.json", "md5-00000010.seg", "md5-00000010.seg.seen"]


def test_types_that_did_not_change_keep_their_file(folder):
    before = segment(folder)

    with open_store(folder) as store:
        row = changes.NewEntry(signal="sha256", value=bytes(32))
        changes.add_entries(store, bank="lists", rows=[row], **WHO)
        merge(store, folder, TYPES)

    assert before.exists()
    assert set(read_manifest(folder).segments) == {"md5", "sha256"}


def test_nothing_is_built_when_little_changed(folder):
    with open_store(folder) as store:
        assert not merge(store, folder, TYPES)
        row = changes.NewEntry(signal="md5", value=value(77))
        changes.add_entries(store, bank="lists", rows=[row], **WHO)
        assert not merge(store, folder, TYPES, at_least=2)


def test_only_one_process_builds(folder):
    with building(folder, wait=False) as mine, building(folder, wait=False) as other:
        assert (mine, other) == (True, False)
        with open_store(folder) as store:
            assert not merge(store, folder, TYPES, anew=True, wait=False)

    with building(folder, wait=False) as again:
        assert again


def test_a_segment_that_cannot_be_read_is_built_anew(folder):
    path = segment(folder)
    path.unlink()
    path.mkdir()

    reader = Reader(folder, TYPES)

    assert found_by(reader, 7, 49) == [8, 50]
    assert [path.name in said for said in reader.notices] == [True]
    assert read_manifest(folder).segments["md5"].file != path.name
    reader.close()


def test_emptied_types_leave_the_manifest(folder):
    with open_store(folder) as store:
        for number in range(1, 51):
            changes.remove_entry(store, bank="lists", entry=number, **WHO)
        merge(store, folder, TYPES)

    found = read_manifest(folder)
    assert isinstance(found, Manifest)
    assert found.segments == {}


@pytest.mark.parametrize("seed", range(5))
def test_ranges_are_exact_but_for_small_gaps(seed):
    random = np.random.default_rng(seed)
    firsts = random.integers(1, 20_000, 500).tolist()
    given = [(first, first + int(random.integers(0, 9))) for first in firsts]
    numbers = {number for first, last in given for number in range(first, last + 1)}

    exact, wider = span_ranges(given), span_ranges(given, gap=3)

    assert size(exact) == len(numbers)
    assert all(end + 1 < start for (_, end), (start, _) in pairwise(exact))
    assert all(end + 4 < start for (_, end), (start, _) in pairwise(wider))
    assert size(wider) <= len(numbers) + 3 * len(exact)
    assert all(any(a <= first and last <= b for a, b in wider) for first, last in given)


@pytest.mark.parametrize("before", [True, False])
def test_a_type_that_the_builder_did_not_know_is_read_from_the_store(folder, before):
    with open_store(folder) as store:
        merge(store, folder, TYPES if before else {"md5": Md5()}, anew=True)
        row = changes.NewEntry(signal="sha256", value=bytes(32))
        changes.add_entries(store, bank="lists", rows=[row], **WHO)
        merge(store, folder, {"md5": Md5()})

    reader = Reader(folder, TYPES)

    batch = make_batch([Part(content=0, name="a", kind="digest", signal="sha256", value=bytes(32))])
    signals = {"sha256": TYPES["sha256"].sign_many(batch)}
    assert [match.entry for match in reader.look_up(batch, signals)] == [51]
    assert found_by(reader, 7) == [8]
    reader.close()


def test_a_disk_that_is_full_leaves_the_live_segments_and_no_rest(folder, monkeypatch):
    def fail(*_arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, open_store(folder) as store:
        patch.setattr("mizan.banks.sections.os.fsync", fail)
        with pytest.raises(StoreError) as caught:
            merge(store, folder, TYPES, anew=True)

    reader = Reader(folder, TYPES)
    assert caught.value.code == "store.segments"
    assert found_by(reader, 7) == [8]
    assert not reader.notices
    assert not list(segment_folder(folder).glob("*.tmp"))
    reader.close()
