"""The description of the API holds: over a real socket no answer is undeclared, none is a fault."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from hypothesis import HealthCheck, given, settings
from tests.service.api_client import ROOT

EXAMPLES = 12  # of each route and mode; with --long many more
LONG = 300


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as its parent has it
        pass


@pytest.fixture
def address(desk: Any) -> Iterator[str]:
    """Serve the desk over a socket and give the address."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connections

    server = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet)

    def serve() -> None:
        server.serve_forever(poll_interval=0.02)
        connections.close_all()

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def peopled(desk: Any) -> Any:
    """Give a desk with something in it: a case, an item, a bank."""
    from mizan.service.intake.changes import report

    desk.bank("a statement of the Black Lantern Front, long enough to be known again by anybody")
    first, _ = desk.hand_in("bread", "salt")
    report(item=first.pk, reporter="u", category="", comment="", actor="token:test")
    desk.work()
    return desk


def test_no_request_is_answered_in_an_undeclared_way(
    peopled: Any, address: str, request: pytest.FixtureRequest, database: str
) -> None:
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    from mizan.service.people.rights import SCOPES

    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    head = {"Authorization": f"Bearer {peopled.token(*SCOPES)}"}
    described = schemathesis.openapi.from_url(f"{address}{ROOT}/openapi.json")
    few = EXAMPLES if database == "sqlite" else EXAMPLES // 3
    count = LONG if request.config.getoption("--long") else few
    asked = 0

    def ask(strategy: Any) -> None:
        @settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=strategy)
        def once(case: Any) -> None:
            case.call_and_validate(checks=checks, headers=head, timeout=30)

        once()

    for found in described.get_all_operations():
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            operation = found.ok()
            if mode is GenerationMode.NEGATIVE and operation.path.endswith(("/health", "/metrics")):
                continue  # they take nothing that could be wrong
            ask(operation.as_strategy(generation_mode=mode))
            asked += 1

    assert asked > 30
