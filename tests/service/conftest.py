"""A desk of one's own for every test, on both databases; what is committed is committed."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mizan.service.setup import set_up

Point = Callable[[Path, str | None], None]


@dataclass
class Desk:
    """The service over an empty data folder, in this process."""

    folder: Path
    url: str | None  # of PostgreSQL; None for SQLite

    def token(self, *scopes: str) -> str:
        """Return a token with these scopes."""
        from mizan.service.people.changes import create_token

        return create_token(name="-".join(scopes), scopes=scopes, actor="cli:test", why="test")

    def person(self, name: str = "rima", role: str = "lead") -> Any:
        """Return somebody with this role."""
        from mizan.service.people.changes import create_user

        return create_user(name=name, role=role, skills=["ar", "en"], actor="cli:test", why="test")

    def hand_in(self, *texts: str, source: str = "forum") -> list[Any]:
        """Hand texts in, named by their number, and return their items."""
        from mizan.service.intake.changes import receive
        from mizan.service.intake.receiving import NewItem

        new = [
            NewItem(source=source, external_id=str(n), text=text) for n, text in enumerate(texts, 1)
        ]
        return [one.item for one in receive(items=new, actor="token:test")]

    def bank(self, text: str, *, name: str = "lantern", **given: Any) -> int:
        """Put a text into a bank, made when it is missing; return the number of its entry."""
        from mizan.banks import changes, queries
        from mizan.engine.admit import values_of
        from mizan.service.ground.engine import engine
        from mizan.terms.content import Content

        told = {"actor": "cli:test", "why": "test"}
        store = engine().store
        if name not in {one.name for one in queries.banks(store)}:
            changes.create_bank(store, name=name, purpose="harm", **told, **given)
        values = values_of(Content(id="x", text=text), engine().signals, "harm")
        rows = [changes.NewEntry(signal=signal, value=value) for signal, value in values]
        return changes.add_entries(store, bank=name, rows=rows, **told).ids[0]

    def work(self, *, ahead: float = 0.0) -> int:
        """Do every job that is due, or would be so many seconds ahead; return how many."""
        import threading

        from mizan.service.jobs.models import Job
        from mizan.service.worker.runner import Runner
        from mizan.terms.time import now, shift

        if ahead:
            from mizan.service.cases.models import Decision

            Job.objects.exclude(kind="sweep").filter(state="ready").update(run_at=now())
            Decision.objects.filter(
                state="pending", release_at__lt=shift(now(), seconds=ahead)
            ).update(release_at=now())
        runner = Runner(threading.Event())
        done = 0
        while runner.turn():
            done += 1
        return done


@pytest.fixture(scope="session")
def _point(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Point]:
    """Make Django ready once; what is given turns it to another data folder and database."""
    first = tmp_path_factory.mktemp("django")
    before = os.environ.pop("MIZAN_DATABASE_URL", None)
    set_up(first)
    from django.conf import settings
    from django.db import connections

    from mizan.service.ground import engine
    from mizan.service.settings_database import database

    def point(folder: Path, url: str | None) -> None:
        engine.close()
        connections.close_all()
        settings.MIZAN_DATA = folder
        settings.DATABASES["default"] = database(folder, url)
        if hasattr(connections._connections, "default"):
            del connections["default"]
        connections.settings = connections.configure_settings(settings.DATABASES)

    yield point
    if before is not None:
        os.environ["MIZAN_DATABASE_URL"] = before


@pytest.fixture(scope="session")
def _template(_point: Point, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder with an empty, migrated database."""
    folder = tmp_path_factory.mktemp("template")
    _make(_point, folder, None)
    return folder


@pytest.fixture(scope="session")
def _template_database(
    _point: Point, postgres_server: Any, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Give the name of an empty, migrated database of PostgreSQL."""
    postgres_server.run("CREATE DATABASE desk_template")
    url = postgres_server.url.rpartition("/")[0] + "/desk_template"
    os.environ["MIZAN_DATABASE_URL"] = url
    try:
        _make(_point, tmp_path_factory.mktemp("template-pg"), url)
    finally:
        del os.environ["MIZAN_DATABASE_URL"]
    return "desk_template"


def _make(point: Point, folder: Path, url: str | None) -> None:
    from mizan.service.ground import engine
    from mizan.service.setup import migrate

    point(folder, url)
    migrate()
    engine.engine()
    point(folder, url)  # closes what is open


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """Run a test on both databases."""
    return str(request.param)


@pytest.fixture
def desk(
    _point: Point,
    database: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    """Give an empty desk."""
    folder, url = tmp_path / "data", None
    if database == "sqlite":
        shutil.copytree(request.getfixturevalue("_template"), folder)
    else:
        template = request.getfixturevalue("_template_database")
        server = request.getfixturevalue("postgres_server")
        name = f"desk_{next(server.numbers)}"
        server.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        url = server.url.rpartition("/")[0] + f"/{name}"
        folder.mkdir(mode=0o700)
        monkeypatch.setenv("MIZAN_DATABASE_URL", url)
    monkeypatch.setenv("MIZAN_DATA", str(folder))
    _point(folder, url)
    yield Desk(folder, url)
    from django.db import connections

    from mizan.service.ground import engine

    engine.close()
    connections.close_all()


EXAMPLES = Path(__file__).parents[2] / "examples"
WHOLE = {  # a removal with nothing missing, as the form sends it
    "kind": "remove",
    "reason": "known_terrorist_content",
    "clause": "4.2",
    "labels": ["known_text"],
    "exclusions": ["none_found"],
    "stance": "endorses",
    "machine": "yes",
    "territory": "world",
    "duration": "open",
    "scope": "lead",
    "once": "a" * 32,
}


@pytest.fixture
def whole() -> dict[str, Any]:
    """Give the form of a removal with nothing missing."""
    return dict(WHOLE)


@pytest.fixture
def signed_in() -> Callable[[Any], Any]:
    """Give a function that returns the browser of somebody who is signed in."""
    from django.contrib import auth
    from django.test import Client

    def sign_in(person: Any) -> Any:
        client = Client(headers={"host": "localhost"})
        session = client.session  # written as a sign-in writes it, without one
        session[auth.SESSION_KEY] = str(person.pk)
        session[auth.BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[auth.HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        return client

    return sign_in


@pytest.fixture
def case(desk: Desk) -> Any:
    """Give the open case of a repost."""
    from mizan.service.cases.models import Case

    desk.bank((EXAMPLES / "statement_ar.txt").read_text("utf-8"))
    desk.hand_in((EXAMPLES / "repost_ar.txt").read_text("utf-8"))
    desk.work()
    return Case.objects.get()


@pytest.fixture(scope="session")
def deeds() -> Any:
    """Give what tests of the desk do again and again: the module deeds.py beside this one."""
    spec = importlib.util.spec_from_file_location("deeds", Path(__file__).parent / "deeds.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
