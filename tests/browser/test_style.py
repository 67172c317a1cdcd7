"""The look of the desk in a real Chromium: every part, both languages, both themes, two widths."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

playwright = pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe  # noqa: E402

HERE = Path(__file__).parent
SHOTS = HERE / "screenshots"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = subprocess.Popen(
        [sys.executable, str(HERE / "style_app.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=dict(os.environ),
    )
    assert running.stdout is not None
    try:
        yield f"http://127.0.0.1:{running.stdout.readline().strip()}"
    finally:
        running.terminate()
        running.wait()
        running.stdout.close()


@pytest.fixture
def browser(chromium: playwright.Browser) -> playwright.Browser:
    return chromium


class Visit:
    """A page that is open, and everything the browser complained about or fetched elsewhere."""

    def __init__(self, browser: playwright.Browser, server: str, **options: object) -> None:
        self.server = server
        self.page = browser.new_page(**options)
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self.page.on(
            "console",
            lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None,
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def go(self, language: str = "en", theme: str = "light") -> playwright.Page:
        self.page.goto(f"{self.server}/style?language={language}&theme={theme}")
        self.page.wait_for_function("document.fonts.status === 'loaded'")
        return self.page

    def posted(self) -> list[str]:
        return json.loads(self.page.request.get(f"{self.server}/seen").text())


@pytest.fixture
def visit(browser: playwright.Browser, server: str) -> Iterator[Visit]:
    one = Visit(browser, server, viewport={"width": 1440, "height": 900})
    yield one
    one.page.close()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_style_page_is_clean(
    browser: playwright.Browser, server: str, language: str, theme: str, width: int
) -> None:
    visit = Visit(browser, server, viewport={"width": width, "height": 900})
    page = visit.go(language, theme)
    SHOTS.mkdir(exist_ok=True)

    page.screenshot(path=SHOTS / f"style-{language}-{theme}-{width}.png", full_page=True)
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    grave = [
        (each["id"], [node["target"] for node in each["nodes"]][:3])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
    assert grave == []
    assert visit.complaints == []
    assert visit.hosts == {urlsplit(server).netloc}
    assert wide <= width


def test_z_uncovers_and_tells_the_server(visit: Visit) -> None:
    page = visit.go()
    before = len(visit.posted())

    page.keyboard.press("KeyZ")
    shown = page.locator(".cover[data-open]").count()
    page.keyboard.press("KeyZ")
    page.wait_for_function("document.querySelectorAll('.cover[data-open]').length === 0")
    page.wait_for_load_state("networkidle")

    assert shown == 2
    assert visit.posted()[before:] == ["path=/seen&shown=1", "path=/seen&shown=0"]


def test_keys_rest_in_fields(visit: Visit) -> None:
    page = visit.go()

    page.keyboard.press("KeyR")
    page.keyboard.type("z2")

    assert page.locator("#reason").input_value() == "z2"
    assert page.locator(".cover[data-open]").count() == 0


def test_a_threat_asks_twice(visit: Visit) -> None:
    page = visit.go()
    before = len(visit.posted())

    page.keyboard.press("KeyT")
    prompt = page.locator("#said").inner_text()
    once = len(visit.posted())
    page.keyboard.press("KeyT")
    page.wait_for_url("**/deed")

    assert "Threat to life" in prompt
    assert once == before
    assert visit.posted()[before:] == ["deed=threat&path=/deed"]


def test_keys_count_by_their_place_whatever_the_layout(visit: Visit) -> None:
    page = visit.go("ar")

    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " {code: 'KeyZ', key: 'ئ', bubbles: true}))"
    )

    assert page.locator(".cover[data-open]").count() == 2


def test_keys_can_be_moved_and_switched_off(visit: Visit) -> None:
    page = visit.go()

    page.evaluate('document.documentElement.dataset.keyMap = \'{"KeyX": "KeyZ"}\'')
    page.keyboard.press("KeyZ")
    by_old = page.locator(".cover[data-open]").count()
    page.keyboard.press("KeyX")
    by_new = page.locator(".cover[data-open]").count()
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("KeyX")

    assert (by_old, by_new) == (0, 2)
    assert page.locator(".cover[data-open]").count() == 2


def test_rows_are_walked_with_j_and_k(visit: Visit) -> None:
    page = visit.go()

    for key in ("KeyJ", "KeyJ", "KeyJ", "KeyK"):
        page.keyboard.press(key)

    assert page.evaluate("document.activeElement.getAttribute('href')") == "#case-2"


def test_the_list_of_keys_opens_with_a_question_mark(visit: Visit) -> None:
    page = visit.go()

    page.keyboard.press("Shift+Slash")

    assert "Remove" in page.locator("#key-list").inner_text()
    page.keyboard.press("Escape")
    assert not page.locator("#key-list").is_visible()


def test_the_clock_runs_in_the_title_of_the_window(visit: Visit) -> None:
    page = visit.go()

    assert page.title().startswith("40:")
    assert "40 minutes left" in page.locator(".table .clock").first.inner_text()


def test_without_a_script_everything_still_stands(browser: playwright.Browser, server: str) -> None:
    visit = Visit(browser, server, java_script_enabled=False)
    page = visit.page
    page.goto(f"{server}/style?language=en")

    assert page.locator(".cover-front").first.get_by_role("link").get_attribute("href")
    assert "41 minutes left" in page.locator(".table .clock").first.inner_text() or "40" in (
        page.locator(".table .clock").first.inner_text()
    )
    assert page.get_by_role("button", name="Remove").is_enabled()
    page.close()
