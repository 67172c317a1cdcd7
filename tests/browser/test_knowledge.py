"""Knowledge in a real Chromium: tester, banks, rules, overview, in both languages and widths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
REPOST = (EXAMPLES / "repost_ar.txt").read_text("utf-8")
SEED = f"""
from pathlib import Path
from mizan.service.curation.models import EntryDay, Hold, RuleDay, RulesVersion
from mizan.service.people.models import User
from mizan.terms.time import day_of, now, shift
examples = Path({str(EXAMPLES)!r})
number = desk.bank((examples / "statement_ar.txt").read_text("utf-8"), name="lantern",
    owner="Trust and Safety", legal_basis="Art. 5 (2) TCO")
desk.bank((examples / "statement_en.txt").read_text("utf-8"), name="lantern")
for back in range(1, 20):
    EntryDay.objects.create(bank="lantern", entry=number,
        day=day_of(shift(now(), days=-back)), matches=back * 7 % 11)
for rule in ("copied-statement", "quoted-statement"):
    RuleDay.objects.create(rule=rule, day=day_of(now()), fired=31, removed=12, reversed=2)
Hold.objects.create(subject=f"bank/lantern/{{number}}", cause="flood", since=now(),
    why="140 matches in an hour")
Hold.objects.create(subject="rule/quoted-statement", cause="reversals", since=now())
live = (examples.parent / "src/mizan/policy/default.yaml").read_text("utf-8")
for place, (state, text) in enumerate((("live", live),
        ("shadow", (examples / "rules_shadow.yaml").read_text("utf-8"))), 9001):
    RulesVersion.objects.create(number=place, text=text, sha256="0" * 64, state=state, at=now(),
        why="for the browser", live_at=now() if state == "live" else None)
desk.hand_in(*[(examples / "repost_ar.txt").read_text("utf-8") + str(n) for n in range(3)],
    source="knowledge")
settle()
print(number)
"""
PAGES = ("tester", "banks", "bank", "entry", "add", "new", "rules", "edit", "version", "overview")


@pytest.fixture(scope="module")
def entry(live: Any) -> int:
    """Fill the desk and return the number of an entry."""
    return int(live.run(SEED).split()[-1])


def address(page: str, entry: int) -> str:
    return {
        "bank": "/banks/lantern",
        "entry": f"/banks/lantern/{entry}",
        "add": "/banks/lantern/add",
        "new": "/banks/-/new",
        "edit": "/rules/-/edit",
        "version": "/rules/9002",
    }.get(page, f"/{page}")


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_knowledge_are_clean(
    live: Any, open_tab: Any, entry: int, language: str, width: int
) -> None:
    tab = open_tab(width, language)
    live.sign_in(tab.page, "lead", language)

    for name in PAGES:
        page = tab.go(address(name, entry))
        tab.shot(f"knowledge-{name}-{language}-{width}")

        assert page.locator("h1").count() == 1, name
        tab.check()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_tester_marks_what_it_found(
    live: Any, open_tab: Any, entry: int, language: str, width: int
) -> None:
    tab = open_tab(width, language)
    live.sign_in(tab.page, "lead", language)
    page = tab.go("/tester")

    page.locator("textarea[name=text]").fill(REPOST + "\nhttps://example.net/a")
    page.locator("main form .primary").click()
    page.wait_for_selector("mark.span")
    tab.shot(f"knowledge-tested-{language}-{width}")

    assert page.locator(".found > li").count() >= 1
    assert page.locator(".trail > li").count() >= 1
    assert page.locator("mark.span").first.evaluate("e => getComputedStyle(e).direction") == "rtl"
    tab.check()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_the_tester_to_a_preview(live: Any, open_tab: Any, entry: int, language: str) -> None:
    tab = open_tab(1440, language)
    live.sign_in(tab.page, "lead", language)
    page = tab.go("/tester")

    page.locator("textarea[name=text]").fill(REPOST)
    page.locator("main form .primary").click()
    page.locator("button[name=purpose][value=harm]").click()
    page.locator("select[name=bank]").select_option("lantern")
    page.locator("input[name=why]").fill("seen on the forum")
    page.locator("button[name=step][value=preview]").click()
    page.wait_for_selector("#stay-up")
    tab.shot(f"knowledge-preview-{language}")

    assert page.locator("button[name=step][value=confirm]").is_visible()
    assert REPOST[:40] not in page.content()
    tab.check()


def test_faults_are_told_as_one_types_and_lead_to_their_place(
    live: Any, tab: Any, entry: int
) -> None:
    live.sign_in(tab.page, "lead")
    page = tab.go("/rules/-/edit")
    field = page.locator("textarea[name=text]")

    numbers = page.locator(".gutter").inner_text().split()
    field.press("Control+End")
    page.keyboard.type("\nunknown: 1\n")
    page.wait_for_selector("#faults [data-line]")
    tab.shot("knowledge-faults-en")
    page.locator("#faults [data-line]").first.click()
    place = field.evaluate("e => e.value.slice(0, e.selectionStart).split('\\n').length")
    last = page.locator("#faults [data-line]").first.get_attribute("data-line")

    assert numbers[:3] == ["1", "2", "3"]
    assert str(place) == last
    tab.check()


def test_without_a_script_the_editor_saves_and_says_faults(
    live: Any, open_tab: Any, entry: int
) -> None:
    bare = open_tab(1440, "en", java_script_enabled=False)
    live.sign_in(bare.page, "lead")
    page = bare.page
    page.goto(f"{live.url}/rules/-/edit")

    page.locator("textarea[name=text]").fill("name: x\n")
    page.locator("input[name=why]").fill("a try")
    page.locator("main form .primary").click()

    assert page.locator("#faults li").count() >= 1
    assert page.locator("textarea[name=text]").input_value().strip() == "name: x"


def test_everybody_reads_what_the_service_goes_by(open_tab: Any, entry: int) -> None:
    for language in ("en", "ar"):
        for width in (360, 1440):
            tab = open_tab(width, language)
            page = tab.go("/policy")
            tab.shot(f"knowledge-policy-{language}-{width}")

            assert page.get_by_text("Art. 5 (2) TCO").count() == 1
            tab.check()
