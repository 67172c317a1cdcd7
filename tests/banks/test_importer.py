"""Lists are taken in whole: the good lines, the counts of the others, nothing twice."""

import csv
import hashlib
import json
import os
from pathlib import Path

import pytest

from mizan.banks import changes, importer, queries
from mizan.banks.importer import import_file
from mizan.banks.manifest import read_manifest
from mizan.banks.reader import Reader
from mizan.banks.store import open_store
from mizan.errors import BankError, ContentError, StoreError
from mizan.ledger.verify import verify
from mizan.signals.exact import Md5, Sha256
from mizan.signals.neartext import NearText
from mizan.signals.pdq import Pdq
from mizan.terms.part import Part
from mizan.text.batch import make_batch

pytestmark = pytest.mark.usefixtures("database")

WHO = {"actor": "test", "why": "for the test"}
TYPES = {"md5": Md5(), "sha256": Sha256(), "pdq": Pdq(), "neartext": NearText()}
STATEMENT = "The Black Lantern Front calls every lamp to the seventh bridge, there to sing at dusk."
BAYAN = "تدعو جبهة الفانوس الأسود كل مصباح إلى الجسر السابع ليغني هناك عند الغروب"


class EndedError(Exception):
    """Stands for a kill between two transactions."""


def md5(n: int) -> str:
    return n.to_bytes(16, "big").hex()


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path) as opened:
        changes.create_bank(opened, name="lists", purpose="harm", **WHO)
        changes.create_bank(opened, name="verses", purpose="commons", **WHO)
        yield opened


@pytest.fixture
def load(store, tmp_path):
    def run(name: str, written: str | bytes, *, bank: str = "lists", **more):
        file = tmp_path / name
        file.write_bytes(written if isinstance(written, bytes) else written.encode())
        return import_file(store, bank=bank, file=file, folder=tmp_path, types=TYPES, **WHO, **more)

    return run


def rejected(done) -> list[list[str]]:
    with done.rejects.open() as file:
        return list(csv.reader(file))[1:]


def held(store, bank: str = "lists") -> list[str]:
    return [entry.value.hex() for entry in queries.all_entries(store, bank)]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a.csv", f"type,value\nmd5,{md5(1)}\nmd5,{md5(2)}\n"),
        ("a.csv", f"\ufeffType , value\r\nmd5,{md5(1)}\r\n\r\nmd5,{md5(2)}"),
        ("a.csv", f'value,type\n"{md5(1)}","md5"\n{md5(2)},md5\n'),
        ("a.csv", f"md5\n{md5(1)}\n{md5(2)}\n"),
        ("a", f"md5,label\n{md5(1)},x\n{md5(2)},y\n"),
        ("a.jsonl", f'{{"type":"md5","value":"{md5(1)}"}}\n{{"md5":"{md5(2)}"}}\n'),
        ("a.txt", f'{{"type":"md5","value":"{md5(1)}"}}\n\n{{"md5":"{md5(2)}"}}\n'),
        ("a.txt", f"# a list\nmd5 {md5(1)}\n\nMD5\t{md5(2)}\n"),
    ],
)
def test_each_format_is_read(store, load, name, written):
    done = load(name, written)

    assert (done.new, done.bad) == (2, 0)
    assert held(store) == [md5(1), md5(2)]


def test_imported_entries_say_where_they_come_from_and_are_not_confirmed(store, load):
    load(
        "list.csv",
        f'type,value,label,source,source_ref\nmd5,{md5(1)},"a, b",desk,7\nmd5,{md5(2)},,,\n',
    )

    one, two = queries.entries(store, "lists")
    assert (one.label, one.source, one.source_ref, one.opinion) == (
        "a, b",
        "desk",
        "7",
        "unconfirmed",
    )
    assert (two.label, two.source, two.source_ref) == ("", "list.csv", "")


def test_a_record_may_name_several_fingerprints(store, load):
    done = load("a.csv", f"md5,sha256\n{md5(1)},{'ab' * 32}\n{md5(2)},\n")

    assert done.new == 3
    assert [entry.signal for entry in queries.entries(store, "lists")] == ["md5", "sha256", "md5"]


@pytest.mark.parametrize("statement", [STATEMENT, BAYAN])
def test_texts_are_fingerprinted_and_found(store, load, tmp_path, statement):
    load("a.jsonl", json.dumps({"text": statement, "label": "statement"}) + "\n")

    reader = Reader(tmp_path, TYPES)
    batch = make_batch([Part(content=0, name="text", kind="text", text=statement)])
    [match] = reader.look_up(batch, {"neartext": TYPES["neartext"].sign_many(batch)})
    reader.close()
    assert match.label == "statement"


def test_a_commons_bank_takes_passages_and_refuses_files(store, load):
    written = json.dumps({"id": "v1", "text": STATEMENT}) + "\n" + json.dumps({"md5": md5(1)})

    done = load("a.jsonl", written, bank="verses")

    [entry] = queries.entries(store, "verses")
    part = Part(content=0, name="text", kind="text", text=STATEMENT)
    assert entry.value == TYPES["neartext"].sign_passage(part)
    assert entry.source_ref == "v1"
    assert rejected(done) == [["2", "bank.commons_text_only"]]


def test_lone_surrogates_are_taken_as_they_come(store, load):
    done = load("a.jsonl", f'{{"text": "{STATEMENT} \\ud800", "label": "\\udfff"}}\n')

    assert (done.new, done.bad) == (1, 0)


BAD = [
    ("a.csv", "type,value\n{bad}\nmd5,{good}\n", "md5,xyz", "signal.invalid"),
    ("a.csv", "type,value\n{bad}\nmd5,{good}\n", "scent,xyz", "signal.unknown"),
    ("a.csv", "type,value\n{bad}\nmd5,{good}\n", "md5,", "line.no_value"),
    ("a.csv", "type,value\n{bad}\nmd5,{good}\n", "md5", "line.no_value"),
    ("a.csv", "type,value\n{bad}\nmd5,{good}\n", "a,b,c", "line.too_many_cells"),
    ("a.csv", "type,value\n{bad}\nmd5,{good}\n", 'md5,"xyz', "line.bad_quotes"),
    ("a.csv", "type,value\n{bad}\nmd5,{good}\n", '"md5"x,y', "line.bad_quotes"),
    (
        "a.csv",
        "type,value,label\n{bad}\nmd5,{good}\n",
        "md5," + md5(9) + "," + "x" * 501,
        "line.too_long_label",
    ),
    ("a.jsonl", '{bad}\n{{"md5":"{good}"}}\n', '{"md5":', "line.not_json"),
    ("a.jsonl", '{bad}\n{{"md5":"{good}"}}\n', "[" * 100_000, "line.not_json"),
    ("a.jsonl", '{bad}\n{{"md5":"{good}"}}\n', "[1]", "line.no_object"),
    ("a.jsonl", '{bad}\n{{"md5":"{good}"}}\n', '{"md5": 5}', "line.no_value"),
    ("a.jsonl", '{bad}\n{{"md5":"{good}"}}\n', '{"text": "!!!"}', "line.no_letters"),
    ("a.txt", "{bad}\nmd5 {good}\n", "scent", "line.no_value"),
    ("a.txt", "{bad}\nmd5 {good}\n", "hello world", "signal.unknown"),
]


@pytest.mark.parametrize(("name", "frame", "bad", "reason"), BAD)
def test_a_bad_line_is_counted_and_stops_nothing(store, load, name, frame, bad, reason):
    done = load(name, frame.format(bad=bad, good=md5(1)))

    assert (done.new, done.bad) == (1, 1)
    assert rejected(done) == [["2" if name == "a.csv" else "1", reason]]
    assert held(store) == [md5(1)]


def test_bytes_that_are_no_text_are_a_bad_line(store, load):
    done = load("a.txt", b"md5 \xff\xfe\nmd5 " + md5(1).encode())

    assert rejected(done) == [["1", "line.not_utf8"]]
    assert done.new == 1


def test_a_stray_quote_does_not_swallow_the_lines_behind_it(store, load):
    lines = ["type,value,label", f'md5,{md5(1)},a "word', *(f"md5,{md5(n)}," for n in range(2, 50))]
    lines[30] = f'md5,{md5(99)},another "word'

    done = load("a.csv", "\n".join(lines))

    assert done.new == 47
    assert [number for number, _ in rejected(done)] == ["2", "31"]


def test_line_breaks_within_quotes_are_kept_together(store, load):
    done = load("a.csv", f'label,md5\n"two\nlines, ""quoted""",{md5(1)}\nx,{md5(2)}\n')

    assert (done.new, done.bad) == (2, 0)
    assert queries.entries(store, "lists")[0].label == 'two\nlines, "quoted"'


def test_the_rejects_file_holds_no_content_and_is_private(store, load):
    done = load("a.txt", "md5 secretword\n")

    assert "secretword" not in done.rejects.read_text()
    assert done.rejects.stat().st_mode & 0o077 == 0


def test_a_clean_import_leaves_no_rejects_file(store, load, tmp_path):
    done = load("a.txt", f"md5 {md5(1)}\n")

    assert done.rejects is None
    assert list((tmp_path / "imports").iterdir()) == []


def test_what_stands_twice_is_counted_once(store, load, monkeypatch):
    monkeypatch.setattr(importer, "ROWS", 2)
    load("first.txt", f"md5 {md5(1)}\nmd5 {md5(2)}\n")

    numbers = (1, 3, 3, 4, 5, 3, 4)
    done = load("second.txt", "".join(f"md5 {md5(n)}\n" for n in numbers))

    assert (done.new, done.already, done.duplicate) == (3, 1, 3)
    assert held(store) == [md5(n) for n in (1, 2, 3, 4, 5)]


def test_what_a_person_took_out_stays_out(store, load):
    load("a.txt", f"md5 {md5(1)}\nmd5 {md5(2)}\nmd5 {md5(3)}\n")
    changes.remove_entry(store, bank="lists", entry=1, **WHO)
    changes.set_enabled(store, bank="lists", entry=2, enabled=False, **WHO)

    done = load("b.txt", f"md5 {md5(1)}\nmd5 {md5(2)}\nmd5 {md5(3)}\nmd5 {md5(4)}\n")

    assert (done.kept, done.already, done.new) == (2, 1, 1)
    states = [entry.state for entry in queries.entries(store, "lists")]
    assert states == ["removed", "disabled", "active", "active"]


def test_the_same_file_may_come_again(store, load):
    written = f"md5 {md5(1)}\nmd5 bad\n"
    load("a.txt", written)

    done = load("a.txt", written)

    assert (done.new, done.already, done.bad, done.resumed) == (0, 1, 1, False)
    assert rejected(done) == [["2", "signal.invalid"]]


@pytest.mark.parametrize("stop", [1, 2, 5])
def test_an_import_that_was_ended_goes_on_where_it_stood(store, load, monkeypatch, stop):
    monkeypatch.setattr(importer, "ROWS", 3)
    lines = [f"md5 {md5(n)}" if n % 4 else "md5 bad" for n in range(20)]
    pieces = []

    def end(done: int, total: int, records: int) -> None:
        pieces.append(records)
        if len(pieces) == stop:
            raise EndedError

    with pytest.raises(EndedError):
        load("a.txt", "\n".join(lines), progress=end)
    done = load("a.txt", "\n".join(lines))

    assert done.resumed
    assert (done.new, done.bad, done.duplicate, done.already) == (15, 5, 0, 0)
    assert rejected(done) == [[str(n + 1), "signal.invalid"] for n in range(0, 20, 4)]
    assert held(store) == [md5(n) for n in range(20) if n % 4]
    assert verify(store).whole


def test_progress_tells_bytes_and_records(store, load, monkeypatch):
    monkeypatch.setattr(importer, "ROWS", 2)
    written = "".join(f"md5 {md5(n)}\n" for n in range(5))
    seen = []

    load("a.txt", written, progress=lambda *told: seen.append(told))

    total = len(written)
    assert seen == [(total * 2 // 5, total, 2), (total * 4 // 5, total, 4), (total, total, 5)]


def test_a_large_import_leaves_segments_behind(store, load, tmp_path, monkeypatch):
    monkeypatch.setattr(importer, "MERGE_ROWS", 10)

    load("a.txt", "".join(f"md5 {md5(n)}\n" for n in range(30)))

    assert read_manifest(tmp_path).segments["md5"].rows == 30


def test_readers_match_what_an_import_has_committed_so_far(store, load, tmp_path, monkeypatch):
    monkeypatch.setattr(importer, "ROWS", 5)
    reader = Reader(tmp_path, TYPES)
    part = Part(content=0, name="md5", kind="digest", signal="md5", value=bytes.fromhex(md5(0)))
    batch = make_batch([part])
    signals = {"md5": TYPES["md5"].sign_many(batch)}
    found = []

    def ask(*_told: int) -> None:
        reader.refresh(now=True)
        found.append(len(reader.look_up(batch, signals)))

    load("a.txt", "".join(f"md5 {md5(n)}\n" for n in range(12)), progress=ask)

    reader.close()
    assert found == [1, 1, 1]


def test_a_missing_file_is_named(store, tmp_path):
    with pytest.raises(ContentError) as caught:
        import_file(
            store, bank="lists", file=tmp_path / "no.csv", folder=tmp_path, types=TYPES, **WHO
        )

    assert caught.value.code == "content.missing"
    assert "no.csv" in caught.value.message


def test_a_pipe_is_refused_unread(store, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    for file in (pipe, tmp_path, Path("/dev/null")):
        with pytest.raises(ContentError) as caught:
            import_file(store, bank="lists", file=file, folder=tmp_path, types=TYPES, **WHO)

        assert caught.value.code == "content.unreadable"
        assert "to a file first" in caught.value.hint


def test_a_csv_file_without_column_names_leaves_nothing_behind(store, load, tmp_path):
    with pytest.raises(ContentError) as caught:
        load("a.csv", f"hash,comment\n{md5(1)},x\n")

    assert caught.value.code == "content.no_header"
    assert held(store) == []
    assert list((tmp_path / "imports").iterdir()) == []


def test_an_import_that_ended_before_its_first_piece_reads_the_header_as_such(
    store, load, monkeypatch
):
    written = f"type,value\nmd5,{md5(1)}\n"
    with monkeypatch.context() as patch:
        patch.setattr(importer, "_run", lambda *_: (_ for _ in ()).throw(EndedError))
        with pytest.raises(EndedError):
            load("a.csv", written)

    done = load("a.csv", written)

    assert (done.new, done.bad, done.resumed) == (1, 0, False)


def test_one_file_is_not_imported_into_one_bank_twice_at_once(store, load, monkeypatch):
    monkeypatch.setattr(importer, "ROWS", 2)
    written = "".join(f"md5 {md5(n)}\n" for n in range(6))
    refused = []

    def again(*_told: int) -> None:
        with pytest.raises(StoreError) as caught:
            load("b.txt", written)
        refused.append(caught.value.code)

    def elsewhere(*_told: int) -> None:
        load("b.txt", f"md5 {md5(99)}\n")

    done = load("a.txt", written, progress=again)
    other = load("c.txt", written.replace("md5 ", "MD5 "), progress=elsewhere)
    later = load("a.txt", written)

    assert refused == ["store.busy"] * 4
    assert (done.new, done.already, done.duplicate) == (6, 0, 0)
    assert other.already == 6
    assert later.already == 6


def test_a_lock_file_left_behind_stops_nothing(load, tmp_path):
    written = f"md5 {md5(1)}\n"
    load("a.txt", written)
    name = hashlib.sha256(written.encode()).hexdigest()[:16]
    (tmp_path / "imports" / f"lists-{name}.lock").touch()

    assert load("a.txt", written).already == 1


def test_an_unknown_bank_is_named(load):
    with pytest.raises(BankError):
        load("a.txt", "", bank="nowhere")


@pytest.mark.parametrize("written", ["", "\n", "# only a remark\n"])
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_an_empty_list_adds_nothing(store, load, name, written):
    done = load(name, written)

    assert (done.new, done.already) == (0, 0)
