"""Running the house: accounts, tokens, webhooks, ledger, settings, health, comfort."""

from __future__ import annotations

import re
from contextlib import closing
from typing import Any

import pytest

from mizan.testing import Receiver

LOCAL = {"HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}


def client_of(user: Any) -> Any:
    from django.test import Client

    browser = Client(**LOCAL)
    browser.force_login(user)
    return browser


@pytest.fixture
def admin(desk: Any) -> Any:
    """Give the browser of an admin who has a password."""
    from mizan.service.people.own_changes import set_password

    user = desk.person("amal", "admin")
    set_password(user=user, password="lantern on a far hill 7")
    return client_of(user)


def secret_in(response: Any) -> str:
    found = re.search(r'data-copy="([^"]+)"', response.content.decode())
    assert found is not None
    return found[1]


def test_an_invitation_gives_a_link_that_is_shown_once(desk: Any, admin: Any) -> None:
    from django.test import Client

    given = {"name": "sami", "role": "lead", "reads": "ar-EG, en", "language": "ar", "why": "new"}

    link = secret_in(admin.post("/people", given))
    again = admin.post("/people", given)
    guest = Client(**LOCAL)
    guest.get(link.removeprefix("http://localhost"))

    assert again.status_code == 400
    assert "sami" in guest.get("/welcome").content.decode()
    assert link not in admin.get("/people").content.decode()


def test_the_last_admin_cannot_be_locked_out(desk: Any, admin: Any) -> None:
    from mizan.service.people.models import User

    mine = User.objects.get(name="amal").pk
    desk.person("invited", "admin")  # has never signed in

    role = admin.post(f"/people/{mine}/role", {"role": "lead", "why": "x"})
    close = admin.post(f"/people/{mine}/close", {"why": "x"})

    assert b"desk.last_admin" in role.content
    assert b"desk.last_admin" in close.content
    assert User.objects.get(name="amal").is_active


def test_accounts_are_changed_with_a_reason_only(desk: Any, admin: Any) -> None:
    from mizan.service.people.models import User

    user = desk.person("sami", "reviewer")

    admin.post(f"/people/{user.pk}/role", {"role": "lead", "why": ""})
    before = User.objects.get(name="sami").role
    admin.post(f"/people/{user.pk}/role", {"role": "lead", "why": "grew"})
    admin.post(f"/people/{user.pk}/close", {"why": "left"})
    after = User.objects.get(name="sami")
    admin.post(f"/people/{user.pk}/close", {"why": "back"})

    assert before == "reviewer"
    assert (after.role, after.is_active) == ("lead", False)
    assert User.objects.get(name="sami").is_active


def test_leads_see_totals_and_only_of_three_people_or_more(desk: Any) -> None:
    from mizan.service.people.models import Exposure
    from mizan.terms.time import now

    lead = client_of(desk.person("lead", "lead"))
    for n, name in enumerate(("a", "b"), 1):
        Exposure.objects.create(
            user=desk.person(name, "reviewer"), day=now().date(), items=n, seconds=600
        )

    few = lead.get("/team").content.decode()
    third = desk.person("c", "reviewer")
    Exposure.objects.create(user=third, day=now().date(), items=4, seconds=60)
    whole = lead.get("/team").content.decode()

    assert "Too few people" in few
    assert ">7<" in whole
    assert ">21<" in whole


def test_a_token_is_shown_once_and_ends_when_it_is_revoked(desk: Any, admin: Any) -> None:
    from mizan.service.people.models import Token
    from mizan.service.people.queries import token_of

    given = {"name": "forum", "scopes": ["check", "items"], "days": "30", "why": "hands posts in"}
    secret = secret_in(admin.post("/tokens", given))
    found = token_of(secret)

    listed = admin.get("/tokens").content.decode()
    admin.post(f"/tokens/{Token.objects.get().pk}/revoke", {"why": "done"})

    assert found is not None
    assert found.scopes == ["check", "items"]
    assert secret not in listed
    assert token_of(secret) is None


def test_a_webhook_is_made_tried_changed_and_switched_off(
    desk: Any, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mizan.service.actions.models import Endpoint

    monkeypatch.setenv("MIZAN_WEBHOOK_ALLOW", "127.0.0.0/8")
    with Receiver() as receiver:
        given = {"name": "forum", "url": receiver.url, "why": "tell it"}
        secret = secret_in(admin.post("/webhooks", given))
        receiver.secrets = [secret]
        number = Endpoint.objects.get().pk
        tried = admin.post(f"/webhooks/{number}/test")
        fresh = secret_in(admin.post(f"/webhooks/{number}/secret", {"why": "yearly"}))
    failed = admin.post(f"/webhooks/{number}/test")
    admin.post(f"/webhooks/{number}/switch", {"why": "rest"})

    assert "tried=20" in tried.headers["Location"]
    assert fresh != secret
    assert "tried=connector." in failed.headers["Location"]
    assert admin.get(failed.headers["Location"]).status_code == 200
    assert Endpoint.objects.get().active is False


def test_a_dead_letter_is_sent_again_or_dropped(desk: Any, admin: Any) -> None:
    from mizan.service.actions.changes import create_endpoint
    from mizan.service.actions.models import Action, Delivery, Endpoint
    from mizan.service.cases.models import Case, Decision
    from mizan.service.items.models import Item
    from mizan.terms.time import now

    for name in ("forum", "search"):
        create_endpoint(name=name, url="https://example.net/x", actor="cli:test", why="test")
    desk.bank("Black Lantern Front calls every brother to come at dawn to the old mill")
    desk.hand_in("Black Lantern Front calls every brother to come at dawn to the old mill")
    desk.work()
    defaults = {"case": Case.objects.get(), "kind": "remove", "ruling": {}, "state": "in_force"}
    decision = Decision.objects.create(**defaults, actor="user:rima", at=now())
    told = {"decision": decision, "item": Item.objects.get(), "kind": "item.remove", "at": now()}
    action = Action.objects.create(**told, key="k")
    for endpoint in Endpoint.objects.order_by("pk"):
        Delivery.objects.create(action=action, endpoint=endpoint, state="dead")
    first, second = Delivery.objects.order_by("pk")

    page = admin.get("/dead-letters").content.decode()
    admin.post(f"/dead-letters/{first.pk}", {"deed": "drop"})
    admin.post(f"/dead-letters/{second.pk}", {"deed": "resend"})

    assert page.count("Send again") == 2
    assert [one.state for one in Delivery.objects.order_by("pk")] == ["dropped", "waiting"]


def test_the_ledger_is_filtered_paged_and_proved(desk: Any, admin: Any) -> None:
    from mizan.service.ground.proof_changes import last_proof
    from mizan.service.ground.recording import recorded

    for n in range(60):
        with recorded(actor="user:sami", act="case.claim", why=f"reason {n}", subject=f"case/{n}"):
            pass

    page = admin.get("/ledger?actor=user:sami").content.decode()
    further = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    rest = admin.get(further).content.decode()
    one = admin.get("/ledger?about=case/7").content.decode()
    admin.post("/ledger/prove")
    desk.work()
    proof = last_proof()

    assert page.count("reason ") == 50
    assert rest.count("reason ") == 10
    assert "reason 7<" in one
    assert proof["breaks"] == []
    assert proof["lines"] >= 60
    assert "each follows from the one before" in admin.get("/ledger").content.decode()


def test_a_broken_chain_is_said_in_a_sentence(desk: Any, admin: Any) -> None:
    from django.db import connection

    desk.person("sami", "reviewer")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger SET why = 'another' WHERE seq = 2")

    admin.post("/ledger/prove")
    desk.work()
    page = admin.get("/ledger").content.decode()

    assert "The chain does not hold" in page
    assert "was altered" in page


def test_settings_are_bounded_and_need_a_reason(desk: Any, admin: Any) -> None:
    from mizan.service.console.house.operation import SettingsForm, _shown
    from mizan.service.ground.profile import profile

    now = profile()
    whole = {name: _shown(now, name) for name in SettingsForm().fields if name != "why"}

    silent = admin.post("/settings", {**whole, "undo_seconds": "90"})
    wild = admin.post("/settings", {**whole, "undo_seconds": "999999", "why": "x"})
    good = admin.post(
        "/settings", {**whole, "undo_seconds": "90", "automatic": "known-copy : calls", "why": "x"}
    )

    assert (silent.status_code, wild.status_code, good.status_code) == (400, 400, 302)
    assert profile().undo_seconds == 90
    assert profile().automatic == (("known-copy", "calls"),)


def test_every_figure_of_the_profile_can_be_set_on_the_page(desk: Any) -> None:
    from dataclasses import fields

    from mizan.service.console.house.figures import FIGURES
    from mizan.service.ground.profile import Profile

    assert {one.name for one in fields(Profile)} == set(FIGURES)


def test_health_tells_of_dead_jobs_and_starts_them_again(desk: Any, admin: Any) -> None:
    from mizan.service.jobs.models import Job
    from mizan.terms.time import now

    job = Job.objects.create(
        kind="scan", state="dead", fault="store.away", run_at=now(), created_at=now()
    )

    page = admin.get("/health").content.decode()
    admin.post("/health/jobs", {"job": [str(job.pk), "x", "999999"]})

    assert "store.away" in page
    assert "No sign of life" in page
    assert Job.objects.get(pk=job.pk).state == "ready"


def test_comfort_is_kept_and_turns_into_the_frame(desk: Any) -> None:
    from mizan.service.people.comfort import comfort_of
    from mizan.service.people.models import User

    user = desk.person("rima", "reviewer")
    browser = client_of(user)
    page = browser.get("/comfort").content.decode()
    given = dict(re.findall(r'name="(key_\w+)" value="(\w+)"', page))
    given |= {"blur": "60", "break_after": "30", "theme": "dark", "language": "en"}
    given |= {"digits": "arabic", "key_uncover": "KeyX", "daily_items": "40", "grey": "on"}

    kept = browser.post("/comfort", given)
    shown = browser.get("/comfort").content.decode()
    clash = browser.post("/comfort", {**given, "key_uncover": "KeyT"})
    user = User.objects.get(name="rima")

    assert kept.status_code == 302
    assert comfort_of(user).keys == {"uncover": "KeyX"}
    assert comfort_of(user).daily_items == 40
    assert 'data-blur="3"' in shown
    assert 'data-theme="dark"' in shown
    assert "&quot;KeyX&quot;: &quot;KeyZ&quot;" in shown
    assert "data-cover" not in shown.partition("<head>")[0]
    assert clash.status_code == 400


def test_the_end_of_a_shift_gives_cases_back(desk: Any) -> None:
    from mizan.service.cases.changes import claim
    from mizan.service.cases.models import Case

    desk.bank("Black Lantern Front calls every brother to come at dawn to the old mill")
    desk.hand_in("Black Lantern Front calls every brother to come at dawn to the old mill")
    desk.work()
    user = desk.person("rima", "reviewer")
    claim(case=Case.objects.get().pk, user=user)
    browser = client_of(user)

    page = browser.post("/end-shift").content.decode()

    assert "1 case went back to the queue" in page
    assert browser.get("/account").status_code == 302


def test_every_answer_carries_its_headers(desk: Any, admin: Any) -> None:
    for path in ("/sign-in", "/people", "/nowhere", "/static/console/base.css"):
        with closing(admin.get(path)) as answer:
            headers = answer.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in headers
    assert admin.get("/people").headers["Cache-Control"] == "no-store"
    assert admin.get("/people").headers["X-Frame-Options"] == "DENY"


def test_errors_are_told_in_both_languages_for_every_code_of_the_desk(desk: Any) -> None:
    from pathlib import Path

    from mizan.service.console.sentences import SENTENCES

    told = (Path(__file__).parents[2] / "docs/reference/errors.md").read_text("utf-8")
    codes = set(re.findall(r"^\| `((?:desk|case)\.[a-z_]+)` \|", told, re.MULTILINE))

    assert codes - set(SENTENCES) == set()
    for row in SENTENCES.values():
        assert all(row)
        assert re.search("[؀-ۿ]", row.ar + row.ar_way)
