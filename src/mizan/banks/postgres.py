"""PostgreSQL as a dialect, through psycopg 3, and how a connection to it is made.

An address may hold a password, and what the client library says of a bad one may quote it. So
nothing of either goes into an error: `place_of` says what may be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Format, TransactionStatus

from mizan.banks import trouble
from mizan.banks.dialect import Parameters, Row
from mizan.banks.sql import COLUMNS, Database
from mizan.errors import StoreError

Connection = psycopg.Connection[Any]

DEFAULTS: dict[str, Any] = {  # of the client library, where the address does not say otherwise
    "connect_timeout": 5,  # seconds
    "tcp_user_timeout": 10_000,  # milliseconds until a server that answers nothing counts as gone
    "keepalives_idle": 10,  # seconds
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "application_name": "mizan",
}
SHOWN = re.compile(r"[\w.,:/\[\]-]*")  # names of hosts, ports and databases that may be shown

AWAY = (
    "store.away",
    "cannot be reached",
    "start it, or look at the network and at MIZAN_DATABASE_URL; what was committed is whole",
)
LOST = (
    "store.away",
    "was lost on the way: what was not committed is undone",
    "look whether the last change is there, then try again",
)
DENIED = (
    "store.denied",
    "refuses this user",
    "look at user and password in MIZAN_DATABASE_URL, ~/.pgpass and the server's pg_hba.conf",
)
NO_DATABASE = (
    "store.no_database",
    "is not there: the server has no such database or schema",
    "make it with createdb, or name another in MIZAN_DATABASE_URL",
)
LOCKED = (
    "store.locked",
    "is being written by another process",
    "wait for it to end, or look for an import that hangs, then try again",
)
READ_ONLY = (
    "store.read_only",
    "can be read but not written by this user",
    "make the user the owner of the database, or grant it what the documents name",
)
TORN = (
    "store.torn",
    "is damaged, says the server",
    "stop writing, keep the server's files as they are, and restore a backup elsewhere",
)

STATES = {  # by SQLSTATE, or its class: appendix A of the manual of PostgreSQL
    "55P03": LOCKED,
    "40P01": LOCKED,
    "40001": LOCKED,
    "25006": READ_ONLY,
    "42501": READ_ONLY,
    "3D000": NO_DATABASE,
    "3F000": NO_DATABASE,
    "XX001": TORN,
    "XX002": TORN,
    "28": DENIED,
    "08": LOST,
    "57P": LOST,
    "53100": trouble.FULL,
    "53300": AWAY,
    "58": trouble.DISK,
}


class Postgres:
    """How PostgreSQL is talked to. Rows of bytes come and go as bytes, not as hex digits."""

    database: Database = "postgres"
    faults: type[Exception] = psycopg.Error

    def fetch(self, connection: Connection, sql: str, parameters: Parameters) -> list[Row]:
        """Run one statement and return its rows, none for a statement that gives none."""
        with _cursor(connection) as cursor:
            cursor.format = Format.BINARY
            cursor.execute(_encoded(sql), parameters)
            return cursor.fetchall() if cursor.description else []

    def run_many(self, connection: Connection, sql: str, rows: Iterable[Parameters]) -> int:
        """Run a statement for each row of parameters; return how many rows changed."""
        given = list(rows)
        with _cursor(connection) as cursor:
            if not given:
                return 0
            if COLUMNS in sql:
                cursor.execute(_encoded(sql), _by_column(given))
            elif len(given) == 1:
                cursor.execute(_encoded(sql), given[0])
            else:
                cursor.executemany(_encoded(sql), given)
            return cursor.rowcount

    def fetch_each(
        self, connection: Connection, sql: str, rows: Sequence[Parameters]
    ) -> list[Row | None]:
        """Return, for each row of parameters, the one row that a query finds, or None."""
        if not rows:
            return []
        found = self.fetch(connection, sql, _by_column(rows))
        return [None if all(cell is None for cell in row) else row for row in found]

    def in_transaction(self, connection: Connection) -> bool:
        """Tell whether a transaction is open, or opens with the next statement.

        It does where whoever holds the connection took it out of autocommit mode, as Django does
        for `atomic`: the end of that transaction is theirs to say.
        """
        return not connection.autocommit or connection.info.transaction_status in {
            TransactionStatus.INTRANS,
            TransactionStatus.INERROR,
        }

    def roll_back(self, connection: Connection) -> None:
        """End a transaction that is open, without effect; of a lost one the server does it."""
        if self.in_transaction(connection):
            with suppress(psycopg.OperationalError):
                connection.rollback()

    def explain(self, error: Exception, where: str) -> StoreError | None:
        """Return the StoreError for what the server says of `where`, or None for our own fault."""
        state = getattr(error, "sqlstate", None) or ""
        kind = STATES.get(state) or STATES.get(state[:3]) or STATES.get(state[:2])
        if kind is None and not state and isinstance(error, psycopg.OperationalError):
            kind = LOST
        if kind is None and isinstance(error, psycopg.Error):
            error.args = (error.diag.message_primary or "",)  # the rest may quote a row
        what = "the connection to the bank store" if kind is LOST else "the bank store"
        return trouble.said_of(kind, f"{what} {where}") if kind else None


POSTGRES = Postgres()


def connect(url: str) -> Connection:
    """Connect in autocommit mode: transactions begin and end where the store says.

    StoreError store.bad_url, store.away, store.denied, store.no_database.
    """
    where = place_of(url)
    given = {name: value for name, value in DEFAULTS.items() if f"{name}=" not in url}
    try:
        return psycopg.connect(
            url,
            autocommit=True,
            prepare_threshold=None,  # plans are made for the values given, and poolers are no harm
            client_encoding="UTF8",
            **given,
        )
    except psycopg.Error as error:
        raise _refused(str(error), where) from None  # its text may quote the address


def place_of(url: str) -> str:
    """Return an address without user, password and options; StoreError store.bad_url."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        parts = {"host": "@"}
    host, port, name = (str(parts.get(one) or "") for one in ("host", "port", "dbname"))
    if not all(SHOWN.fullmatch(one) for one in (host, port, name)):  # a password with an @ in it
        raise StoreError(
            "the address of the database cannot be read",
            hint="write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with %40 for an @ and %2F"
            " for a / in the password; or keep the password in ~/.pgpass",
            code="store.bad_url",
        ) from None
    return f"postgresql://{host}{f':{port}' if port else ''}/{name}"


def heard(connection: Connection) -> bool:
    """Tell, without waiting, whether a notification came; a lost connection counts as one."""
    wire = connection.pgconn
    try:
        wire.consume_input()
    except psycopg.OperationalError:
        return True
    found = False
    while wire.notifies():
        found = True
    return found


def _refused(said: str, where: str) -> StoreError:
    """Return the error for a connection that was not made; the server's words are not passed on."""
    if "authentication failed" in said or "no password supplied" in said or "pg_hba" in said:
        kind = DENIED
    elif "database" in said and "does not exist" in said:
        kind = NO_DATABASE
    else:
        kind = AWAY
    return trouble.said_of(kind, f"the bank store {where}")


def _by_column(rows: Sequence[Parameters]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def _cursor(connection: Connection) -> psycopg.Cursor[Any]:
    """Return a cursor that gives parameters to the server apart from the statement.

    Whatever kind the connection would make itself: Django's writes them into the statement.
    """
    return psycopg.Cursor(connection)


def _encoded(sql: str) -> bytes:
    """Return a statement as psycopg takes one that is no literal of the program."""
    return sql.encode()
