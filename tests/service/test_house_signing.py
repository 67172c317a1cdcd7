"""Signing in: passwords, one-time links, second factor, limits, and when sessions end."""

from __future__ import annotations

import logging
from typing import Any

import pyotp
import pytest

PASSWORD = "lantern on a far hill 7"
LOCAL = {"HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}
FAR = {"HTTP_HOST": "localhost", "REMOTE_ADDR": "203.0.113.7"}


def client(**where: Any) -> Any:
    from django.test import Client

    return Client(**(where or LOCAL))


def account(desk: Any, name: str = "rima", role: str = "reviewer") -> Any:
    from mizan.service.people.own_changes import set_password

    user = desk.person(name, role)
    set_password(user=user, password=PASSWORD)
    return user


def sign_in(browser: Any, name: str = "rima", password: str = PASSWORD, **more: str) -> Any:
    return browser.post("/sign-in", {"username": name, "password": password, **more})


def link_for(user: Any) -> str:
    from mizan.service.people.changes import make_link

    return f"/welcome/{make_link(user=user, actor='cli:test', why='test')}"


def with_factor(user: Any) -> tuple[str, list[str]]:
    """Give an account a second factor, long ago; return its secret and recovery codes."""
    from mizan.service.people import factor
    from mizan.service.people.factor_changes import enrol
    from mizan.service.people.models import User

    secret = factor.new_secret()
    codes = enrol(user=user, secret=secret, code=pyotp.TOTP(secret).now())
    User.objects.filter(pk=user.pk).update(second_factor_step=0)
    return secret, codes


def test_a_password_lets_in_and_leads_to_own_paths_only(desk: Any) -> None:
    account(desk)

    targets = {}
    for wanted in ("/health", "//evil.example/", "https://evil.example/", "/\\evil.example", "x"):
        targets[wanted] = sign_in(client(), next=wanted).headers["Location"]

    assert targets.pop("/health") == "/health"
    assert set(targets.values()) == {"/"}


def test_wrong_names_and_wrong_passwords_are_answered_alike(desk: Any) -> None:
    account(desk)

    known = sign_in(client(), password="wrong wrong wrong")
    unknown = sign_in(client(), name="nobody", password="wrong wrong wrong")

    assert (known.status_code, unknown.status_code) == (403, 403)
    assert b"Name and password do not go together" in known.content
    assert strip(known) == strip(unknown)


def strip(response: Any) -> str:
    import re

    return re.sub(r'"[A-Za-z0-9]{64}"', "", response.content.decode())


def test_a_closed_account_lets_nobody_in_and_its_session_ends(desk: Any) -> None:
    from mizan.service.people.account_changes import close_account, reopen_account

    account(desk)
    browser = client()
    sign_in(browser)

    before = browser.get("/account").status_code
    close_account(name="rima", actor="cli:test", why="left")
    closed = browser.get("/account").status_code
    again = sign_in(client()).status_code
    reopen_account(name="rima", actor="cli:test", why="back")

    assert (before, closed, again) == (200, 302, 403)
    assert browser.get("/account").status_code == 302
    assert sign_in(client()).status_code == 302


def test_another_role_or_password_ends_every_session(desk: Any) -> None:
    from mizan.service.people.account_changes import change_role

    user = account(desk)
    one, other = client(), client()
    sign_in(one)
    sign_in(other)

    given = {"present": PASSWORD, "password": f"{PASSWORD} new", "again": f"{PASSWORD} new"}
    changed = one.post("/account/password", given)
    still, gone = one.get("/account").status_code, other.get("/account").status_code
    change_role(name=user.name, role="auditor", actor="cli:test", why="test")

    assert changed.status_code == 302
    assert (still, gone) == (200, 302)
    assert one.get("/account").status_code == 302


def test_after_eight_wrong_passwords_the_right_one_is_refused_too(desk: Any) -> None:
    account(desk)
    browser = client()

    answers = [sign_in(browser, password="wrong wrong wrong").status_code for _ in range(8)]
    locked = sign_in(browser)
    elsewhere = sign_in(client(**{**LOCAL, "REMOTE_ADDR": "127.0.0.9"}))

    assert set(answers[:7]) == {403}
    assert locked.status_code == 429
    assert b"too many attempts" in locked.content
    assert elsewhere.status_code == 302


def test_attempts_are_counted_by_name_whatever_the_address(desk: Any) -> None:
    account(desk)

    answers = [
        sign_in(client(HTTP_HOST="localhost", REMOTE_ADDR=f"203.0.113.{n}"), password="x" * 12)
        for n in range(31)
    ]

    assert [one.status_code for one in answers[:30]] == [403] * 30
    assert answers[30].status_code == 429
    assert answers[30].headers["Retry-After"]


def test_what_is_counted_is_a_digest(desk: Any) -> None:
    from mizan.service.people.models import Attempt

    sign_in(client(), name="someone-private", password="x" * 12)

    kept = [one.digest for one in Attempt.objects.all()]
    assert len(kept) == 2
    assert all(len(one) == 64 for one in kept)


def test_a_link_works_once_and_leaves_the_address_at_once(desk: Any) -> None:
    link = link_for(desk.person("noura", "reviewer"))
    browser = client()

    first = browser.get(link)
    page = browser.get("/welcome")
    short = browser.post("/welcome", {"password": "short", "again": "short"})
    differs = browser.post("/welcome", {"password": PASSWORD, "again": f"{PASSWORD}x"})
    done = browser.post("/welcome", {"password": PASSWORD, "again": PASSWORD})
    client().get(link)

    assert (first.status_code, first.headers["Location"]) == (302, "/welcome")
    assert page.status_code == 200
    assert (short.status_code, differs.status_code) == (400, 400)
    assert done.status_code == 302
    assert browser.get("/account").status_code == 200
    assert client().get("/welcome").status_code == 400


def test_a_link_of_a_closed_account_or_of_yesterday_does_not_work(desk: Any) -> None:
    from mizan.service.people.account_changes import close_account
    from mizan.service.people.models import SignInLink
    from mizan.terms.time import now, shift

    old, closed = link_for(desk.person("old")), link_for(desk.person("closed"))
    SignInLink.objects.filter(user__name="old").update(expires_at=shift(now(), seconds=-1))
    close_account(name="closed", actor="cli:test", why="test")

    for link in (old, closed, "/welcome/x"):
        browser = client()
        browser.get(link)
        assert browser.get("/welcome").status_code == 400


def test_a_link_does_not_go_around_the_second_factor(desk: Any) -> None:
    user = account(desk)
    with_factor(user)
    browser = client()
    browser.get(link_for(user))

    done = browser.post("/welcome", {"password": PASSWORD, "again": PASSWORD})

    assert done.headers["Location"] == "/sign-in/code"
    assert browser.get("/account").status_code == 302


def test_the_secret_of_a_link_is_in_no_log(desk: Any, caplog: pytest.LogCaptureFixture) -> None:
    from mizan.service.border import Discreet

    record = logging.LogRecord("x", 40, "", 1, "Server Error: %s", ("/welcome/aB-9_x",), None)

    Discreet().filter(record)
    client().get("/welcome/aB-9_x")

    assert record.getMessage() == "Server Error: /welcome/..."
    assert "aB-9_x" not in caplog.text


def test_a_code_is_asked_for_and_none_works_twice(desk: Any) -> None:
    user = account(desk)
    secret, codes = with_factor(user)
    code = pyotp.TOTP(secret).now()
    one, other, third = client(), client(), client()
    for browser in (one, other, third):
        assert sign_in(browser).headers["Location"] == "/sign-in/code"

    half = one.get("/account").status_code
    wrong = one.post("/sign-in/code", {"code": "000000"}).status_code
    first = one.post("/sign-in/code", {"code": code}).status_code
    twice = other.post("/sign-in/code", {"code": code}).status_code
    recovered = other.post("/sign-in/code", {"code": codes[3]}).status_code
    again = third.post("/sign-in/code", {"code": codes[3]}).status_code

    assert (half, wrong) == (302, 400)
    assert (first, twice, recovered, again) == (302, 400, 302, 400)
    assert one.get("/account").status_code == 200


def test_codes_cannot_be_guessed_for_long(desk: Any) -> None:
    user = account(desk)
    with_factor(user)
    browser = client()
    sign_in(browser)

    answers = [browser.post("/sign-in/code", {"code": f"{n:06}"}).status_code for n in range(9)]

    assert answers == [400] * 8 + [429]


def test_a_half_sign_in_ends_with_another_password(desk: Any) -> None:
    from mizan.service.people.own_changes import set_password

    user = account(desk)
    secret, _ = with_factor(user)
    browser = client()
    sign_in(browser)

    user.refresh_from_db()
    set_password(user=user, password=f"{PASSWORD} new")
    late = browser.post("/sign-in/code", {"code": pyotp.TOTP(secret).now()})

    assert late.headers["Location"] == "/sign-in"


def test_whoever_comes_from_elsewhere_must_set_up_a_second_factor(desk: Any) -> None:
    account(desk)
    near, far = client(), client(**FAR)
    sign_in(near)
    sign_in(far)

    led = far.get("/health")
    page = far.get("/account/second-factor")
    secret = page.content.decode().partition('<code class="hash">')[2].partition("<")[0]
    code = pyotp.TOTP(secret.replace(" ", "")).now()
    done = far.post("/account/second-factor", {"code": code})

    assert near.get("/health").status_code == 200
    assert (led.status_code, led.headers["Location"]) == (302, "/account/second-factor")
    assert done.content.count(b"<li><code>") == 10
    assert far.get("/health").status_code == 200


@pytest.mark.parametrize(("rule", "where", "status"), [("never", FAR, 200), ("always", LOCAL, 302)])
def test_the_operator_chooses_who_must_have_a_second_factor(
    desk: Any, rule: str, where: dict[str, str], status: int
) -> None:
    from mizan.service.ground.changes import set_profile

    account(desk)
    set_profile(actor="cli:test", why="test", second_factor=rule)
    browser = client(**where)
    sign_in(browser)

    assert browser.get("/health").status_code == status


def test_a_second_factor_is_sealed_and_an_admin_can_take_it_away(desk: Any) -> None:
    from mizan.service.people.factor_changes import reset_factor
    from mizan.service.people.models import User

    user = account(desk)
    secret, codes = with_factor(user)
    kept = User.objects.get(name="rima")

    reset_factor(user=user, actor="user:admin", why="lost the phone")

    assert secret.encode() not in bytes(kept.second_factor)
    assert all(code not in str(kept.recovery) for code in codes)
    assert sign_in(client()).headers["Location"] == "/"


def test_new_recovery_codes_end_the_old_ones(desk: Any) -> None:
    from mizan.errors import DeskError
    from mizan.service.people.factor_changes import renew_recovery, use_code

    user = account(desk)
    _, codes = with_factor(user)

    fresh = renew_recovery(user=user, code=codes[0])

    assert use_code(user=user, code=fresh[0].lower()) == "recovery"
    with pytest.raises(DeskError, match="wrong, or was used"):
        use_code(user=user, code=codes[1])


def test_signing_out_needs_a_post_and_the_token_of_the_form(desk: Any) -> None:
    from django.test import Client

    account(desk)
    strict = Client(enforce_csrf_checks=True, **LOCAL)

    refused = sign_in(strict)
    browser = client()
    sign_in(browser)
    by_link = browser.get("/sign-out").status_code
    browser.post("/sign-out")

    assert refused.status_code == 403
    assert b"desk.stale_page" in refused.content
    assert by_link == 405
    assert browser.get("/account").status_code == 302


def test_the_language_is_the_persons_own_and_leads_back_to_own_paths(desk: Any) -> None:
    from mizan.service.people.models import User

    account(desk)
    browser = client()
    sign_in(browser)

    back = browser.post("/language", {"language": "ar", "next": "//evil.example"})
    browser.post("/language", {"language": "xx", "next": "/"})

    assert back.headers["Location"] == "/"
    assert User.objects.get(name="rima").language == "ar"
    assert b'dir="rtl"' in browser.get("/account").content


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("forwarded", "https", "address"),
    [
        (None, False, "127.0.0.1"),
        ("198.51.100.1", False, "127.0.0.1"),
        ("198.51.100.1, 203.0.113.9", True, "203.0.113.9"),
        ("203.0.113.9, nonsense'--", True, "0.0.0.0"),
        ("fe80::1%eth0", True, "fe80::1"),
        ("", True, "0.0.0.0"),
    ],
)
def test_the_address_is_the_one_the_nearest_proxy_saw(
    desk: Any, settings_https: Any, forwarded: str | None, https: bool, address: str
) -> None:
    from django.test import RequestFactory

    from mizan.service.console.address import address_of, is_local

    more = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    request = RequestFactory().get("/", **LOCAL, **more)

    with settings_https(https):
        assert address_of(request) == address
        assert is_local(request) == (forwarded is None)


@pytest.fixture
def settings_https() -> Any:
    """Give a way to stand behind a proxy that speaks TLS."""
    from django.test import override_settings

    return lambda https: override_settings(MIZAN_HTTPS=https)
