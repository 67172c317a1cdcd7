"""A file is verified once for each state it is in, and always when that cannot be told."""

import hashlib
import json
import os

import pytest

from mizan.banks import changes, sections
from mizan.banks.live import Live
from mizan.banks.manifest import segment_folder
from mizan.banks.merge import merge
from mizan.banks.reader import Reader
from mizan.banks.seen import is_seen, note_path, note_seen
from mizan.banks.stamp import stamp_of
from mizan.banks.store import open_store
from mizan.errors import SegmentError
from mizan.signals.exact import Md5

WHO = {"actor": "test", "why": "for the test"}
TYPES = {"md5": Md5()}


@pytest.fixture
def path(tmp_path):
    """A file of sections, as it was just written."""
    file = tmp_path / "some.seg"
    for _ in range(50):
        sections.write_sections(file, {"signal": "md5"}, {})
        if seen(file):  # a note of the same tick of the clock as its file is none
            break
    return file


@pytest.fixture
def verified(monkeypatch):
    """The files whose digests were read, one for each time."""
    counted = []

    class Noted:
        @staticmethod
        def sha256(data):
            counted.append(len(data))
            return hashlib.sha256(data)

    monkeypatch.setattr(sections, "hashlib", Noted)
    return counted


def seen(path) -> bool:
    with path.open("rb") as file:
        return is_seen(path, file.fileno(), path.read_bytes()[16:48].hex())


def test_who_builds_a_file_vouches_for_it(path, verified):
    sections.read_sections(path)

    assert not verified


def test_a_file_is_verified_once_and_then_no_more(path, verified):
    note_path(path).unlink()

    for _ in range(3):
        sections.read_sections(path)

    assert len(verified) == 1


def test_it_is_read_wholly_when_that_is_asked_for(path, verified):
    sections.read_sections(path, whole=True)

    assert len(verified) == 1


def touch(path):
    os.utime(path)


def replace(path):
    beside = path.with_name("beside")
    beside.write_bytes(path.read_bytes())
    beside.rename(path)


def rewrite(path):
    path.write_bytes(path.read_bytes())


def keep_times(path):
    before = path.stat()
    path.write_bytes(path.read_bytes())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("change", [touch, replace, rewrite, keep_times])
def test_a_file_in_another_state_is_verified_again(path, verified, change):
    change(path)

    sections.read_sections(path)
    sections.read_sections(path)

    assert len(verified) == 1


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\x00" * 2000])
def test_a_torn_note_is_none(path, text):
    note_path(path).write_bytes(text)

    assert not seen(path)


def test_a_note_on_another_digest_is_none(path):
    told = json.loads(note_path(path).read_bytes())
    note_path(path).write_text(json.dumps(told | {"sha256": "0" * 64}))

    assert not seen(path)


def test_a_note_that_others_may_write_is_none(path):
    assert seen(path)
    note_path(path).chmod(0o620)

    assert not seen(path)


@pytest.mark.skipif(os.geteuid() != 0, reason="takes one who may give files away")
def test_a_note_of_another_owner_is_none(path):
    os.chown(note_path(path), 65534, 65534)

    assert not seen(path)


def test_a_note_of_the_same_tick_as_the_file_is_none(path):
    changed = path.stat().st_ctime_ns
    os.utime(note_path(path), ns=(changed, changed + 1_000_000))

    assert not seen(path)


def test_nothing_is_noted_of_a_file_that_changed_meanwhile(path):
    stamp = stamp_of(path)
    note_path(path).unlink()
    rewrite(path)

    note_seen(path, stamp, "0" * 64)

    assert not note_path(path).exists()


def test_a_bit_that_fell_over_under_a_note_is_found_and_mended(tmp_path):
    with open_store(tmp_path) as store:
        changes.create_bank(store, name="lists", purpose="harm", **WHO)
        row = changes.NewEntry(signal="md5", value=bytes(16))
        changes.add_entries(store, bank="lists", rows=[row], **WHO)
        merge(store, tmp_path, TYPES)
        [path] = segment_folder(tmp_path).glob("*.seg")
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(data)
        note_seen(path, stamp_of(path), data[16:48].hex())  # as if the disk had done it

        live = Live(tmp_path, store, TYPES)
        assert live.open().seq == 2
        assert len(list(live.damaged())) == 1

        with pytest.raises(SegmentError):
            live.open()
        reader = Reader(tmp_path, TYPES, store)
        assert len(reader.notices) == 1
        assert not list(live.damaged())
        reader.close()
