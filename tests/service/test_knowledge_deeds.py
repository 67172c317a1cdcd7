"""What people do on the pages of knowledge: adding, confirming, switching off, making banks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
REPOST = (EXAMPLES / "repost_ar.txt").read_text("utf-8")
CONDOLENCE = "إنا لله وإنا إليه راجعون، رحم الله الفقيد وأسكنه فسيح جناته"


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest) -> str:
    """Pages are used on one database; what they call is tested on both."""
    return str(request.param)


def visitor(desk: Any, role: str = "lead") -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(desk.person(role, role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def held_entry(bank: str, number: int) -> Any:
    from mizan.banks import queries
    from mizan.service.ground.recording import store

    return queries.entry(store(), bank, number)


def entries(bank: str) -> list[Any]:
    from mizan.banks import queries
    from mizan.service.ground.recording import store

    return queries.entries(store(), bank)


def make_bank(client: Any, name: str = "calls", purpose: str = "harm") -> Any:
    given = {"name": name, "purpose": purpose, "owner": "ops", "legal_basis": "Art. 5", "why": "x"}
    return client.post("/banks/-/new", given)


def hidden(answer: Any) -> str:
    """Return the fingerprints that a preview hands on."""
    import re
    from html import unescape

    found = re.search(r'name="hashes"[^>]*>(.*?)</textarea>', answer.content.decode(), re.DOTALL)
    assert found
    return unescape(found[1])


def test_a_bank_is_made_and_changed_with_a_reason(desk: Any) -> None:
    client = visitor(desk)

    made = make_bank(client)
    again = make_bank(client)
    changed = client.post(
        "/banks/calls/set",
        {"may_act": "never", "owner": "legal", "legal_basis": "Art. 5", "why": "trial"},
    )

    assert made.headers["Location"] == "/banks/calls?done=made"
    assert again.status_code == 400
    assert "There is a bank of this name already." in again.content.decode()
    assert changed.headers["Location"] == "/banks/calls?done=saved"
    shown = client.get("/banks/calls?done=saved").content.decode()
    assert "Only shown" in shown
    assert "legal" in shown


def test_a_bank_is_switched_off_and_on(desk: Any) -> None:
    client = visitor(desk)
    make_bank(client)

    client.post("/banks/calls/set", {"switch": "off", "why": "a list went wrong"})
    off = client.get("/banks/calls").content.decode()
    client.post("/banks/calls/set", {"switch": "on", "why": "mended"})
    on = client.get("/banks/calls").content.decode()

    assert "switched off" in off
    assert "switched off" not in on


def test_an_entry_is_added_only_after_its_preview(desk: Any) -> None:
    client = visitor(desk)
    make_bank(client)

    preview = client.post(
        "/banks/calls/add",
        {"bank": "calls", "text": STATEMENT, "label": "a call", "why": "seen", "step": "preview"},
    )
    before = entries("calls")
    done = client.post(
        "/banks/calls/add",
        {
            "bank": "calls",
            "hashes": hidden(preview),
            "label": "a call",
            "why": "seen",
            "step": "confirm",
        },
    )

    assert preview.status_code == 200
    assert STATEMENT[:40] not in preview.content.decode()
    assert "Stay-up pack, Arabic" in preview.content.decode()
    assert before == []
    assert done.headers["Location"] == "/banks/calls?done=added"
    [entry] = entries("calls")
    assert (entry.signal, entry.label, entry.state) == ("neartext", "a call", "active")


def test_a_preview_counts_what_was_seen_before_and_names_examples(desk: Any) -> None:
    client = visitor(desk)
    make_bank(client)
    desk.hand_in(REPOST)
    desk.work()

    preview = client.post(
        "/banks/calls/add",
        {"bank": "calls", "text": STATEMENT, "why": "seen", "step": "preview"},
    ).content.decode()

    assert "It will open a case for 1 item that was seen before." in preview
    assert "<bdi>forum</bdi>" in preview


def test_a_condolence_is_stopped_until_somebody_writes_why(desk: Any) -> None:
    client = visitor(desk)
    make_bank(client)
    given = {"bank": "calls", "text": CONDOLENCE, "why": "x", "step": "preview"}

    preview = client.post("/banks/calls/add", given)
    confirm = {"bank": "calls", "hashes": hidden(preview), "why": "x", "step": "confirm"}
    refused = client.post("/banks/calls/add", confirm)
    added = client.post("/banks/calls/add", {**confirm, "override": "a test of the desk"})

    assert 'name="override"' in preview.content.decode()
    assert refused.status_code == 200
    assert 'name="override"' in refused.content.decode()
    assert added.headers["Location"] == "/banks/calls?done=added"
    assert [one.because for one in entries("calls")] == ["a test of the desk"]


@pytest.mark.parametrize(
    "given", [{"hashes": "sha256:xyz"}, {"hashes": "odd:00"}, {"text": "…"}, {"url": "nothing"}, {}]
)
def test_what_gives_no_fingerprint_is_said_in_the_form(desk: Any, given: dict[str, str]) -> None:
    client = visitor(desk)
    make_bank(client)

    answer = client.post(
        "/banks/calls/add", {"bank": "calls", "why": "x", "step": "preview", **given}
    )

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_the_tester_hands_fingerprints_on_and_no_content(desk: Any) -> None:
    client = visitor(desk)
    make_bank(client)
    make_bank(client, "innocent", "allow")

    tried = client.post("/tester", {"text": STATEMENT})
    form = client.post(
        "/banks/-/add", {"hashes": hidden(tried), "purpose": "allow", "step": "fill"}
    ).content.decode()

    assert '<option value="innocent"' in form
    assert '<option value="calls"' not in form
    assert "neartext:" in form
    assert STATEMENT[:40] not in form


def test_an_entry_is_confirmed_retired_and_removed(desk: Any) -> None:
    number = desk.bank(STATEMENT)
    client = visitor(desk, "reviewer")
    deed = f"/banks/lantern/{number}/deed"

    def do(code: str, why: str = "seen") -> Any:
        answer = client.post(deed, {"deed": code, "why": why})
        return answer, held_entry("lantern", number)

    without_reason, _ = do("remove", "")
    _, doubted = do("deconfirm")
    _, sure = do("confirm")
    _, off = do("disable")
    _, on = do("enable")
    _, gone = do("remove")

    assert without_reason.headers["Location"].endswith("?done=nothing")
    assert (doubted.opinion, sure.opinion) == ("unconfirmed", "confirmed")
    assert (off.state, on.state, gone.state) == ("disabled", "active", "removed")
    assert "Fingerprint" not in client.get(f"/banks/lantern/{number}").content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("auditor", 403), ("compliance", 403), ("reviewer", 200)]
)
def test_adding_is_for_those_who_curate(desk: Any, role: str, status: int) -> None:
    desk.bank(STATEMENT)
    client = visitor(desk, role)

    assert client.get("/banks/lantern/add").status_code == status
    assert client.get("/banks/-/new").status_code == 403
    assert client.get("/banks/lantern").status_code == 200


def test_a_bank_that_may_act_asks_for_two(desk: Any) -> None:
    client = visitor(desk)
    make_bank(client)

    armed = client.post(
        "/banks/calls/set", {"may_act": "auto", "owner": "", "legal_basis": "", "why": "x"}
    )

    assert armed.headers["Location"] == "/banks/calls?done=waits"
