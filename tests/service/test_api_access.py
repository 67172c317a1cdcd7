"""Who may ask what: every address of the description, with and without its token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.service.api_client import ROOT, Program, code

PUBLIC = {"/health"}
SCOPES = {
    "/check": "check",
    "/items": "items",
    "/appeals": "items",
    "/authors": "cases",
    "/reports": "items",
    "/cases": "cases",
    "/decisions": "decide",
    "/banks": "banks",
    "/metrics": "metrics",
}


def routes() -> Iterator[tuple[str, str, str]]:
    """Give method, path and scope of every route of the description that needs a token."""
    from mizan.service.api.app import api

    for path, operations in api.get_openapi_schema()["paths"].items():
        short = re.sub(r"{(\w+)}", "1", path.removeprefix(ROOT))
        for method in operations:
            if short not in PUBLIC:
                area = "/" + short.split("/")[1]
                scope = "decide" if short.endswith("/decisions") else SCOPES[area]
                yield method.upper(), short, scope


def test_every_route_needs_a_token(desk: Any) -> None:
    answers = {(m, p): Program().ask(m, p, {}) for m, p, _ in routes()}

    assert len(answers) > 15
    assert {one.status_code for one in answers.values()} == {401}
    assert {code(one) for one in answers.values()} == {"desk.no_token"}
    assert {one.headers["WWW-Authenticate"] for one in answers.values()} == {"Bearer"}


def test_every_route_needs_its_own_scope(desk: Any) -> None:
    from mizan.service.people import rights

    programs = {
        scope: Program(desk.token(*(one for one in rights.SCOPES if one != scope)))
        for scope in set(SCOPES.values())
    }

    answers = {(m, p): programs[scope].ask(m, p, {}) for m, p, scope in routes()}

    assert {one.status_code for one in answers.values()} == {403}
    assert {code(one) for one in answers.values()} == {"desk.no_scope"}


def test_a_revoked_token_is_refused_at_once(desk: Any) -> None:
    from mizan.service.people.changes import revoke_token

    program = Program(desk.token("check"))
    before = program.post("/check", {"text": "bread"})
    revoke_token(name="check", actor="cli:test", why="test")
    after = program.post("/check", {"text": "bread"})

    assert (before.status_code, after.status_code) == (200, 401)


def test_who_shows_wrong_tokens_too_often_is_told_to_wait(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mizan.service.api import access, limiter

    monkeypatch.setattr(access, "misses", limiter.Misses())
    monkeypatch.setattr(limiter, "MOST_WRONG", 3)
    right = Program(desk.token("check"))

    wrong = [Program("no-token").post("/check", {"text": "bread"}) for _ in range(5)]

    assert [one.status_code for one in wrong] == [401, 401, 401, 429, 429]
    assert int(wrong[-1].headers["Retry-After"]) > 0
    assert right.post("/check", {"text": "bread"}).status_code == 200


def test_health_is_public_and_brief(desk: Any) -> None:
    answer = Program().get("/health")

    assert answer.status_code == 200
    assert set(answer.json()) == {"status", "version", "model"}


def test_health_says_when_the_engine_is_not_open_yet(desk: Any) -> None:
    from mizan.service.ground import engine

    engine.close()
    before = Program().get("/health").json()["status"]
    engine.engine()
    after = Program().get("/health").json()["status"]

    assert (before, after) == ("starting", "ok")


def test_health_says_when_work_is_left_lying(desk: Any) -> None:
    from mizan.service.ground import engine
    from mizan.service.jobs.models import Job
    from mizan.terms.time import now, shift

    engine.engine()
    desk.hand_in("bread")
    Job.objects.update(run_at=shift(now(), seconds=-400))

    assert Program().get("/health").json()["status"] == "degraded"


@pytest.mark.sqlite
def test_health_is_503_when_the_database_is_away(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", desk.folder / "none" / "there.db")
    monkeypatch.setitem(connections["default"].settings_dict, "NAME", desk.folder / "x" / "y.db")
    answer = Program().get("/health")

    assert (answer.status_code, code(answer)) == (503, "store.away")
    assert int(answer.headers["Retry-After"]) > 0


def test_the_figures_are_there_for_a_monitor(desk: Any) -> None:
    desk.hand_in("bread", "salt")
    program = Program(desk.token("metrics", "check"))
    program.post("/check", {"text": "bread"})

    answer = program.get("/metrics")

    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert 'mizan_items{state="received"} 2.0' in text
    assert 'mizan_jobs{kind="scan",state="ready"} 1.0' in text
    for name in (
        "mizan_bank_seq",
        "mizan_bank_lag",
        "mizan_dead_letters",
        "mizan_oldest_job_",
        "mizan_check_seconds_bucket",
    ):
        assert name in text


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "told"),
    [
        ("GET", "/nothing", {}, 404, "desk.unknown"),
        ("GET", "/items/", {}, 404, "desk.unknown"),
        ("GET", "/check", {}, 405, "api.method"),
        ("PUT", "/items", {}, 405, "api.method"),
        ("DELETE", "/health", {}, 405, "api.method"),
        ("GET", "/health", {"Host": "elsewhere.example"}, 400, "desk.unreadable"),
        ("GET", "/items/99999999999999999999999", {}, 404, "desk.unknown"),
        ("GET", "/items/x", {}, 422, "api.malformed"),
        ("GET", "/items/7", {}, 404, "desk.unknown"),
        ("GET", "/items?limit=0", {}, 422, "api.malformed"),
        ("GET", "/items?source=a%00b", {}, 422, "api.malformed"),
        ("POST", "/reports", {"Content-Length": str(2**40)}, 413, "api.too_large"),
    ],
)
def test_every_failure_is_json_with_a_code(
    desk: Any, method: str, path: str, headers: Any, status: int, told: str
) -> None:
    program = Program(desk.token("items"))
    size = {"CONTENT_LENGTH": headers["Content-Length"]} if "Content-Length" in headers else {}
    host = {name: value for name, value in headers.items() if name == "Host"}

    answer = program.http.generic(method, ROOT + path, headers={**program.headers, **host}, **size)

    assert (answer.status_code, code(answer)) == (status, told)
    assert answer.headers["Content-Type"] == "application/json"
    assert (status == 405) == bool(answer.headers.get("Allow"))


@pytest.mark.parametrize("path", ["/items", "/reports", "/check", "/banks/x/entries"])
def test_a_body_that_does_not_say_it_is_json_is_refused(desk: Any, path: str) -> None:
    program = Program(desk.token("items", "check", "banks"))

    answer = program.http.generic(
        "POST", ROOT + path, b"{}", content_type="text/plain", headers=program.headers
    )

    assert (answer.status_code, code(answer)) == (415, "api.media_type")


def test_a_fault_of_ours_is_told_without_its_inside(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mizan.service.items import queries

    def broken(_: int) -> None:
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(queries, "item", broken)
    answer = Program(desk.token("items")).get("/items/1")

    assert (answer.status_code, code(answer)) == (500, "desk.broken")
    assert b"secret" not in answer.content
