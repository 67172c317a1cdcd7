"""Whoever may not write the folder follows what others write there, too."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mizan.banks import changes
from mizan.banks import files as files_module
from mizan.banks.changes import NewEntry
from mizan.banks.files import DATABASE
from mizan.banks.reader import Reader
from mizan.banks.snapshot import Snapshot
from mizan.banks.store import Store, open_store
from mizan.errors import StoreError
from mizan.signals.exact import Md5
from mizan.terms.part import Part
from mizan.text.batch import make_batch

WHO = {"actor": "test", "why": "for the test"}
TYPES = {"md5": Md5()}


def value(n: int) -> bytes:
    return n.to_bytes(16, "big")


def add(store, *numbers: int) -> None:
    rows = [NewEntry(signal="md5", value=value(n)) for n in numbers]
    changes.add_entries(store, bank="lists", rows=rows, **WHO)


def found_by(reader, *numbers: int) -> list[int]:
    parts = [
        Part(content=0, name="md5", kind="digest", signal="md5", value=value(n)) for n in numbers
    ]
    batch = make_batch(parts)
    reader.refresh(now=True)
    matches = reader.look_up(batch, {"md5": TYPES["md5"].sign_many(batch)})
    return [match.part for match in matches]


@pytest.fixture
def folder(tmp_path):
    with open_store(tmp_path) as store:
        changes.create_bank(store, name="lists", purpose="harm", **WHO)
        add(store, 0)
    return tmp_path


@pytest.fixture
def open_frozen(folder, monkeypatch):
    """Open a reader that may not write the folder, while the rest of the test may.

    SQLite's helper files cannot be made by it, and `helpers` says whether it can use those that
    are there.
    """

    def opened(*, helpers: bool) -> Reader:
        whole = files_module._open_as

        def refuse(path: Path, mode: str) -> Store:
            if "immutable" not in mode and not (helpers and (folder / "mizan.db-shm").exists()):
                raise StoreError("cannot be opened", hint="", code="store.no_file")
            return whole(path, mode)

        monkeypatch.setattr(files_module, "_open_as", refuse)
        with monkeypatch.context() as patch:
            patch.setattr(files_module, "_may_write", lambda *_: False)
            reader = Reader(folder, TYPES)
        readers.append(reader)
        return reader

    readers: list[Reader] = []
    yield opened
    for reader in readers:
        reader.close()


def test_it_is_opened_again_each_time_a_writer_has_closed(folder, open_frozen):
    reader = open_frozen(helpers=False)

    for n in range(1, 4):
        with open_store(folder) as writer:
            add(writer, n)
        assert found_by(reader, 0, n) == [0, 1]

    assert reader.store.frozen
    assert not reader.notices


def test_it_is_frozen_no_longer_once_a_writer_has_made_the_helper_files(folder, open_frozen):
    reader = open_frozen(helpers=True)
    frozen = reader.store.frozen

    with open_store(folder) as writer:
        for n in range(1, 4):
            add(writer, n)
            assert found_by(reader, 0, n) == [0, 1]

    assert frozen
    assert reader.store.frozen is None


def test_while_it_cannot_be_opened_again_what_is_known_goes_on(folder, open_frozen):
    reader = open_frozen(helpers=False)

    with open_store(folder) as writer:
        add(writer, 1)
        assert found_by(reader, 0, 1) == [0]
        assert found_by(reader, 0, 1) == [0]
        told = list(reader.notices)

    assert found_by(reader, 0, 1) == [0, 1]
    assert len(told) == 1
    assert "was not closed" in told[0]


def test_what_was_read_while_the_files_changed_is_read_again(folder, open_frozen, monkeypatch):
    reader = open_frozen(helpers=False)
    with open_store(folder) as writer:
        add(writer, 1)
    renewed, looks = Reader._renewed, []

    def disturbed(self: Reader) -> Snapshot:
        new = renewed(self)
        looks.append(new.seq)
        if len(looks) == 1:
            with open_store(folder) as writer:
                add(writer, 2)
        return new

    monkeypatch.setattr(Reader, "_renewed", disturbed)

    assert found_by(reader, 0, 1, 2) == [0, 1, 2]
    assert looks == [3, 4]


def test_files_that_never_rest_are_not_opened(folder, open_frozen, monkeypatch):
    monkeypatch.setattr(files_module.FrozenStore, "stale", True)

    with pytest.raises(StoreError) as caught:
        open_frozen(helpers=False)

    assert caught.value.code == "store.locked"


FOLLOWER = """
import os, sys
from pathlib import Path
from mizan.banks.reader import Reader
from mizan.signals.exact import Md5
from mizan.terms.part import Part
from mizan.text.batch import make_batch
types = {"md5": Md5()}
parts = [
    Part(content=0, name="md5", kind="digest", signal="md5", value=n.to_bytes(16, "big"))
    for n in range(9)
]
batch = make_batch(parts)
signals = {"md5": types["md5"].sign_many(batch)}
def ask(reader):
    reader.refresh(now=True)
    return len(reader.look_up(batch, signals))
ask(Reader(Path(sys.argv[2]), types))  # load all there is to load while it can be
if os.geteuid() == 0:
    os.setuid(65534)
reader = Reader(Path(sys.argv[1]), types)
for line in sys.stdin:
    print(ask(reader), *reader.notices, flush=True)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="takes one who may write and one who may not")
def test_another_user_s_stream_follows(folder):
    with tempfile.TemporaryDirectory() as name:  # of pytest's own folder others see nothing
        others = Path(name)
        with open_store(others) as writer:
            changes.create_bank(writer, name="lists", purpose="harm", **WHO)
        others.chmod(0o755)
        (others / DATABASE).chmod(0o644)
        with subprocess.Popen(
            [sys.executable, "-c", FOLLOWER, name, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        ) as stream:

            def seen() -> str:
                stream.stdin.write("look\n")
                return stream.stdout.readline().strip()

            assert seen() == "0"
            for n in range(3):
                with open_store(others) as writer:
                    add(writer, 2 * n)
                    assert seen() == str(2 * n + 1)
                    add(writer, 2 * n + 1)
                assert seen() == str(2 * n + 2)
            stream.stdin.close()
