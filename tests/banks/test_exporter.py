"""What is exported can be imported again and is the same."""

import csv
import io
import json

import pytest

from mizan.banks import changes, queries
from mizan.banks.exporter import export
from mizan.banks.importer import import_file
from mizan.banks.store import open_store
from mizan.errors import BankError, SignalError
from mizan.signals.exact import Md5
from mizan.signals.neartext import NearText
from mizan.terms.part import Part

pytestmark = pytest.mark.usefixtures("database")

WHO = {"actor": "test", "why": "for the test"}
TYPES = {"md5": Md5(), "neartext": NearText()}
STATEMENT = "The Black Lantern Front calls every lamp to the seventh bridge, there to sing at dusk."


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path) as opened:
        for name in ("lists", "copy"):
            changes.create_bank(opened, name=name, purpose="harm", **WHO)
        value = TYPES["neartext"].sign(Part(content=0, name="text", kind="text", text=STATEMENT))
        rows = [
            changes.NewEntry(signal="md5", value=bytes(16), label='a, "b"\nc', source_ref="7"),
            changes.NewEntry(signal="neartext", value=value, label="بيان", source="desk"),
            changes.NewEntry(signal="md5", value=b"x" * 16),
            changes.NewEntry(signal="md5", value=b"y" * 16),
        ]
        changes.add_entries(opened, bank="lists", rows=rows, **WHO)
        changes.remove_entry(opened, bank="lists", entry=3, **WHO)
        changes.set_enabled(opened, bank="lists", entry=4, enabled=False, **WHO)
        yield opened


def kept(store, bank: str) -> list[tuple[str, ...]]:
    return [
        (entry.signal, entry.value, entry.label, entry.source, entry.source_ref)
        for entry in queries.entries(store, bank)
        if entry.state == "active"
    ]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_export_comes_back_as_it_went(store, tmp_path, form):
    file = tmp_path / f"out.{form}"
    file.write_text("".join(export(store, bank="lists", form=form, types=TYPES)))

    done = import_file(store, bank="copy", file=file, folder=tmp_path, types=TYPES, **WHO)

    assert (done.new, done.bad) == (2, 0)
    assert kept(store, "copy") == kept(store, "lists")


def test_entries_in_force_are_exported_oldest_first(store):
    lines = [json.loads(line) for line in export(store, bank="lists", form="jsonl", types=TYPES)]

    assert [line["id"] for line in lines] == [1, 2]
    assert lines[0]["value"] == "00" * 16
    assert lines[0]["opinion"] == "confirmed"


def test_csv_begins_with_the_column_names(store):
    written = "".join(export(store, bank="lists", form="csv", types=TYPES))

    rows = list(csv.reader(io.StringIO(written)))
    assert rows[0][:4] == ["id", "type", "value", "label"]
    assert rows[1][3] == 'a, "b"\nc'


def test_an_unknown_bank_is_refused(store):
    with pytest.raises(BankError):
        list(export(store, bank="none", form="csv", types=TYPES))


def test_a_type_that_is_not_installed_is_named(store):
    with pytest.raises(SignalError) as caught:
        list(export(store, bank="lists", form="csv", types={"md5": Md5()}))

    assert caught.value.code == "signal.unknown"
    assert "neartext" in caught.value.message
