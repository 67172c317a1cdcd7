"""A service that runs, a real Chromium, and pages that complain of everything odd they see."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

HERE = Path(__file__).parent
SERVICE = HERE.parent / "service"
SHOTS = HERE / "screenshots"  # ignored by git, kept by CI
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]
PASSWORD = "lantern on a far hill 7"  # of people who are made up
BEGIN = """
import os, sys
from pathlib import Path
from mizan.service.setup import set_up
folder = Path(os.environ["MIZAN_DATA"])
set_up(folder)
sys.path.insert(0, os.environ["SERVICE_TESTS"])
from conftest import Desk
desk = Desk(folder, None)
def settle():
    import time
    from mizan.service.jobs.models import Job
    for _ in range(300):
        waiting = Job.objects.exclude(kind="sweep").exclude(state="dead")
        if not waiting.filter(kind="scan").exists():
            return
        time.sleep(0.1)
"""


@dataclass
class Live:
    """A service that answers, over a data folder of its own.

    url       where it answers, without a slash at the end
    folder    its data folder
    """

    url: str
    folder: Path
    cookies: dict[tuple[str, str], str] = field(default_factory=dict)

    def mizan(self, *arguments: str) -> str:
        """Run a command of `mizan` over the same data folder and return what it printed."""
        command = [sys.executable, "-m", "mizan", *arguments, "--data", str(self.folder)]
        return self._run(command)

    def run(self, code: str) -> str:
        """Run Python beside the service and return what it printed.

        `desk` is the Desk of tests/service/conftest.py over the service's own data; `settle()`
        waits until everything handed in has been scanned. Names of the code's own imports only.
        """
        return self._run([sys.executable, "-c", BEGIN + code])

    def sign_in(self, page: Any, role: str = "reviewer", language: str = "en") -> str:
        """Let somebody with this role be signed in on a page; return the name, `role-language`."""
        name = f"{role}-{language}"
        if (role, language) not in self.cookies:
            link = self.mizan("user", "create", name, "--role", role, "--language", language)
            page.goto(self.url + link.strip())
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("input[name=again]").fill(PASSWORD)
            page.locator("main form button").first.click()
            page.wait_for_url(lambda url: "/welcome" not in url)
            found = [one for one in page.context.cookies() if one["name"] == "sessionid"]
            self.cookies[role, language] = found[0]["value"]
        page.context.add_cookies(
            [{"name": "sessionid", "value": self.cookies[role, language], "url": self.url}]
        )
        return name

    def _run(self, command: list[str]) -> str:
        given = {"env": self.environment, "capture_output": True, "text": True}
        done = subprocess.run(command, check=False, **given)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        """Return what a process beside the service needs to find it."""
        mine = {"MIZAN_DATA": str(self.folder), "SERVICE_TESTS": str(SERVICE)}
        mine["MIZAN_WEBHOOK_ALLOW"] = "127.0.0.0/8"  # of receivers that tests start
        given = {k: v for k, v in os.environ.items() if k != "MIZAN_DATABASE_URL"}
        return {**given, "MIZAN_LEDGER_KEY": str(self.folder / "ledger.key"), **mine}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Give a running `mizan up`, shared by the tests of a file."""
    folder = tmp_path_factory.mktemp("live")
    port = _free_port()
    one = Live(f"http://127.0.0.1:{port}", folder)
    said = (folder / "up.log").open("w")
    running = subprocess.Popen(
        [sys.executable, "-m", "mizan", "up", "--port", str(port), "--data", str(folder)],
        stdout=subprocess.PIPE,
        stderr=said,
        text=True,
        env=one.environment,
    )
    assert running.stdout is not None
    try:
        assert "Mizan is up" in running.stdout.readline(), (folder / "up.log").read_text()
        yield one
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)
        running.stdout.close()
        said.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Give a real Chromium, one for a file; without one the test is left out.

    While it is open a loop of asyncio runs in this thread, and Django refuses to work beside one.
    """
    playwright = pytest.importorskip("playwright.sync_api")
    if not Path(CHROMIUM).exists():
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Tab:
    """A page of its own (own cookies), and what it complained of or fetched from elsewhere."""

    def __init__(self, browser: Any, live: Live, **options: Any) -> None:
        self.live = live
        self.page = browser.new_page(**options)
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def _heard(self, message: Any) -> None:
        plain = re.search(r"status of (400|403|404|409)", message.text)  # an answer, no fault
        if message.type in ("error", "warning") and not plain:
            self.complaints.append(message.text)

    def go(self, path: str) -> Any:
        """Open a path of the service and return the page."""
        self.page.goto(self.live.url + path)
        self.page.wait_for_function("document.fonts.status === 'loaded'")
        return self.page

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page."""
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    def check(self) -> None:
        """Fail for grave findings of axe, complaints, foreign hosts, or a page too wide."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        grave = [
            (each["id"], [node["target"] for node in each["nodes"]][:3])
            for each in found
            if each["impact"] in ("serious", "critical")
        ]
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert grave == []
        assert self.complaints == []
        assert self.hosts <= {urlsplit(self.live.url).netloc}
        assert wide <= self.page.viewport_size["width"], json.dumps({"wide": wide})


@pytest.fixture
def tab(chromium: Any, live: Live) -> Iterator[Tab]:
    """Give a page of a wide window in English, not signed in."""
    one = Tab(chromium, live, viewport={"width": 1440, "height": 900}, locale="en-GB")
    yield one
    one.page.context.close()


@pytest.fixture
def open_tab(chromium: Any, live: Live) -> Iterator[Any]:
    """Give a function that opens a page: `open_tab(width=360, language="ar", **options)`."""
    opened: list[Tab] = []

    def open_one(width: int = 1440, language: str = "en", **options: Any) -> Tab:
        size = {"width": width, "height": 900}
        opened.append(Tab(chromium, live, viewport=size, locale=language, **options))
        return opened[-1]

    yield open_one
    for one in opened:
        one.page.context.close()


def _free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
