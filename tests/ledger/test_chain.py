"""The chain shows what was done to it."""

import json

import pytest

from mizan.banks.store import open_store
from mizan.errors import LedgerError
from mizan.ledger.chain import START, TEXTS, Line, append, hash_of, head, lines, record_policy
from mizan.ledger.verify import verify

pytestmark = pytest.mark.usefixtures("database")

COUNT = "UPDATE counter SET value = {} WHERE name = 'ledger'"
LOOSE = pytest.mark.sqlite  # what a column of PostgreSQL does not take
REMADE = "ALTER TABLE ledger RENAME TO old; CREATE TABLE ledger AS SELECT * FROM old;"


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path) as opened:
        for number in range(1, 9):
            write(opened, f"reason {number}")
        yield opened


def write(store, why: str) -> Line:
    return append(
        store, actor="test", act="note", subject="bank/a", why=why, detail={"b": 1, "a": 2}
    )


def tamper(store, sql: str) -> None:
    with store.writing():
        for statement in sql.split(";"):
            store.connection.execute(statement)


def rehash(store, number: int) -> None:
    """Give a line the hash that goes with what it says."""
    [line] = [line for line in lines(store) if line.seq == number]
    tamper(store, f"UPDATE ledger SET hash = '{hash_of(line)}' WHERE seq = {number}")


def first_break(store) -> tuple[str, int]:
    found = verify(store).breaks[0]
    return found.kind, found.line


def test_an_untouched_chain_is_whole(store):
    report = verify(store)

    assert report.whole
    assert (report.lines, report.head) == head(store)


def test_an_empty_chain_is_whole(tmp_path):
    (tmp_path / "new").mkdir()
    with open_store(tmp_path / "new") as store:
        report = verify(store)

    assert (report.whole, report.lines, report.head) == (True, 0, START)


def test_without_an_anchor_the_report_says_what_it_cannot_show(store):
    report = verify(store)

    assert len(report.cannot_show) == 2
    assert report.anchors == 0


def test_detail_is_written_in_one_way_only(store):
    line = next(lines(store))

    assert line.detail == '{"a":2,"b":1}'
    assert line.previous == START


def test_the_hash_tells_columns_apart():
    one = Line(
        seq=1, at="", actor="ab", act="c", subject="", why="", detail="", previous="", hash=""
    )
    two = Line(
        seq=1, at="", actor="a", act="bc", subject="", why="", detail="", previous="", hash=""
    )

    assert hash_of(one) != hash_of(two)


@pytest.mark.parametrize("column", ["at", "actor", "act", "subject", "why", "detail", "hash"])
@pytest.mark.parametrize("number", [1, 4, 8])
def test_an_altered_line_is_named(store, column, number):
    tamper(store, f"UPDATE ledger SET {column} = 'other' WHERE seq = {number}")

    assert first_break(store) == ("altered", number)


def test_an_altered_line_with_a_hash_to_match_is_named(store):
    tamper(store, "UPDATE ledger SET why = 'other' WHERE seq = 4")
    rehash(store, 4)

    assert first_break(store) == ("altered", 4)


@pytest.mark.parametrize("number", [1, 4, 7])
def test_a_dropped_line_is_named(store, number):
    tamper(store, f"DELETE FROM ledger WHERE seq = {number}")

    report = verify(store)
    assert (report.breaks[0].kind, report.breaks[0].line) == ("dropped", number + 1)
    assert f"{number} to {number}" in report.breaks[0].said


def test_a_dropped_line_is_named_when_the_rest_was_renumbered(store):
    tamper(store, "DELETE FROM ledger WHERE seq = 4; UPDATE ledger SET seq = seq - 1 WHERE seq > 4")

    assert first_break(store) == ("dropped", 4)


def test_reordered_lines_are_named(store):
    tamper(
        store,
        "UPDATE ledger SET seq = 100 WHERE seq = 4; UPDATE ledger SET seq = 4 WHERE seq = 5;"
        "UPDATE ledger SET seq = 5 WHERE seq = 100",
    )

    assert first_break(store) == ("reordered", 4)


@pytest.mark.parametrize("linked", [True, False])
def test_an_inserted_line_is_named(store, linked):
    previous = [line.hash for line in lines(store)][2] if linked else "0" * 64
    tamper(
        store,
        "UPDATE ledger SET seq = -seq - 1 WHERE seq > 3;"
        "UPDATE ledger SET seq = -seq WHERE seq < 0;"
        "INSERT INTO ledger SELECT 4, at, 'x', act, subject, why, detail, previous, hash "
        "FROM ledger WHERE seq = 1;"
        f"UPDATE ledger SET previous = '{previous}' WHERE seq = 4",
    )
    rehash(store, 4)

    assert first_break(store) == ("inserted", 4)


@pytest.mark.parametrize("kept", [5, 0])
def test_a_cut_tail_is_shown_by_the_count_of_lines(store, kept):
    tamper(store, f"DELETE FROM ledger WHERE seq > {kept}")

    report = verify(store)
    assert [(one.kind, one.line) for one in report.breaks] == [("cut", kept + 1)]
    assert f"8 lines were written, the chain ends at {kept}" in report.breaks[0].said
    assert report.cannot_show


def test_a_cut_tail_with_its_count_set_back_is_not_shown_without_an_anchor(store):
    tamper(
        store,
        "DELETE FROM ledger WHERE seq > 5; UPDATE counter SET value = 5 WHERE name = 'ledger'",
    )

    report = verify(store)
    assert report.whole
    assert "the count set back" in report.cannot_show[0]


@pytest.mark.parametrize(
    ("sql", "kind", "line"),
    [
        (COUNT.format("7"), "inserted", 8),
        pytest.param(COUNT.format("'many'"), "cut", 9, marks=LOOSE),
        pytest.param(COUNT.format("x'ff'"), "cut", 9, marks=LOOSE),
        pytest.param(COUNT.format("9e999"), "cut", 9, marks=LOOSE),
        ("DELETE FROM counter WHERE name = 'ledger'", "cut", 9),
    ],
)
def test_a_count_that_was_tampered_with_is_shown(store, sql, kind, line):
    tamper(store, sql)

    assert first_break(store) == (kind, line)


@pytest.mark.parametrize(
    "value",
    [
        "x'00ff'",
        "CAST(x'ff41' AS TEXT)",
        "x'726561736f6e2034'",
        "x''",
        "5",
        "CAST(x'610062' AS TEXT)",
    ],
)
@pytest.mark.parametrize("column", TEXTS)
@pytest.mark.parametrize("number", [1, 8])
def test_what_is_no_text_is_an_altered_line(store, column, value, number):
    tamper(store, f"UPDATE ledger SET {column} = {value} WHERE seq = {number}")

    report = verify(store)
    assert ("altered", number) in {(one.kind, one.line) for one in report.breaks}
    assert report.breaks[0].line == number


@pytest.mark.parametrize("number", [0, -5, -(2**63)])
def test_a_line_before_the_first_is_shown(store, number):
    tamper(
        store,
        f"INSERT INTO ledger SELECT {number}, at, actor, act, subject, why, detail, previous, hash "
        "FROM ledger WHERE seq = 3",
    )

    report = verify(store)
    assert [(one.kind, one.line) for one in report.breaks] == [("inserted", number)]


@pytest.mark.parametrize("hashed", [False, True])
@pytest.mark.parametrize("number", [1, 2, 4, 7])
def test_lines_that_changed_places_are_named_as_reordered(store, number, hashed):
    tamper(
        store,
        f"UPDATE ledger SET seq = 100 WHERE seq = {number};"
        f"UPDATE ledger SET seq = {number} WHERE seq = {number + 1};"
        f"UPDATE ledger SET seq = {number + 1} WHERE seq = 100",
    )
    if hashed:
        rehash(store, number)
        rehash(store, number + 1)

    assert first_break(store) == ("reordered", number)
    assert "inserted" not in {one.kind for one in verify(store).breaks}


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE ledger",
        "DROP TABLE counter",
        "ALTER TABLE ledger RENAME COLUMN why TO because",
        pytest.param(f"{REMADE}UPDATE ledger SET seq = 'three' WHERE seq = 3", marks=LOOSE),
        f"{REMADE}UPDATE ledger SET seq = NULL WHERE seq = 3",
    ],
)
def test_a_ledger_that_is_not_as_it_was_made_is_refused_with_a_way_out(store, sql):
    tamper(store, sql)

    with pytest.raises(LedgerError) as caught:
        verify(store)

    assert caught.value.code == "ledger.unreadable"
    assert "backup" in caught.value.hint


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE ledger",
        "UPDATE ledger SET seq = 9223372036854775807 WHERE seq = 8",
    ],
)
def test_no_change_is_made_without_a_ledger(store, sql):
    tamper(store, sql)

    with pytest.raises(LedgerError) as caught:
        write(store, "later")

    assert caught.value.code == "ledger.unreadable"


def test_a_damaged_end_is_gone_on_from_and_stays_shown(store):
    tamper(store, "UPDATE ledger SET hash = CAST(x'ff41' AS TEXT) WHERE seq = 8")

    write(store, "later")

    assert first_break(store) == ("altered", 8)


@pytest.mark.parametrize("detail", ["'{'", "CAST(x'ff' AS TEXT)", "x'00'"])
def test_a_policy_whose_line_was_altered_is_recorded_anew(store, detail):
    told = {"name": "own", "version": "1", "sha256": "0" * 64, "actor": "test", "why": "loaded"}
    record_policy(store, **told)
    tamper(store, f"UPDATE ledger SET detail = {detail} WHERE seq = 9")

    assert record_policy(store, **told) is not None


def test_lone_surrogates_in_a_reason_do_not_break_the_chain(store):
    write(store, "because \ud800")

    assert verify(store).whole


def test_a_policy_is_recorded_once_until_it_changes(store):
    def record(version: str) -> Line | None:
        return record_policy(
            store, name="own", version=version, sha256="0" * 64, actor="test", why="loaded"
        )

    assert record("1") is not None
    assert record("1") is None
    second = record("2")
    assert second is not None
    assert second.subject == "policy/own"
    assert json.loads(second.detail) == {"sha256": "0" * 64, "version": "2"}
    assert verify(store).whole
