"""Takes the pictures of the tour: a demo desk, in both languages, in a real Chromium.

.venv/bin/python scripts/make_pictures.py

Needs the test environment and Chromium. All content is the invented sample's.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
PORT = 8791
SIZE = {"width": 1280, "height": 800}
PASSWORD = "lantern on a far hill 7"  # of a desk that lives for a minute
COLOURS = 128


def main() -> None:
    """Start the demo, sign in, take the pictures, stop it."""
    FOLDER.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "mizan", "demo", "--port", str(PORT)]
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        link = first_link(demo)
        with sync_playwright() as started:
            browser = started.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--disable-dev-shm-usage"],
            )
            page = browser.new_page(viewport=SIZE, locale="en-GB")
            sign_in(page, link)
            for language in ("en", "ar"):
                take_all(page, language)
            browser.close()
    finally:
        demo.terminate()
        demo.wait()


def first_link(demo: subprocess.Popen[str]) -> str:
    """Return the first one-time link that the demo prints."""
    assert demo.stdout is not None
    for line in demo.stdout:
        if found := re.search(r"http://\S+/welcome/\S+", line):
            return found[0]
    raise SystemExit("the demo printed no link")


def sign_in(page: Any, link: str) -> None:
    """Set a password by the link, and wait until the samples are scanned."""
    page.goto(link)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=again]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/welcome" not in url)
    for _ in range(120):
        page.goto(f"http://127.0.0.1:{PORT}/")
        if page.locator("a[href^='/cases/']").count() > 3:
            return
        page.wait_for_timeout(1000)


def take_all(page: Any, language: str) -> None:
    """Take every picture in one language."""
    if page.evaluate("document.documentElement.lang") != language:
        page.locator("form[action='/language'] button").first.click()
        page.wait_for_function(f"document.documentElement.lang === '{language}'")
    page.goto(f"http://127.0.0.1:{PORT}/")
    case = page.locator("a[href^='/cases/']").first.get_attribute("href")
    keep(page, f"queue.{language}")
    page.goto(f"http://127.0.0.1:{PORT}{case}")
    page.keyboard.press("KeyZ")
    page.wait_for_timeout(300)
    keep(page, f"case.{language}")
    for name in ("banks", "overview"):
        page.goto(f"http://127.0.0.1:{PORT}/{name}")
        keep(page, f"{name}.{language}")


def keep(page: Any, name: str) -> None:
    """Keep what is seen, in few colours, so that the repository stays small."""
    page.wait_for_function("document.fonts.status === 'loaded'")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    main()
