"""Review in a real Chromium: from the queue to the decision to its undoing, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mizan.testing import Receiver

EXAMPLES = Path(__file__).parents[2] / "examples"
BEGIN = f"""
from pathlib import Path
from uuid import uuid4
from mizan.service.cases.models import Case, Decision
from mizan.service.intake.changes import receive
from mizan.service.intake.receiving import NewItem
examples = Path({str(EXAMPLES)!r})
repost = (examples / "repost_ar.txt").read_text("utf-8")
def hand_in(texts, **given):
    new = [
        NewItem(source="forum", external_id=uuid4().hex[:12], text=text, author="u/3f9c", **given)
        for text in texts
    ]
    return [one.item for one in receive(items=new, actor="token:test")]
def clear():
    from mizan.service.cases.models import Decision
    Case.objects.filter(state__in=["open", "escalated", "waiting"]).update(state="closed")
    Decision.objects.filter(state="pending").update(state="withdrawn")  # else they come in between
def opened(texts, **given):
    from mizan.service.cases.changes import open_case
    from mizan.service.items.models import ItemContent
    items = hand_in(texts, **given)
    settle()
    for item, text in zip(items, texts, strict=True):
        item.refresh_from_db()
        ItemContent.objects.get_or_create(item=item, defaults={{"text": text.encode()}})
        told = {{"actor": "token:test", "why": "test", "origin": "verdict", "severity": 2}}
        open_case(item=item, confidence=0.8, labels=("known_text",), **told)
def bank():
    import time
    from mizan.banks import queries
    from mizan.service.ground.engine import engine
    if "lantern" not in [one.name for one in queries.banks(engine().store)]:
        desk.bank((examples / "statement_ar.txt").read_text("utf-8"))
        time.sleep(1.5)  # until the worker has seen it
clear()
"""
TWENTY = """
opened([f"Post {n} of the Black Lantern Front: منشور {n} لجبهة الفانوس" for n in range(20)])
"""
TWO = """
bank()
hand_in([repost] * 3, reach=310)
settle()
opened(["The Black Lantern Front calls: https://example.net/a?b=1 \\u200bhid\\u200dden"])
"""
ONE = """
bank()
hand_in([repost], reach=310)
settle()
"""
ENDPOINT = """
from mizan.service.actions.changes import create_endpoint
from mizan.service.actions.models import Endpoint
from mizan.service.ground.changes import set_profile
told = {{"actor": "cli:test", "why": "test"}}
set_profile(undo_seconds={seconds}, **told)
Endpoint.objects.update(active=False)
print(create_endpoint(name=uuid4().hex[:8], url={url!r}, **told))
"""
ARABIC = {  # what an Arabic (101) keyboard types at the place of each key
    "KeyE": "ث",
    "KeyJ": "ت",
    "KeyN": "ى",
    "KeyS": "س",
    "KeyT": "ف",
    "KeyU": "ع",
    "KeyZ": "ئ",
    "Slash": "ظ",
    **{f"Digit{n}": "٠١٢٣٤٥٦٧٨٩"[n] for n in range(10)},
}
THEMES = [("en", 1440, "light"), ("ar", 1440, "dark"), ("en", 360, "dark"), ("ar", 360, "light")]


class Keyboard:
    """An Arabic keyboard: `code` is the place of the key, `key` the letter that is on it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.pressed = 0

    def press(self, *codes: str, shift: bool = False) -> None:
        """Press keys by their place."""
        for code in codes:
            self.pressed += 1
            if code in ("Enter", "Escape"):
                self.page.keyboard.press(code)
                continue
            one = {"code": code, "key": ARABIC[code], "modifiers": 8 if shift else 0}
            down = {"type": "keyDown", "text": ARABIC[code], **one}
            self.session.send("Input.dispatchKeyEvent", down)
            self.session.send("Input.dispatchKeyEvent", {"type": "keyUp", **one})


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give a receiver of webhooks."""
    with Receiver() as one:
        yield one


def at_a_case(live: Any, open_tab: Any, role: str = "reviewer", language: str = "en") -> Any:
    """Open a page at the next case of the queue, taken by its key."""
    tab = open_tab(language=language)
    live.sign_in(tab.page, role, language)
    tab.go("/").keyboard.press("n")
    tab.page.wait_for_url("**/cases/*")
    return tab


def arrived(receiver: Receiver, page: Any, count: int) -> list[str]:
    """Wait until so many messages have come, and return what they ask for."""
    for _ in range(300):
        if len(receiver.arrivals) >= count:
            break
        page.wait_for_timeout(100)
    return [str((one.payload or {}).get("type")) for one in receiver.arrivals]


def test_twenty_cases_on_an_arabic_keyboard_three_presses_each_before_the_clause(
    live: Any, open_tab: Any
) -> None:
    live.run(BEGIN + TWENTY)
    tab = at_a_case(live, open_tab, language="ar")
    page, keys = tab.page, Keyboard(tab.page)
    presses = []

    for _ in range(20):
        before, keys.pressed = page.url, 0
        keys.press("Digit2", "Digit0", "Digit5")
        page.wait_for_selector("[data-step=clause][data-current]")
        presses.append(keys.pressed)
        keys.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)

    left = live.run(BEGIN + "print(Case.objects.filter(decisions__kind='remove').count())")
    assert max(presses) <= 3
    assert int(left) >= 20
    assert tab.complaints == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_way_from_item_to_decision_to_webhook_to_undo(
    live: Any, open_tab: Any, receiver: Receiver, language: str
) -> None:
    secret = live.run(BEGIN + ENDPOINT.format(seconds=10, url=receiver.url) + ONE)
    receiver.secrets = [secret.strip()]
    tab = at_a_case(live, open_tab, "lead", language)
    page, keys, case = tab.page, Keyboard(tab.page), tab.page.url

    keys.press("Digit2", "Digit0", "Digit5", "Enter")
    page.wait_for_selector(".undo")
    keys.press("KeyU")
    page.wait_for_url(case)
    page.wait_for_timeout(11_000)  # longer than the undo window
    after_undo = len(receiver.arrivals)
    keys.press("Digit2", "Digit0", "Digit5", "Enter")
    page.wait_for_selector(".undo")
    tab.shot(f"undo-{language}")
    removed = arrived(receiver, page, 1)
    tab.go(case.removeprefix(live.url))
    page.locator(".decision summary").click()
    page.locator(".decision input[name=why]").fill("It was a report.")
    page.keyboard.press("Enter")
    restored = arrived(receiver, page, 2)

    assert after_undo == 0
    assert removed == ["item.remove"]
    assert restored == ["item.remove", "item.restore"]
    assert tab.complaints == []


@pytest.mark.parametrize(("language", "width", "theme"), THEMES)
def test_queue_case_and_sheet_are_clean(
    live: Any, open_tab: Any, language: str, width: int, theme: str
) -> None:
    live.run(BEGIN + TWO)
    tab = open_tab(width=width, language=language, color_scheme=theme)
    live.sign_in(tab.page, "lead", language)
    name = f"{language}-{theme}-{width}"

    page = tab.go("/")
    tab.shot(f"queue-{name}")
    tab.check()
    page.keyboard.press("f")
    tab.shot(f"queue-filters-{name}")
    tab.check()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*")
    tab.shot(f"case-covered-{name}")
    tab.check()
    page.keyboard.press("z")
    tab.shot(f"case-{name}")
    tab.check()
    page.keyboard.press("2")
    page.wait_for_selector("#sheet[open]")
    page.keyboard.press("r")
    assert page.locator("[data-current]").get_attribute("data-step") == "reason"
    page.screenshot(path=Path(__file__).parent / "screenshots" / f"sheet-{name}.png")
    tab.check()


def test_keys_uncover_ask_twice_for_a_threat_and_never_fire_in_fields(
    live: Any, open_tab: Any
) -> None:
    live.run(BEGIN + TWO)
    tab = at_a_case(live, open_tab)
    page, url = tab.page, tab.page.url
    said = page.locator("#said")

    page.keyboard.press("z")
    opened, told = page.locator(".cover[data-open]").count(), said.inner_text()
    page.keyboard.press("z")
    closed = page.locator(".cover[data-open]").count()
    page.locator("#search").focus()
    page.keyboard.type("12tzu")
    written = page.locator("#search").input_value()
    page.locator("h1").click()
    page.keyboard.press("Shift+Slash")
    listed = page.locator("#key-list dd").count()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    asked = page.locator("#threat[open]").count()
    reported = page.get_by_text("threat to life reported").count()
    page.keyboard.press("t")
    page.get_by_text("threat to life reported").wait_for()

    assert opened > 0
    assert closed == 0
    assert "Shown" in told
    assert written == "12tzu"
    assert listed >= 9
    assert (asked, reported) == (1, 0)
    assert page.url == url
    assert tab.complaints == []


def test_what_is_not_said_is_asked_for_and_an_exclusion_wants_a_sentence(
    live: Any, open_tab: Any
) -> None:
    live.run(BEGIN + TWENTY)
    tab = at_a_case(live, open_tab)
    page, url = tab.page, tab.page.url

    for key in ("2", "Enter"):
        page.keyboard.press(key)
    first = page.locator("[data-current]").get_attribute("data-step")
    for key in ("2", "Enter", "1", "Enter"):
        page.keyboard.press(key)
    asked = page.evaluate("document.activeElement.id")
    page.keyboard.type("It praises the attack itself.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda now: now != url)

    assert first == "exclusions"
    assert asked == "note"
    assert tab.complaints == []


def test_skip_and_escalate_take_a_reason_by_a_digit_and_go_on(live: Any, open_tab: Any) -> None:
    live.run(BEGIN + TWENTY)
    tab = at_a_case(live, open_tab)
    page, seen = tab.page, [tab.page.url]

    for keys in (("s", "1"), ("e", "1"), ("n",)):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(lambda url: "/cases/" in url and url not in seen)
        seen.append(page.url)

    assert len(set(seen)) == 4
    assert tab.complaints == []


def test_the_accessibility_tree_names_every_place_and_deed(live: Any, open_tab: Any) -> None:
    live.run(BEGIN + TWO)
    tab = at_a_case(live, open_tab)
    page = tab.page

    landmarks = {
        role: page.get_by_role(role).count() for role in ("banner", "main", "complementary")
    }
    nameless = page.evaluate(
        "[...document.querySelectorAll('button, a[href], summary')].filter(e =>"
        " e.checkVisibility() && !(e.getAttribute('aria-label') || e.textContent).trim()).length"
    )
    deeds = page.get_by_role("region", name="Decide").get_by_role("button").all_inner_texts()
    page.keyboard.press("1")
    page.wait_for_selector(".undo")
    said = page.locator("#said").inner_text()

    assert landmarks == {"banner": 1, "main": 1, "complementary": 1}
    assert nameless == 0
    assert sum(text.strip()[0] in "12345est" for text in deeds) == 8
    assert "left up" in said


def test_the_queue_refreshes_by_itself_and_keeps_the_focus(live: Any, open_tab: Any) -> None:
    live.run(BEGIN + TWO)
    tab = open_tab()
    live.sign_in(tab.page, "reviewer", "en")
    page = tab.go("/")
    page.keyboard.press("j")
    before = page.evaluate("document.activeElement.id")

    live.run(BEGIN.replace("\nclear()\n", "\n") + "opened(['a new one'])")
    page.evaluate("htmx.ajax('GET', location.pathname, {target: '#rows', swap: 'outerHTML'})")
    page.wait_for_function("document.querySelectorAll('[data-row]').length === 3")

    assert before.startswith("row-")
    assert page.evaluate("document.activeElement.id") == before
    assert tab.complaints == []
