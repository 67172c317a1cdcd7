"""Every address with every role, and every route of the API with every scope, as the table says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mizan.service.people.rights import RIGHTS, ROLES, SCOPES

pytestmark = pytest.mark.sqlite
LOCAL = {"HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}
FAR = 10**9  # a number that nothing has


@pytest.fixture
def database() -> str:
    """Rights do not depend on the database."""
    return "sqlite"


def addresses() -> Iterator[tuple[str, Any]]:
    """Give every address of the console, with its view."""
    from django.urls.converters import IntConverter

    from mizan.service.console.urls import urlpatterns

    for pattern in urlpatterns:
        path = str(pattern.pattern)
        for name, converter in pattern.pattern.converters.items():
            kind = type(converter).__name__
            value = str(FAR) if isinstance(converter, IntConverter) else "x"
            path = path.replace(f"<{kind_of(kind)}:{name}>", value)
        assert "<" not in path, f"the test cannot fill in {path}"
        yield f"/{path}", pattern.callback


def kind_of(converter: str) -> str:
    return converter.removesuffix("Converter").lower().replace("string", "str")


def client_of(desk: Any, role: str) -> Any:
    from django.test import Client

    client = Client(**LOCAL, raise_request_exception=False)
    client.force_login(desk.person(name=f"a-{role}", role=role))
    return client


def is_refused(response: Any) -> bool:
    return response.status_code == 403 and b"desk.no_right" in response.content


def leads_to_sign_in(response: Any) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith("/sign-in")


def test_every_view_says_which_right_it_asks_for(desk: Any) -> None:
    silent = [path for path, view in addresses() if not hasattr(view, "right")]

    assert silent == []


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(desk: Any, role: str) -> None:
    client, wrong = client_of(desk, role), []

    for path, view in addresses():
        if view.right is None:
            continue
        allowed = role in RIGHTS[view.right]
        methods = ("get",) if allowed else ("get", "post")
        for method in methods:
            response = getattr(client, method)(path)
            if is_refused(response) == allowed or leads_to_sign_in(response):
                wrong.append((method, path, view.right, response.status_code))
            if response.status_code >= 500:
                wrong.append((method, path, view.right, response.status_code))

    assert wrong == []


def test_strangers_are_led_to_the_sign_in_page(desk: Any) -> None:
    from django.test import Client

    client = Client(**LOCAL)
    wrong = []

    for path, view in addresses():
        for method in ("get", "post"):
            response = getattr(client, method)(path)
            led = leads_to_sign_in(response)
            if view.right is not None and not led:
                wrong.append((method, path, response.status_code))

    assert wrong == []


def test_every_route_of_the_api_asks_for_its_scope_and_no_other_will_do(desk: Any) -> None:
    from django.test import Client

    client = Client(**LOCAL, raise_request_exception=False)
    tokens = {scope: desk.token(scope) for scope in SCOPES}
    wrong = []

    for method, path, scope in routes():
        bare = client.generic(method, path).status_code
        if scope is None:
            wrong += [(method, path, bare)] if bare in {401, 403} else []
            continue
        wrong += [(method, path, "none", bare)] if bare != 401 else []
        for given, token in tokens.items():
            header = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
            status = client.generic(method, path, b"{}", "application/json", **header).status_code
            if (status == 403) != (given != scope) or status == 401 or status >= 500:
                wrong.append((method, path, given, status))

    assert wrong == []


def routes() -> Iterator[tuple[str, str, str | None]]:
    """Give every route of the API: method, path, the scope it asks for."""
    from mizan.service.api.app import api

    yield "POST", "/api/v1/check", "check"
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                auth = operation.auth_callbacks or [router.auth]
                asked = [one.scope for one in auth if hasattr(one, "scope")]
                whole = f"/api/v1{prefix}{path}"
                for part in [one for one in whole.split("/") if one.startswith("{")]:
                    whole = whole.replace(part, str(FAR))
                for method in operation.methods:
                    yield method, whole, asked[0] if asked else None
