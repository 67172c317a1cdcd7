"""Signing in and running the house, in a real Chromium: both languages, two widths."""

from __future__ import annotations

import re
from typing import Any

import pyotp
import pytest

PASSWORD = "lantern on a far hill 7"


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_sign_in_page_is_clean(open_tab: Any, language: str, width: int) -> None:
    tab = open_tab(width, language)

    page = tab.go("/")
    tab.shot(f"sign-in-{language}-{width}")

    assert page.url.endswith("/sign-in")
    assert page.evaluate("document.documentElement.lang") == language
    tab.check()


def test_a_link_sets_the_password_once_and_the_password_lets_in(live: Any, open_tab: Any) -> None:
    link = live.mizan("user", "create", "noura", "--role", "reviewer").strip()
    tab = open_tab()
    page = tab.go(link)
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=again]", PASSWORD)

    page.click("main form button")
    page.wait_for_url(f"{live.url}/")
    first = page.locator(".menu-name").inner_text()
    other = open_tab()
    again = other.go(link).locator("main").inner_text()
    page = other.go("/sign-in?next=/style")
    page.fill("input[name=username]", "noura")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")

    assert first == "noura"
    assert "does not work" in again
    assert page.url == f"{live.url}/style"


def test_signed_in_helper_shows_the_name(live: Any, tab: Any) -> None:
    live.sign_in(tab.page, "lead", "ar")

    page = tab.go("/")

    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.locator(".menu-name").inner_text() == "lead-ar"


def test_the_service_beside_can_be_filled(live: Any) -> None:
    printed = live.run(
        "desk.bank('Black Lantern Front calls every brother to come at dawn to the old mill')\n"
        "desk.hand_in('Black Lantern Front calls every brother to come at dawn to the old mill')\n"
        "settle()\n"
        "from mizan.service.cases.models import Case\n"
        "print(Case.objects.count())"
    )

    assert printed.strip() == "1"


PAGES = {
    "admin": (
        "account",
        "account/second-factor",
        "comfort",
        "people",
        "people/1",
        "team",
        "tokens",
        "webhooks",
        "dead-letters",
        "ledger",
        "readings",
        "settings",
        "health",
        "nowhere",
    ),
    "auditor": ("ledger", "people"),
}


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_the_house_are_clean(
    live: Any, open_tab: Any, language: str, width: int
) -> None:
    for role, paths in PAGES.items():
        tab = open_tab(width, language)
        live.sign_in(tab.page, role, language)
        for path in paths:
            page = tab.go(f"/{path}")
            tab.shot(f"{role}-{path.replace('/', '-')}-{language}-{width}")

            assert page.evaluate("document.documentElement.lang") == language
            tab.check()


def test_a_second_factor_is_set_up_and_asked_for(live: Any, open_tab: Any) -> None:
    link = live.mizan("user", "create", "salim", "--role", "reviewer").strip()
    tab = open_tab()
    page = tab.go(link)
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=again]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(f"{live.url}/")

    page = tab.go("/account/second-factor")
    tab.shot("factor")
    tab.check()
    secret = page.locator("code.hash").inner_text().replace(" ", "")
    page.fill("input[name=code]", pyotp.TOTP(secret).now())
    page.click("main form button")
    codes = page.locator(".codes code").all_inner_texts()
    tab.shot("recovery")
    tab.check()
    other = open_tab()
    page = other.go("/sign-in")
    page.fill("input[name=username]", "salim")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    asked = page.url
    other.check()
    page.fill("input[name=code]", codes[0].lower())
    page.click("main form button")

    assert len(codes) == 10
    assert all(re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", code) for code in codes)
    assert asked.endswith("/sign-in/code")
    assert page.url == f"{live.url}/"


def test_a_shift_ends_with_a_page_of_rest(live: Any, tab: Any) -> None:
    live.mizan("user", "create", "huda", "--role", "reviewer")
    link = live.mizan("user", "reset-link", "huda").strip()
    page = tab.go(link)
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=again]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(f"{live.url}/")

    page.click(".menu summary")
    page.click("form[action='/end-shift'] button")
    tab.shot("rest")

    assert "shift is over" in page.locator("h1").inner_text()
    tab.check()
