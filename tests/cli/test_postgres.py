"""Every command works where the banks lie on PostgreSQL, and none says the password."""

import os
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
SECRET = "correct-horse"


@pytest.fixture
def said(mizan, postgres, monkeypatch):
    """Run a command on a database whose address holds a password; give what it printed."""
    monkeypatch.setenv("MIZAN_DATABASE_URL", postgres.replace("postgres@", f"postgres:{SECRET}@"))

    def run(*arguments, status: int = 0) -> str:
        ran = mizan(*arguments)
        assert ran.status == status, ran.out + ran.err
        assert SECRET not in ran.out + ran.err
        return ran.out

    return run


def test_banks_are_kept_from_the_command_line(said, tmp_path):
    statement = EXAMPLES / "statement_ar.txt"
    listed = tmp_path / "list.txt"
    listed.write_text("\n".join(f"md5 {n:032x}" for n in range(300)))
    other = tmp_path / "other"  # the data folder of another machine

    said("bank", "create", "watched", "--purpose", "harm")
    said("bank", "add", "watched", statement)
    said("bank", "import", "watched", listed)
    there = said("scan", statement, "--json", "--data", other)
    exported = said("bank", "export", "watched", "--format", "csv")
    [number] = [row.split(",")[0] for row in exported.splitlines() if ",neartext," in row]
    said("bank", "disable", "watched", str(int(number) + 1))
    said("bank", "remove", "watched", number)
    shown = said("bank", "list")
    after = said("scan", statement, "--json", "--jobs", "2")

    assert '"verdict":"review"' in there
    assert exported.count("\n") == 1 + 301
    assert " 299 in force" in shown
    assert "watched" in there
    assert "watched" not in after
    assert not list(Path(os.environ["MIZAN_DATA"]).glob("*.db"))


def test_the_ledger_is_verified_and_anchored(said, tmp_path, postgres):
    import psycopg

    none = said("ledger", "verify", status=1)
    said("bank", "create", "watched", "--purpose", "harm", "--why", "test")
    said("ledger", "anchor", tmp_path / "anchor")
    held = said("ledger", "verify", "--anchor", tmp_path / "anchor")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("UPDATE ledger SET why = 'something else' WHERE act = 'bank.create'")
    broken = said("ledger", "verify", status=1)

    assert none == ""
    assert "the chain holds, held against 1 anchors" in held
    assert ": altered: " in broken


def test_doctor_says_where_the_banks_are_or_that_they_cannot_be_reached(said, monkeypatch):
    well = said("doctor")
    monkeypatch.setenv("MIZAN_DATABASE_URL", f"postgresql://mizan:{SECRET}@127.0.0.1:1/mizan")
    away = said("doctor", status=1)
    said("scan", EXAMPLES / "verse_ar.txt", status=1)

    assert "postgresql://127.0.0.1:" in well
    assert "psycopg" in well
    assert "store.away" in away
