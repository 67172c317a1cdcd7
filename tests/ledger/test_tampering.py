"""No single cell of the ledger can be changed unseen, whatever SQLite can store in it."""

import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mizan.banks.store import open_store
from mizan.ledger.chain import TEXTS, append
from mizan.ledger.verify import verify

LINES = 6
COLUMNS = ("seq", *TEXTS)
CELLS = f"SELECT {', '.join(f'CAST({one} AS BLOB)' for one in COLUMNS)} FROM ledger ORDER BY seq"

values = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.integers(-2, LINES + 2),
    st.floats(),
    st.binary(max_size=70).map(lambda data: ("blob", data)),
    st.binary(max_size=70).map(lambda data: ("text", data)),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=70),
    st.tuples(st.sampled_from(COLUMNS), st.integers(1, LINES)),  # of another cell
)


@pytest.fixture(scope="module")
def store():
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as opened:
        for number in range(LINES):
            append(opened, actor="a", act="note", subject="bank/a", why=f"{number}", detail={})
        yield opened


def put(connection: sqlite3.Connection, cell: tuple[str, int], value) -> None:
    """Put a value, tagged bytes, or another cell's value into one cell."""
    column, number = cell
    said, parameters = "?", (value, number)
    if isinstance(value, tuple):
        kind, rest = value
        if kind in {"blob", "text"}:
            said, parameters = ("?" if kind == "blob" else "CAST(? AS TEXT)"), (rest, number)
        else:
            said, parameters = f"(SELECT {kind} FROM ledger WHERE seq = {rest})", (number,)
    connection.execute(f"UPDATE ledger SET {column} = {said} WHERE seq = ?", parameters)


@settings(max_examples=300, deadline=None)
@given(cell=st.tuples(st.sampled_from(COLUMNS), st.integers(1, LINES)), value=values)
def test_a_changed_cell_is_shown_or_has_the_same_bytes(store, cell, value):
    connection = store.connection
    before = connection.execute(CELLS).fetchall()
    connection.execute("BEGIN")
    try:
        try:
            put(connection, cell, value)
        except sqlite3.Error:
            assume(False)  # what the table does not take

        report = verify(store)

        same = connection.execute(CELLS).fetchall() == before
    finally:
        connection.execute("ROLLBACK")
    assert same or not report.whole
    assert same or report.breaks[0].said
