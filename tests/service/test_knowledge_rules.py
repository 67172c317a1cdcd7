"""The pages of rules: writing, trying, shadow, publishing, going back; and what waits for two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.service.console.knowledge.difference import difference

ROOT = Path(__file__).parents[2]
SHADOW = (ROOT / "examples" / "rules_shadow.yaml").read_text("utf-8")
SHIPPED = (ROOT / "src" / "mizan" / "policy" / "default.yaml").read_text("utf-8")
STATEMENT = (ROOT / "examples" / "statement_ar.txt").read_text("utf-8")
REPOST = (ROOT / "examples" / "repost_ar.txt").read_text("utf-8")


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest) -> str:
    """Pages are used on one database; what they call is tested on both."""
    return str(request.param)


def visitor(desk: Any, role: str = "lead", name: str = "") -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    person = desk.person(name or role, role)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def state_of(number: int) -> str:
    from mizan.service.curation.models import RulesVersion

    return str(RulesVersion.objects.get(number=number).state)


def save(client: Any, text: str = SHADOW) -> Any:
    return client.post("/rules/-/edit", {"text": text, "why": "a try"})


def test_the_editor_begins_with_the_rules_in_force(desk: Any) -> None:
    shown = visitor(desk).get("/rules/-/edit").content.decode()

    assert "name: mizan-default" in shown
    assert "No faults." in shown


def test_faults_are_told_with_line_and_column_and_nothing_is_saved(desk: Any) -> None:
    from mizan.service.curation.models import RulesVersion

    client = visitor(desk)

    typed = client.post("/rules/-/faults", {"text": "name: x\nodd: 1\n"}).content.decode()
    saved = save(client, "name: x\nodd: 1\n")

    assert 'data-line="2" data-column="1"' in typed
    assert saved.status_code == 400
    assert "It was not saved" in saved.content.decode()
    assert not RulesVersion.objects.exists()


def test_a_rule_that_rests_on_words_alone_is_stopped_in_the_editor(desk: Any) -> None:
    words = SHIPPED.replace(
        "needs: [exact]\n    when: exact.count > 0\n    says",
        ("needs: [named]\n    when: named.count > 0\n    says"),
        1,
    )

    saved = save(visitor(desk), words)

    assert saved.status_code == 400
    assert "words alone" in saved.content.decode()


def test_a_version_is_tried_put_in_shadow_published_and_rolled_back(desk: Any) -> None:
    client = visitor(desk)
    desk.bank(STATEMENT)
    desk.hand_in(REPOST)
    desk.work()

    saved = save(client)
    tried = client.post("/rules/1/try").content.decode()
    client.post("/rules/1/deed", {"deed": "shadow", "why": "first look"})
    shadowed = state_of(1)
    published = client.post("/rules/1/deed", {"deed": "publish", "why": "good"})
    live = state_of(1)
    rules = client.get("/rules").content.decode()
    client.post("/rules/1/deed", {"deed": "roll_back", "why": "not so good"})

    assert saved.headers["Location"] == "/rules/1?done=saved"
    assert "What it would do" in tried
    assert "Of the last 1 items" in tried
    assert shadowed == "shadow"
    assert published.headers["Location"] == "/rules/1?done=published"
    assert (live, state_of(1)) == ("live", "draft")
    assert "In force" in rules


def test_a_deed_without_a_reason_does_nothing(desk: Any) -> None:
    client = visitor(desk)
    save(client)

    answer = client.post("/rules/1/deed", {"deed": "publish", "why": " "})

    assert answer.headers["Location"].endswith("?done=nothing")
    assert state_of(1) == "draft"


def test_going_back_where_nothing_was_published_says_so(desk: Any) -> None:
    client = visitor(desk)
    save(client)

    answer = client.post("/rules/1/deed", {"deed": "roll_back", "why": "x"})

    assert answer.status_code == 409
    assert "No rules were published here." in answer.content.decode()


def test_rules_that_hit_what_must_stay_up_ask_why(desk: Any) -> None:
    from mizan.engine.trial import STAY_UP, stay_up_texts

    client = visitor(desk)
    desk.bank(next(stay_up_texts(STAY_UP[1][1]))[1])
    save(client, SHIPPED.split("contexts:\n", 1)[0])

    refused = client.post("/rules/1/deed", {"deed": "publish", "why": "x"})
    done = client.post("/rules/1/deed", {"deed": "publish", "why": "x", "override": "a test"})

    assert refused.status_code == 409
    assert 'name="override"' in refused.content.decode()
    assert done.headers["Location"] == "/rules/1?done=published"


def test_the_difference_is_shown_from_left_to_right_with_hidden_letters(desk: Any) -> None:
    client = visitor(desk)
    save(client, f"{SHIPPED}# odd \u202e letter\n")

    shown = client.get("/rules/1").content.decode()

    assert 'data-sign="in"' in shown
    assert "U+202E" in shown
    assert "\u202e" not in shown
    assert client.get("/rules/99").status_code == 404


def test_readers_see_rules_and_change_nothing(desk: Any) -> None:
    lead, auditor = visitor(desk), visitor(desk, "auditor")
    save(lead)

    assert auditor.get("/rules").status_code == 200
    assert auditor.get("/rules/1").status_code == 200
    assert auditor.get("/rules/-/edit").status_code == 403
    assert auditor.post("/rules/1/deed", {"deed": "publish", "why": "x"}).status_code == 403


def test_a_hold_is_lifted_with_a_reason(desk: Any) -> None:
    from mizan.service.curation.hold_changes import hold
    from mizan.service.curation.models import Hold

    client = visitor(desk)
    number = hold(subject="rule/copied-statement", cause="person", actor="cli:x", why="odd").pk

    before = client.get("/rules").content.decode()
    client.post(f"/holds/{number}/lift", {"why": "looked into it"})

    assert "on review-only" in before
    assert Hold.objects.get(pk=number).lifted_at is not None


def test_a_change_that_waits_is_agreed_to_by_another_person_only(desk: Any) -> None:
    from mizan.banks import queries
    from mizan.service.curation.models import Proposal
    from mizan.service.ground.recording import store

    desk.bank(STATEMENT)
    one, other = visitor(desk, "lead", "amal"), visitor(desk, "lead", "badr")
    one.post("/banks/lantern/set", {"may_act": "auto", "why": "narrow list"})
    number = Proposal.objects.get().pk

    mine = one.get("/waiting").content.decode()
    refused = one.post(f"/waiting/{number}", {"deed": "approve", "why": "x"})
    other.post(f"/waiting/{number}", {"deed": "approve", "why": "looked"})

    assert "Take it back" in mine
    assert refused.status_code == 409
    assert queries.bank(store(), "lantern").may_act == "auto"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_a_difference_holds_every_line_that_changed(old: list[str], new: list[str]) -> None:
    found = difference("\n".join(old), "\n".join(new))

    assert [one for one in found if one.sign in ("in", "out")] == [] or old != new
    for one in found:
        if one.old is not None:
            assert old[one.old - 1] == one.text
        if one.new is not None:
            assert new[one.new - 1] == one.text
    gone = {one.old for one in found if one.sign == "out"}
    come = {one.new for one in found if one.sign == "in"}
    kept = [line for place, line in enumerate(old, 1) if place not in gone]
    assert kept == [line for place, line in enumerate(new, 1) if place not in come]
