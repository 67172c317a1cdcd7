"""The pages of knowledge as a browser gets them, without one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
REPOST = (EXAMPLES / "repost_ar.txt").read_text("utf-8")


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest) -> str:
    """Pages are read on one database; what they read is tested on both."""
    return str(request.param)


def visitor(desk: Any, role: str = "lead", language: str = "en") -> Any:
    """Return a client that somebody of this role has signed in with."""
    from django.test import Client

    from mizan.service.people.models import User

    person = desk.person(role, role)
    User.objects.filter(pk=person.pk).update(language=language)
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return str(answer.content.decode())


def test_the_tester_shows_verdict_findings_spans_and_trail(desk: Any) -> None:
    desk.bank(STATEMENT)

    shown = page(visitor(desk).post("/tester", {"text": REPOST}))

    assert "Review" in shown
    assert 'class="span"' in shown
    assert "holds text of a banked statement" in shown
    assert "it holds a large part of a banked statement" in shown
    assert "neartext:" in shown


def test_the_tester_says_its_reasons_in_arabic(desk: Any) -> None:
    desk.bank(STATEMENT)

    shown = page(visitor(desk, language="ar").post("/tester", {"text": REPOST}))

    assert "يحوي جزءًا كبيرًا من بيان محفوظ" in shown
    assert "يحوي نصًّا من بيان محفوظ" in shown


def test_the_tester_stores_nothing(desk: Any) -> None:
    from mizan.banks import queries
    from mizan.service.ground.recording import store
    from mizan.service.items.models import Item, ItemSignal

    client = visitor(desk)
    before = queries.seq(store()), store().rows("ledger.size")

    page(client.post("/tester", {"text": REPOST, "url": "https://example.net/a"}))

    assert (queries.seq(store()), store().rows("ledger.size")) == before
    assert not Item.objects.exists()
    assert not ItemSignal.objects.exists()


def test_the_tester_escapes_what_it_is_given(desk: Any) -> None:
    shown = page(visitor(desk).post("/tester", {"text": "<script>alert(1)</script> tea & bread"}))

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


@pytest.mark.parametrize("given", [{}, {"text": "  "}, {"url": "no address"}])
def test_the_tester_asks_for_something_to_look_at(desk: Any, given: dict[str, str]) -> None:
    answer = visitor(desk).post("/tester", given)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_the_tester_takes_a_page_as_a_file_and_says_what_it_could_not_read(desk: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    desk.bank(STATEMENT)
    client = visitor(desk)
    html = f"<p>{REPOST}</p><a href='https://example.net/x'>x</a>".encode()

    found = page(client.post("/tester", {"file": SimpleUploadedFile("page.html", html)}))
    other = page(
        client.post("/tester", {"file": SimpleUploadedFile("a.bin", b"\x00\x01\x02" * 99)})
    )

    assert 'class="span"' in found
    assert "Not examined" in other


def test_the_tester_refuses_a_file_that_is_too_large(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from mizan.service.console.knowledge import tester

    monkeypatch.setattr(tester, "MOST_FILE", 10)

    answer = visitor(desk).post("/tester", {"file": SimpleUploadedFile("a.txt", b"x" * 11)})

    assert answer.status_code == 400
    assert "too large" in answer.content.decode()


def test_the_tester_says_what_the_rules_in_shadow_would(desk: Any) -> None:
    from mizan.service.curation.models import RulesVersion
    from mizan.terms.time import now

    desk.bank(STATEMENT)
    text = (EXAMPLES / "rules_shadow.yaml").read_text("utf-8")
    RulesVersion.objects.create(number=1, text=text, sha256="0" * 64, state="shadow", at=now())

    shown = page(visitor(desk).post("/tester", {"text": REPOST}))

    assert "By the rules in shadow" in shown
    assert "The same." in shown or "This differs." in shown


def test_banks_and_their_pages_show_what_they_hold(desk: Any) -> None:
    number = desk.bank(STATEMENT, owner="Trust and Safety", legal_basis="Art. 5")
    client = visitor(desk)

    every, one = page(client.get("/banks")), page(client.get("/banks/lantern"))
    entry = page(client.get(f"/banks/lantern/{number}"))

    assert "Trust and Safety" in every
    assert "Art. 5" in one
    assert f"/banks/lantern/{number}" in one
    assert "neartext:" in entry or "Fingerprint" in entry


def test_a_bank_that_is_not_there_is_a_page_too(desk: Any) -> None:
    assert visitor(desk).get("/banks/nothing").status_code == 404


def test_the_overview_stands_on_an_empty_desk_and_on_a_full_one(desk: Any) -> None:
    client = visitor(desk)
    empty = page(client.get("/overview"))
    desk.bank(STATEMENT)
    desk.hand_in(REPOST)
    desk.work()

    full = page(client.get("/overview?days=7"))

    assert "Nothing waits." in empty
    assert "Nothing waits." not in full
    assert full.count("<svg viewBox") == 4


def test_everybody_may_read_what_the_service_goes_by(desk: Any) -> None:
    from django.test import Client

    desk.bank(STATEMENT, owner="Trust and Safety", legal_basis="Art. 5")
    stranger = Client(SERVER_NAME="localhost")

    shown = page(stranger.get("/policy"))
    arabic = page(stranger.get("/policy", headers={"accept-language": "ar"}))

    assert "Trust and Safety" in shown
    assert "Art. 5" in shown
    assert "mizan-default" in shown
    assert "هو الملف نفسه المحفوظ في أحد البنوك" in arabic


@pytest.mark.parametrize("address", ["/tester", "/banks", "/overview"])
def test_the_pages_of_knowledge_ask_who_one_is(desk: Any, address: str) -> None:
    from django.test import Client

    answer = Client(SERVER_NAME="localhost").get(address)

    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]
