"""Anchors show what the chain alone cannot."""

import json
import stat

import pytest

from mizan.banks.store import open_store
from mizan.errors import LedgerError
from mizan.ledger.anchor import write_anchor
from mizan.ledger.anchor_file import read_anchors
from mizan.ledger.chain import START, Line, append, hash_of, lines
from mizan.ledger.key import key_path
from mizan.ledger.verify import EMPTY, verify

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("MIZAN_LEDGER_KEY", str(tmp_path / "keys" / "ledger.key"))
    folder = tmp_path / "data"
    folder.mkdir()
    with open_store(folder) as opened:
        for number in range(1, 6):
            append(opened, actor="test", act="note", subject="a", why=str(number), detail={})
        yield opened


@pytest.fixture
def anchor(store, tmp_path):
    file = tmp_path / "anchor.jsonl"
    write_anchor(store, file)
    return file


def rewrite(store) -> None:
    """Write the whole chain anew, every hash in order."""
    previous = START
    for old in list(lines(store)):
        columns = {
            "seq": old.seq,
            "at": old.at,
            "actor": "somebody else",
            "act": old.act,
            "subject": old.subject,
            "why": old.why,
            "detail": old.detail,
            "previous": previous,
        }
        previous = hash_of(Line(**columns, hash=""))
        with store.writing():
            store.fetch(
                "UPDATE ledger SET actor = :actor, previous = :previous, hash = :hash "
                "WHERE seq = :seq",
                {**columns, "hash": previous},
            )


def test_a_chain_that_grew_holds_against_its_anchor(store, anchor):
    append(store, actor="test", act="note", subject="a", why="later", detail={})
    write_anchor(store, anchor)

    report = verify(store, anchor)

    assert (report.whole, report.anchors, report.cannot_show) == (True, 2, ())


def test_a_cut_tail_is_shown(store, anchor):
    with store.writing():
        store.connection.execute("DELETE FROM ledger WHERE seq > 3")

    [found] = verify(store, anchor).breaks
    assert (found.kind, found.line) == ("cut", 4)


def test_a_rewritten_chain_is_shown(store, anchor):
    rewrite(store)

    assert verify(store).whole
    [found] = verify(store, anchor).breaks
    assert (found.kind, found.line) == ("rewritten", 5)


def test_a_cut_and_regrown_tail_is_shown(store, anchor):
    with store.writing():
        store.connection.execute("DELETE FROM ledger WHERE seq > 3")
    for _ in range(4):
        append(store, actor="test", act="note", subject="a", why="new", detail={})

    found = verify(store, anchor).breaks
    assert [(one.kind, one.line) for one in found] == [("rewritten", 5), ("cut", 8)]


def test_a_rewritten_chain_cannot_be_anchored_beside_the_old_anchor(store, anchor):
    before = anchor.read_text()
    rewrite(store)

    with pytest.raises(LedgerError) as caught:
        write_anchor(store, anchor)

    assert caught.value.code == "ledger.anchor_contradicts"
    assert "line 5, rewritten" in caught.value.message
    assert anchor.read_text() == before
    assert not verify(store, anchor).whole


def test_each_anchor_of_a_line_must_hold(store, anchor, tmp_path):
    rewrite(store)
    write_anchor(store, tmp_path / "other.jsonl")
    both = anchor.read_text() + (tmp_path / "other.jsonl").read_text()

    for text in (both, "".join(reversed(both.splitlines(keepends=True)))):
        anchor.write_text(text)
        report = verify(store, anchor)

        assert report.anchors == 2
        assert [(one.kind, one.line) for one in report.breaks] == [("rewritten", 5)]


def test_a_line_may_be_anchored_again(store, anchor):
    write_anchor(store, anchor)

    report = verify(store, anchor)
    assert (report.whole, report.anchors) == (True, 2)


def test_a_chain_that_does_not_hold_gets_no_further_anchor_but_a_new_file(store, anchor, tmp_path):
    with store.writing():
        store.connection.execute("UPDATE ledger SET why = 'other' WHERE seq = 2")

    with pytest.raises(LedgerError):
        write_anchor(store, anchor)
    write_anchor(store, tmp_path / "new.jsonl")

    assert len(read_anchors(tmp_path / "new.jsonl")) == 1


def test_a_file_without_anchors_shows_nothing_and_the_report_says_so(store, anchor):
    anchor.write_text("\n\n")

    report = verify(store, anchor)

    assert report.anchors == 0
    assert report.cannot_show[0] == EMPTY
    assert len(report.cannot_show) == 3


def test_lines_behind_the_last_anchor_are_named_as_not_shown(store, anchor):
    append(store, actor="test", act="note", subject="a", why="later", detail={})

    report = verify(store, anchor)

    assert report.whole
    assert "behind 5" in report.cannot_show[0]


@pytest.mark.parametrize(
    "line",
    [
        '{"seq":5,"hash":"","at":"","mac":"\\ud800"}',
        '{"seq":1e999,"hash":"","at":"","mac":""}',
        '{"seq":-Infinity,"hash":"","at":"","mac":""}',
        '{"seq":"5","hash":"","at":"","mac":""}',
        '{"seq":true,"hash":"","at":"","mac":""}',
        '{"seq":5,"hash":["\\ud800"],"at":{},"mac":null}',
        '{"seq":5,"hash":"\\udfff","at":"\\udfff","mac":""}',
        '{"seq":' + "9" * 5000 + ',"hash":"","at":"","mac":""}',
        "[" * 100_000,
        "[]",
        "5",
        "null",
        "{}",
        "{",
        "\0",
    ],
)
def test_a_malformed_anchor_is_refused(store, anchor, line):
    anchor.write_text(line + "\n")

    for act in (verify, write_anchor):
        with pytest.raises(LedgerError) as caught:
            act(store, anchor)

        assert caught.value.code == "ledger.anchor_forged"


def test_an_anchor_file_that_is_no_text_is_refused(store, anchor):
    anchor.write_bytes(b"\xff\xfe")

    with pytest.raises(LedgerError) as caught:
        verify(store, anchor)

    assert caught.value.code == "ledger.no_anchor"


def test_the_key_and_the_anchor_are_private(store, anchor):
    assert stat.S_IMODE(key_path().stat().st_mode) == 0o600
    assert stat.S_IMODE(anchor.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value"), [("seq", 3), ("hash", "0" * 64), ("mac", ""), ("at", "")]
)
def test_a_forged_anchor_is_refused(store, anchor, name, value):
    line = {**json.loads(anchor.read_text()), name: value}
    anchor.write_text(json.dumps(line) + "\n")

    with pytest.raises(LedgerError) as caught:
        verify(store, anchor)

    assert caught.value.code == "ledger.anchor_forged"


def test_another_key_is_refused(store, anchor):
    key_path().write_text("ab" * 32)

    with pytest.raises(LedgerError) as caught:
        read_anchors(anchor)

    assert caught.value.code == "ledger.anchor_forged"


def test_a_key_that_others_can_read_is_refused(store, anchor):
    key_path().chmod(0o644)

    with pytest.raises(LedgerError) as caught:
        verify(store, anchor)

    assert caught.value.code == "ledger.key_open"


@pytest.mark.parametrize("written", ["", "ab", "no hex at all"])
def test_a_broken_key_is_refused(store, anchor, written):
    key_path().write_text(written)

    with pytest.raises(LedgerError) as caught:
        write_anchor(store, anchor)

    assert caught.value.code == "ledger.bad_key"


def test_a_missing_key_is_not_made_for_reading(store, anchor):
    key_path().unlink()

    with pytest.raises(LedgerError) as caught:
        verify(store, anchor)

    assert caught.value.code == "ledger.no_key"
    assert not key_path().exists()


def test_a_missing_anchor_file_is_named(store, anchor, tmp_path):
    with pytest.raises(LedgerError) as caught:
        verify(store, tmp_path / "none.jsonl")

    assert caught.value.code == "ledger.no_anchor"
