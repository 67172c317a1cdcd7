"""Statements are written once and said in the words of either database."""

import re
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.banks import migrate
from mizan.banks.sql import queries, query, statements, written_for
from mizan.banks.sqlite import SQLITE
from mizan.banks.store import dialect_of

NAMED = [(package, name) for package in ("banks", "ledger") for name in queries(package)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("SELECT 1", "SELECT 1"),
        ("WHERE id = :id AND name=:name_2", "WHERE id = %(id)s AND name=%(name_2)s"),
        ("(:a,:b)", "(%(a)s,%(b)s)"),
        ("value::text", "value::text"),
        ("LIKE 'a%:b'", "LIKE 'a%%:b'"),
        ("a % :b", "a %% %(b)s"),
        ("'it''s :not one' || :one", "'it''s :not one' || %(one)s"),
        ("key BLOB NOT NULL, id INTEGER", "key BYTEA NOT NULL, id BIGINT"),
        ("typeof(value) = 'INTEGER'", "typeof(value) = 'INTEGER'"),
        ("INTEGERS", "INTEGERS"),
        ("unnest(CAST(:key AS BLOB[]))", "unnest(CAST(%(key)b AS BYTEA[]))"),
    ],
)
def test_a_statement_is_said_in_the_words_of_postgresql(written, said):
    assert written_for("postgres", written) == said
    assert written_for("sqlite", written) == written


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["'", ":a", "%", " ", "x", "::", "INTEGER", "''"]), max_size=12))
def test_what_stands_between_quotes_is_never_touched(pieces):
    text = "".join(pieces)
    if text.count("'") % 2:
        text += "'"

    said = written_for("postgres", text)

    quoted = text.replace("%", "%%").split("'")[1::2]
    assert said.split("'")[1::2] == quoted


@pytest.mark.parametrize(("package", "name"), NAMED)
def test_every_query_takes_the_same_parameters_on_both(package, name):
    on_sqlite = set(re.findall(r":([a-z_]\w*)", query(f"{package}.{name}", "sqlite")))
    on_postgres = set(re.findall(r"%\((\w+)\)[sb]", query(f"{package}.{name}", "postgres")))

    assert on_sqlite == on_postgres


def test_the_schema_knows_no_type_that_is_not_translated():
    for _, text in migrate.migrations().values():
        for statement in statements(text):
            said = written_for("postgres", statement)

            assert "INTEGER" not in said
            assert "BLOB" not in said


def test_a_dialect_is_found_by_its_connection():
    connection = sqlite3.connect(":memory:")

    assert dialect_of(connection) is SQLITE
    connection.close()
