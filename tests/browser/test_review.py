"""Review in a real Chromium: from the queue to the decision to its undoing, by keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[2] / "examples"
HAND_IN = """
from pathlib import Path
from uuid import uuid4
from mizan.service.intake.changes import receive, report
from mizan.service.intake.receiving import NewItem
def hand_in(texts, **given):
    new = [
        NewItem(source="forum", external_id=uuid4().hex[:12], text=text, author="u/3f9c", **given)
        for text in texts
    ]
    return [one.item for one in receive(items=new, actor="token:test")]
def clear():
    from mizan.service.cases.models import Case
    Case.objects.filter(state__in=["open", "escalated", "waiting"]).update(state="closed")
def opened(texts, **given):
    from mizan.service.cases.changes import open_case
    from mizan.service.items.models import ItemContent
    items = hand_in(texts, **given)
    settle()
    for item, text in zip(items, texts, strict=True):
        item.refresh_from_db()
        ItemContent.objects.get_or_create(item=item, defaults={"text": text.encode()})
        told = {"actor": "token:test", "why": "test", "origin": "verdict", "severity": 2}
        open_case(item=item, confidence=0.8, labels=("known_text",), **told)
"""
REPOST = f"""
from pathlib import Path
examples = Path({str(EXAMPLES)!r})
from mizan.banks import queries
from mizan.service.ground.engine import engine
if "lantern" not in [one.name for one in queries.banks(engine().store)]:
    desk.bank((examples / "statement_ar.txt").read_text("utf-8"))
    import time; time.sleep(1.5)
"""
TWENTY = """
clear()
opened([f"Post {n} about the Black Lantern Front \\u2014 منشور رقم {n} عن جبهة الفانوس" for n in range(20)])
"""
ARABIC = {  # what an Arabic (101) keyboard types at the place of each key
    "KeyE": "ث",
    "KeyJ": "ت",
    "KeyK": "ن",
    "KeyN": "ى",
    "KeyO": "خ",
    "KeyR": "ق",
    "KeyS": "س",
    "KeyT": "ف",
    "KeyU": "ع",
    "KeyW": "ص",
    "KeyX": "ء",
    "KeyZ": "ئ",
    "Slash": "ظ",
    **{f"Digit{n}": "٠١٢٣٤٥٦٧٨٩"[n] for n in range(10)},
}


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
            if code in ("Enter", "Escape", "Tab"):
                self.page.keyboard.press(code)
                continue
            letter = ARABIC[code]
            common = {"code": code, "key": letter, "modifiers": 8 if shift else 0}
            self.session.send(
                "Input.dispatchKeyEvent", {"type": "keyDown", "text": letter, **common}
            )
            self.session.send("Input.dispatchKeyEvent", {"type": "keyUp", **common})


def the_case(live: Any, text: str = "Case.objects.latest('id')") -> str:
    """Return what Python says of cases in the service."""
    return str(
        live.run(f"from mizan.service.cases.models import Case, Decision\nprint({text})")
    ).strip()


def test_twenty_cases_on_an_arabic_keyboard_three_presses_each_before_the_clause(
    live: Any, open_tab: Any
) -> None:
    live.run(HAND_IN + TWENTY)
    tab = open_tab(language="ar")
    live.sign_in(tab.page, "reviewer", "ar")
    page = tab.go("/")
    keys = Keyboard(page)
    keys.press("KeyN")
    page.wait_for_url("**/cases/*")

    for _ in range(20):
        before = page.url
        keys.pressed = 0
        keys.press("Digit2")
        keys.press("Digit0", "Digit5")
        page.wait_for_selector("[data-step=clause][data-current]")
        presses = keys.pressed
        keys.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)
        assert presses <= 3

    decided = the_case(live, "Decision.objects.filter(kind='remove').exclude(once=None).count()")
    assert int(decided) >= 20
    assert "queue" in tab.page.title() or page.locator(".undo").count() == 1
    assert tab.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_queue_and_case_are_clean_in_both_languages_themes_and_widths(
    live: Any, open_tab: Any, language: str, width: int, theme: str
) -> None:
    live.run(
        HAND_IN
        + "clear()\n"
        + REPOST
        + "hand_in([(examples / 'repost_ar.txt').read_text('utf-8')] * 3, reach=310)\nsettle()\nopened(['The Black Lantern Front calls: join, https://example.net/a?b=1 \\u200bhid\\u200dden'], reach=12)"
    )
    tab = open_tab(width=width, language=language, color_scheme=theme)
    live.sign_in(tab.page, "lead", language)

    page = tab.go("/")
    tab.shot(f"queue-{language}-{theme}-{width}")
    tab.check()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*")
    tab.shot(f"case-covered-{language}-{theme}-{width}")
    tab.check()
    page.keyboard.press("z")
    tab.shot(f"case-{language}-{theme}-{width}")
    tab.check()
    page.keyboard.press("2")
    page.wait_for_selector("#sheet[open]")
    page.screenshot(path=f"tests/browser/screenshots/sheet-{language}-{theme}-{width}.png")
    tab.check()
