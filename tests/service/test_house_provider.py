"""Signing in by a provider of OpenID Connect that answers over a real socket."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("authlib")
pytest.importorskip("requests")
sys.path.insert(0, str(Path(__file__).parent))
from fake_provider import CLIENT, SECRET, FakeProvider

LOCAL = {"HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}
pytestmark = pytest.mark.sqlite


@pytest.fixture
def database() -> str:
    """What a provider says does not depend on the database."""
    return "sqlite"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeProvider]:
    """Give a provider that the desk knows."""
    with FakeProvider() as one:
        secret = tmp_path / "secret"
        secret.write_text(f"{SECRET}\n", "utf-8")
        monkeypatch.setenv("MIZAN_OIDC_ISSUER", one.issuer)
        monkeypatch.setenv("MIZAN_OIDC_CLIENT", CLIENT)
        monkeypatch.setenv("MIZAN_OIDC_SECRET_FILE", str(secret))
        yield one


def client() -> Any:
    from django.test import Client

    return Client(**LOCAL)


def go(browser: Any, **changed: str) -> Any:
    """Go to the provider and come back, with the answer changed on the way."""
    import requests

    begun = browser.get("/sign-in/provider?next=/health")
    assert begun.status_code == 302, begun.content
    answer = requests.get(begun.headers["Location"], allow_redirects=False, timeout=5)
    path = answer.headers["Location"].removeprefix("http://localhost")
    answer.close()
    for name, value in changed.items():
        import re

        path = re.sub(rf"{name}=[^&]*", f"{name}={value}", path)
    return browser.get(path)


def bound(desk: Any, provider: FakeProvider) -> Any:
    from mizan.service.people.account_changes import set_subject

    user = desk.person("dana", "reviewer")
    subject = f"{provider.issuer} {provider.subject}"
    set_subject(name="dana", subject=subject, actor="cli:test", why="test")
    return user


def test_whoever_is_bound_is_let_in_and_led_on(desk: Any, provider: FakeProvider) -> None:
    bound(desk, provider)
    browser = client()

    page = browser.get("/sign-in").content.decode()
    done = go(browser)

    assert "/sign-in/provider" in page
    assert (done.status_code, done.headers["Location"]) == (302, "/health")
    assert b"dana" in browser.get("/account").content


def test_an_invitation_binds_an_account_once(desk: Any, provider: FakeProvider) -> None:
    from mizan.service.people.changes import make_link
    from mizan.service.people.models import User

    user = desk.person("noura", "lead")
    link = make_link(user=user, actor="cli:test", why="test")
    browser = client()
    browser.get(f"/welcome/{link}")

    done = go(browser)
    late = client()
    late.get(f"/welcome/{link}")

    assert done.status_code == 302
    assert User.objects.get(name="noura").subject == f"{provider.issuer} person-1"
    assert late.get("/welcome").status_code == 400
    assert go(client()).status_code == 302


def test_strangers_are_not_let_in(desk: Any, provider: FakeProvider) -> None:
    from mizan.service.people.models import User

    desk.person("dana", "admin")  # of the same name, and another person

    done = go(client())

    assert b"desk.not_invited" in done.content
    assert User.objects.get().subject is None


def test_the_operator_may_let_the_provider_make_accounts(
    desk: Any, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mizan.service.people.models import User

    monkeypatch.setenv("MIZAN_OIDC_ROLE", "auditor")

    done = go(client())

    assert done.status_code == 302
    assert (User.objects.get().name, User.objects.get().role) == ("dana", "auditor")


def test_a_closed_account_is_not_let_in(desk: Any, provider: FakeProvider) -> None:
    from mizan.service.people.account_changes import close_account

    bound(desk, provider)
    close_account(name="dana", actor="cli:test", why="left")

    assert b"desk.not_invited" in go(client()).content


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": ""},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"]},
        {"azp": "another-client"},
        {"iss": "https://another.example"},
        {"exp": 1_000_000_000},
        {"exp": ""},
        {"sub": ""},
        {"sub": "x" * 300},
    ],
    ids=str,
)
def test_an_answer_that_is_not_right_lets_nobody_in(
    desk: Any, provider: FakeProvider, claims: dict[str, Any]
) -> None:
    bound(desk, provider)
    provider.claims = claims
    browser = client()

    done = go(browser)

    assert b"desk.no_provider" in done.content
    assert browser.get("/account").status_code == 302


def test_a_signature_of_another_key_or_none_lets_nobody_in(
    desk: Any, provider: FakeProvider
) -> None:
    bound(desk, provider)

    provider.other_key = True
    other = go(client())
    provider.other_key, provider.algorithm = False, "none"
    unsigned = go(client())

    assert b"desk.no_provider" in other.content
    assert b"desk.no_provider" in unsigned.content


def test_another_state_or_code_and_a_second_use_are_refused(
    desk: Any, provider: FakeProvider
) -> None:
    bound(desk, provider)
    browser = client()

    state = go(client(), state="another")
    code = go(client(), code="another")
    nothing = browser.get("/sign-in/provider/back?code=x&state=y")

    assert all(b"desk.no_provider" in one.content for one in (state, code, nothing))


def test_without_provider_or_extra_there_is_no_button_and_the_error_says_why(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mizan.errors import DeskError
    from mizan.service.console.house import provider as module

    none = client().get("/sign-in/provider")
    monkeypatch.setenv("MIZAN_OIDC_ISSUER", "https://id.example")
    monkeypatch.setenv("MIZAN_OIDC_CLIENT", "x")
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    page = client().get("/sign-in").content.decode()

    assert b"desk.no_provider" in none.content
    assert "/sign-in/provider" not in page
    with pytest.raises(DeskError) as raised:
        module.the_provider()
    assert "mizan[sso]" in raised.value.hint


def test_a_provider_without_https_or_that_is_away_is_refused(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIZAN_OIDC_CLIENT", "x")

    for issuer in ("http://id.example", "http://127.0.0.1:9", "ftp://127.0.0.1/"):
        monkeypatch.setenv("MIZAN_OIDC_ISSUER", issuer)
        assert b"desk.no_provider" in client().get("/sign-in/provider").content
