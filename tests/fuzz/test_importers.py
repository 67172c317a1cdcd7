"""No list, however broken, stops an import, loses a good line or makes one up."""

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.banks import changes, importer, queries
from mizan.banks.importer import import_file
from mizan.banks.lines import Lines, read_records
from mizan.banks.store import open_store
from mizan.errors import ContentError
from mizan.signals.exact import Md5
from mizan.signals.neartext import NearText
from mizan.signals.url import Url

WHO = {"actor": "test", "why": "for the test"}
TYPES = {"md5": Md5(), "neartext": NearText(), "url": Url()}
GOOD = bytes(range(16)).hex()

junk = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text(alphabet='",\r\n{}[]:\\# md5textvalu0', max_size=60).map(str.encode),
    st.sampled_from([b'"', b'""', b"\xef\xbb\xbf", b"\0", b"{" * 50, b'{"text": "\\ud800a"}']),
)


def load(name: str, written: bytes, rows: int = 3):
    """Import bytes under a name into a store of their own; return the counts and the values."""
    importer.ROWS, before = rows, importer.ROWS
    try:
        with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as store:
            changes.create_bank(store, name="lists", purpose="harm", **WHO)
            file = Path(folder) / name
            file.write_bytes(written)
            done = import_file(
                store, bank="lists", file=file, folder=Path(folder), types=TYPES, **WHO
            )
            return done, [entry.value.hex() for entry in queries.all_entries(store, "lists")]
    finally:
        importer.ROWS = before


@settings(max_examples=60, deadline=None)
@given(st.lists(junk, max_size=8), st.lists(junk, max_size=8))
@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
def test_a_good_line_among_junk_is_found(name, before, after):
    good = b'{"md5": "%s"}' if name == "a.jsonl" else b"md5 %s"
    lines = [*before, good % GOOD.encode(), *after]
    head = b"#\n" if name == "a.txt" else b""

    done, held = load(name, head + b"\n".join(lines))

    assert GOOD in held
    assert done.new == len(held)


@settings(max_examples=60, deadline=None)
@given(st.lists(junk.filter(lambda line: b'"' not in line), max_size=8), st.lists(junk, max_size=8))
def test_a_good_line_of_a_csv_file_is_found(before, after):
    lines = [b"type,value,label", *before, b"md5,%s,x" % GOOD.encode(), *after]

    done, held = load("a.csv", b"\n".join(lines))

    assert GOOD in held
    assert done.new == len(held)


@settings(max_examples=60, deadline=None)
@given(junk, st.booleans())
def test_a_csv_file_is_refused_or_its_first_line_is_a_header(first, commas):
    if commas:
        first = b",".join([*first.split(), b"md5"])
    with suppress(ContentError):
        done, held = load("a.csv", first + b"\n%s" % GOOD.encode())
        assert done.new == len(held)


@settings(max_examples=60, deadline=None)
@given(st.lists(junk, max_size=12), st.sampled_from(["csv", "jsonl", "plain"]))
def test_every_byte_is_read_once_and_places_are_line_starts(lines, kind):
    written = b"\n".join(lines)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a"
        file.write_bytes(written)
        with file.open("rb") as source:
            reader = Lines(source)
            for record in read_records(reader, kind, ["type", "value"]):
                if record.rest:
                    reader.put_back(record.rest)
                assert written[: reader.place].count(b"\n") in {reader.number, reader.number - 1}

    assert reader.place == len(written)
