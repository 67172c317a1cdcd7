"""What keeps a match, a rule and a mistake small: retro, allow, flood, breaker, healing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mizan.errors import DeskError
from mizan.terms.time import nap

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
REPOST = (EXAMPLES / "repost_ar.txt").read_text("utf-8")
ARTICLE = (EXAMPLES / "article_ar.txt").read_text("utf-8")


def told(person: Any) -> dict[str, Any]:
    return {"actor": person.actor, "user": person, "why": "seen"}


def rows(text: str) -> list[Any]:
    from mizan.banks.changes import NewEntry
    from mizan.engine.admit import values_of
    from mizan.service.ground.engine import engine
    from mizan.terms.content import Content

    values = values_of(Content(id="x", text=text), engine().signals, "harm")
    return [NewEntry(signal=signal, value=value) for signal, value in values]


def a_bank(may_act: str = "queue") -> None:
    from mizan.banks import changes
    from mizan.service.ground.recording import store

    changes.create_bank(
        store(), name="lantern", purpose="harm", may_act=may_act, actor="cli:test", why="test"
    )


def add(given: list[Any], person: Any, **more: Any) -> Any:
    from mizan.service.curation.entry_changes import add_entries

    return add_entries(bank="lantern", rows=given, **told(person), **more)


def decided(case: int, person: Any, kind: str = "remove", **more: Any) -> Any:
    from dataclasses import replace

    from mizan.casework.ruling import defaults
    from mizan.service.cases.decision_changes import decide
    from mizan.terms.decision import Assessment

    seen = Assessment(exclusions=("none_found",), stance="endorses")
    ruling = defaults(kind, ("known_text",), clause="4.2")
    if kind != "leave":
        ruling = replace(ruling, assessment=seen)
    return decide(case=case, ruling=ruling, **told(person), **more)


def cases(**wanted: Any) -> list[Any]:
    from mizan.service.cases.models import Case

    return list(Case.objects.filter(**wanted).order_by("id"))


def noticed() -> None:
    """Wait until every reader has looked: it does at most every 200 ms."""
    nap(0.25)


def states() -> list[str]:
    from mizan.service.items.models import Item

    return list(Item.objects.order_by("id").values_list("state", flat=True))


def test_a_new_entry_opens_a_case_for_old_content_and_the_count_is_shown_before(desk: Any) -> None:
    from mizan.service.curation.entry_changes import preview

    a_bank()
    old, _ = desk.hand_in(REPOST, ARTICLE)
    desk.work()

    shown = preview(bank="lantern", rows=rows(STATEMENT))
    before = states()
    add(rows(STATEMENT), desk.person())
    desk.work()

    [case] = cases()
    assert (shown.back_count, shown.examples, shown.blocked) == (1, (old.pk,), False)
    assert before == ["left", "left"]
    assert (case.origin, case.lead_id) == ("retro", old.pk)


def test_what_a_person_left_up_is_protected_from_new_entries(desk: Any) -> None:
    from mizan.service.curation.trying import ProtectedError

    desk.bank(STATEMENT, name="other")
    a_bank()
    person = desk.person()
    desk.hand_in(REPOST)
    desk.work()
    decided(cases()[0].pk, person, "leave")
    desk.work(ahead=61)

    with pytest.raises(ProtectedError) as stopped:
        add(rows(STATEMENT), person)
    add(rows(STATEMENT), person, override="it is the statement itself")
    desk.work()

    assert stopped.value.kinds == {"left-up": 1}
    assert len(cases()) == 1


def test_one_click_leaves_a_post_and_its_near_copies_alone(desk: Any) -> None:
    from mizan.service.curation.allow_changes import allow_item

    desk.bank(STATEMENT)
    desk.hand_in(REPOST)
    desk.work()
    person = desk.person()

    allow_item(case=cases()[0].pk, user=person, why="a museum's label")
    desk.work(ahead=61)
    noticed()
    desk.hand_in(REPOST, REPOST.replace("،", " ،") + " 🕯", source="elsewhere")
    desk.work()

    assert len(cases()) == 1
    assert states() == ["left"] * 3


def test_allowing_what_was_removed_restores_it_even_without_its_content(desk: Any) -> None:
    from mizan.service.curation.allow_changes import allow_item
    from mizan.service.items.changes import drop_content
    from mizan.service.items.models import Item

    desk.bank(STATEMENT)
    [item] = desk.hand_in(REPOST)
    desk.work()
    person = desk.person()
    decided(cases()[0].pk, person)
    desk.work(ahead=61)
    drop_content([item.pk])

    allow_item(item=item.pk, user=person, why="this was wrong")
    desk.work(ahead=61)
    noticed()
    desk.hand_in(REPOST, source="elsewhere")
    desk.work()

    assert Item.objects.get(pk=item.pk).standing == "up"
    assert [case.state for case in cases()] == ["reversed"]


def test_an_image_that_was_allowed_is_left_alone_when_it_is_compressed_again(desk: Any) -> None:
    import io

    import numpy as np
    from PIL import Image

    from mizan.banks import changes
    from mizan.engine.admit import values_of
    from mizan.service.curation.allow_changes import allow_item
    from mizan.service.ground.engine import engine
    from mizan.service.ground.recording import store
    from mizan.service.intake.changes import receive
    from mizan.service.intake.receiving import NewItem
    from mizan.terms.content import Content

    small = np.random.default_rng(4).integers(0, 255, (8, 8, 3), dtype=np.uint8)
    image = Image.fromarray(small).resize((256, 256), Image.Resampling.BICUBIC)

    def written(quality: int) -> bytes:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality)
        return out.getvalue()

    def hand_in(number: int, quality: int) -> None:
        new = NewItem(source="files", external_id=str(number), data=written(quality), name="a.jpg")
        receive(items=[new], actor="token:test")
        desk.work()

    a_bank()
    values = values_of(Content(id="x", data=written(95), name="a.jpg"), engine().signals, "harm")
    new = [changes.NewEntry(signal=name, value=value) for name, value in values]
    changes.add_entries(store(), bank="lantern", rows=new, actor="cli:test", why="test")
    hand_in(1, 95)

    allow_item(case=cases()[0].pk, user=desk.person(), why="a family photo")
    desk.work(ahead=61)
    noticed()
    hand_in(2, 95)
    hand_in(3, 80)

    assert len(cases()) == 1
    assert states() == ["left"] * 3


def test_near_copies_without_a_shared_entry_join_one_case(desk: Any) -> None:
    from mizan.service.cases.models import CaseItem
    from mizan.service.intake.changes import report

    first, second = desk.hand_in(ARTICLE, ARTICLE + " — منقول")
    desk.work()
    for number, item in enumerate((first, second)):
        item.refresh_from_db()
        report(item=item.pk, reporter=str(number), category="", comment="", actor="token:test")

    because = list(CaseItem.objects.order_by("id").values_list("because", flat=True))
    assert len(cases()) == 1
    assert because == ["lead", "near"]


def test_an_entry_that_floods_is_held_once_and_lifted_by_a_person(desk: Any) -> None:
    from mizan.service.curation import queries
    from mizan.service.curation.hold_changes import lift
    from mizan.service.ground.changes import set_profile

    entry = desk.bank(STATEMENT)
    set_profile(flood_floor=2, actor="cli:test", why="test")
    lead, reviewer = desk.person(), desk.person("omar", "reviewer")

    desk.hand_in(*[f"{REPOST} {number}" for number in range(5)])
    desk.work()
    desk.hand_in(REPOST, source="elsewhere")
    desk.work()
    [hold] = queries.holds()
    with pytest.raises(DeskError) as refused:
        lift(hold=hold.pk, user=reviewer, why="?")
    lift(hold=hold.pk, user=lead, why="a campaign that we know")
    desk.hand_in(REPOST, source="again")
    desk.work()

    assert (hold.subject, hold.cause) == (f"bank/lantern/{entry}", "flood")
    assert refused.value.code == "desk.not_yours"
    assert not queries.holds()
    assert len(cases()) == 1
    assert sum(queries.entry_page("lantern", entry).days.values()) == 7


def test_days_without_a_match_and_a_steady_stream_are_no_flood(desk: Any) -> None:
    from mizan.service.curation.hold_changes import note_matches
    from mizan.service.curation.models import EntryDay
    from mizan.service.ground.changes import set_profile
    from mizan.terms.time import now, shift

    set_profile(flood_floor=10, flood_times=3, actor="cli:test", why="test")
    for back in range(1, 8):
        day = shift(now(), days=-back).date()
        EntryDay.objects.create(bank="steady", entry=1, day=day, matches=40)
    EntryDay.objects.create(bank="rare", entry=1, day=shift(now(), days=-7).date(), matches=40)

    held = note_matches({("steady", 1): 90, ("rare", 1): 90})

    assert held == ["bank/rare/1"]
