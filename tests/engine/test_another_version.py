"""An upgrade that changes text fingerprints: shipped passages are signed again, the rest is told.

The older version is one that began its values with another byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from mizan import open_engine
from mizan.banks import changes, queries
from mizan.banks.store import open_store
from mizan.cli.main import cli
from mizan.engine import build
from mizan.kernels.stops import contained
from mizan.signals import sketch
from mizan.signals.neartext import NearText
from mizan.terms.entry import Entry
from mizan.terms.part import Part

WHO = {"actor": "test", "why": "for the test"}
CALL = "The Black Lantern Front calls every lamp to the seventh bridge, there to sing at dusk."
VERSE = "وفي المساء يحمل النهر ما حمله في الصباح إلى الضفة الأخرى من الوادي"


@contextmanager
def earlier() -> Iterator[None]:
    """Do as the older version did."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sketch, "VERSION", 1)
        yield


def shipped(folder: Path) -> list[Entry]:
    with open_store(folder) as store:
        return list(queries.all_entries(store, build.COMMONS))


@pytest.fixture
def upgraded(tmp_path: Path) -> Path:
    """A folder in which the older version put the shipped passages, a statement and a verse."""
    with earlier(), open_store(tmp_path) as store:
        build.provide_commons(store)
        for bank, purpose in (("lists", "harm"), ("verses", "commons")):
            changes.create_bank(store, name=bank, purpose=purpose, **WHO)  # type: ignore[arg-type]
        call, verse = (Part(content=0, name="text", kind="text", text=one) for one in (CALL, VERSE))
        for bank, value in (
            ("lists", NearText().sign(call)),
            ("verses", NearText().sign_passage(verse)),
        ):
            assert value
            assert value[0] == 1
            row = changes.NewEntry(signal="neartext", value=value)
            changes.add_entries(store, bank=bank, rows=[row], **WHO)
    return tmp_path


def test_the_shipped_passages_are_in_force_again(upgraded: Path) -> None:
    before = shipped(upgraded)

    with open_engine(upgraded) as engine:
        stops = engine.reader.refresh().stops
        said = engine.reader.unread()

    after = [entry for entry in shipped(upgraded) if entry.state == "active"]
    assert stops
    hashes = sketch.read_value(after[0].value).hashes
    stopped = np.zeros(len(hashes), np.bool_)
    contained(hashes, *stops.lists, stopped)
    assert stopped.all()
    assert len(after) == len(before)
    assert {entry.value[0] for entry in after} == {sketch.VERSION}
    assert build.COMMONS not in said["commons"]


def test_shipped_passages_that_were_put_off_stay_so(upgraded: Path) -> None:
    verses = [entry for entry in shipped(upgraded) if entry.label != "name"]
    with open_store(upgraded) as store:
        changes.remove_entry(store, bank=build.COMMONS, entry=verses[0].id, **WHO)
        changes.set_enabled(store, bank=build.COMMONS, entry=verses[1].id, enabled=False, **WHO)

    open_engine(upgraded).close()

    refs = [entry.source_ref for entry in shipped(upgraded) if entry.state == "active"]
    off = [entry.source_ref for entry in shipped(upgraded) if entry.state == "disabled"]
    assert {verses[0].source_ref, verses[1].source_ref} == set(off)
    assert not {verses[0].source_ref, verses[1].source_ref} & set(refs)
    assert verses[2].source_ref in refs


def test_opening_tells_what_cannot_be_read(upgraded: Path) -> None:
    with open_engine(upgraded) as engine:
        notices = list(engine.reader.notices)

    assert ["1 in lists" in one for one in notices] == [True, False]
    assert ["1 in verses" in one for one in notices] == [False, True]


def test_the_doctor_is_not_content_and_a_scan_warns(upgraded: Path) -> None:
    post = upgraded / "post.txt"
    post.write_text(CALL, "utf-8")
    run = CliRunner().invoke

    ill = run(cli, ["doctor", "--data", str(upgraded)])
    scan = run(cli, ["scan", "--json", "--data", str(upgraded), str(post)])

    assert ill.exit_code == 1
    assert [line.split()[0] for line in ill.output.splitlines() if " unread " in line] == [
        "bad"
    ] * 2
    assert scan.exit_code == 0
    assert "match nothing (1 in lists)" in scan.stderr
    assert scan.stderr.startswith("warning: ")
    assert "warning" not in scan.stdout
