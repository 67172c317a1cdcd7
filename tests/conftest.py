"""What all tests share: the long form, a data folder of one's own, and both databases."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest

PROGRAMS = Path("/usr/lib/postgresql")  # where Debian and Ubuntu keep them, by version
MISSING = "not installed, or without its driver: tests that need it are left out"
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=40"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the long forms of slow tests")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--long"):
        os.environ["MIZAN_LONG"] = "1"
    if os.environ.get("MIZAN_REQUIRE_BROWSER") and not shutil.which("chromium"):
        raise pytest.UsageError("Chromium is required here: apt install chromium")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = {item for item in items if on_postgres(item)}
    if has_postgres() or os.environ.get("MIZAN_REQUIRE_POSTGRES"):
        left_out = {item for item in left_out if "sqlite" in item.keywords}
    items[:] = [item for item in items if item not in left_out]
    if config.getoption("--long"):
        return
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="long form: give --long"))


def pytest_report_header() -> str:
    return "PostgreSQL: " + ("a server of our own" if has_postgres() else MISSING)


def on_postgres(item: pytest.Item) -> bool:
    """Tell whether it is the form on PostgreSQL of a test that runs on both databases."""
    return getattr(item, "callspec", None) is not None and (
        item.callspec.params.get("database") == "postgres"
    )


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the user's own data and keys."""
    monkeypatch.setenv("MIZAN_DATA", str(tmp_path / "mizan-data"))
    monkeypatch.setenv("MIZAN_LEDGER_KEY", str(tmp_path / "ledger.key"))
    monkeypatch.delenv("MIZAN_DATABASE_URL", raising=False)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Give a running PostgreSQL; without the programs the test is skipped, where that may be."""
    if not has_postgres() and not os.environ.get("MIZAN_REQUIRE_POSTGRES"):
        pytest.skip(f"PostgreSQL: {MISSING}")
    programs = folder_of_programs()
    assert programs, "PostgreSQL is required here: apt install postgresql"
    with running(programs) as server:
        yield server


@pytest.fixture
def postgres(postgres_server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let every store that is opened lie in an empty place of PostgreSQL; give its address."""
    url = postgres_server.fresh()
    monkeypatch.setenv("MIZAN_DATABASE_URL", url)
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """Run a test on both databases."""
    if request.param == "postgres":
        request.getfixturevalue("postgres")
    return str(request.param)


def has_postgres() -> bool:
    return bool(folder_of_programs() and importlib.util.find_spec("psycopg"))


def folder_of_programs() -> Path | None:
    """Return the folder of `initdb` and `pg_ctl`, None when PostgreSQL is not installed."""
    if found := shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    found_here = sorted(PROGRAMS.glob("*/bin/pg_ctl"))
    return found_here[-1].parent if found_here else None


@dataclass
class Server:
    """A cluster; each `fresh` address leads to an empty schema of its own."""

    programs: Path
    folder: Path
    port: int
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def fresh(self) -> str:
        """Return the address of an empty place."""
        name = f"t{next(self.numbers)}"
        self.run(f"CREATE SCHEMA {name}")
        return f"{self.url}?options={quote(f'-csearch_path={name}')}"

    def run(self, sql: str, *parameters: object) -> list[tuple]:
        """Run one statement as the superuser."""
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(sql, parameters or None)
            return cursor.fetchall() if cursor.description else []

    def start(self) -> None:
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} {QUICK}"
        self.control("-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self.control("-m", "immediate", "stop")

    def control(self, *arguments: str) -> None:
        data = str(self.folder / "data")
        run_as_postgres(str(self.programs / "pg_ctl"), "-s", "-D", data, *arguments)


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """Make a cluster, start it, and stop and delete it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="mizan-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        initdb = [str(programs / "initdb"), "-D", str(folder / "data"), "-A", "trust"]
        options = ["-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
        run_as_postgres(*initdb, *options)
        server = Server(programs, folder, free_port())
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_as_postgres(*command: str) -> None:
    """Run a program as the user postgres when we are root: the server refuses to be root's."""
    prefix = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    done = subprocess.run(
        [*prefix, *command],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the server keeps it open: a pipe would never end
        stderr=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, f"{command[0]} failed"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
