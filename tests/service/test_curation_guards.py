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
FILE = b"an invented file of the Black Lantern Front"


def told(person: Any) -> dict[str, Any]:
    return {"actor": person.actor, "user": person, "why": "seen"}


def rows(text: str) -> list[Any]:
    from mizan.banks.changes import NewEntry
    from mizan.engine.admit import values_of
    from mizan.service.ground.engine import engine
    from mizan.terms.content import Content

    values = values_of(Content(id="x", text=text), engine().signals, "harm")
    return [NewEntry(signal=signal, value=value) for signal, value in values]


def the_file() -> list[Any]:
    from hashlib import sha256

    from mizan.banks.changes import NewEntry

    return [NewEntry(signal="sha256", value=sha256(FILE).digest())]


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


def hand_in_file(number: int = 1, *, public: bool = True) -> Any:
    from mizan.service.intake.changes import receive
    from mizan.service.intake.receiving import NewItem

    new = NewItem(source="files", external_id=str(number), data=FILE, name="a.bin", public=public)
    [receipt] = receive(items=[new], actor="token:test")
    return receipt.item


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


def armed(desk: Any, person: Any, *, a_day: int = 20) -> int:
    """Make a desk on which a known file may be acted on; return the case it was learned from."""
    from mizan.banks import changes
    from mizan.service.ground.changes import set_profile
    from mizan.service.ground.recording import store

    a_bank()
    hand_in_file(900)
    desk.work()
    from mizan.service.intake.changes import report
    from mizan.service.items.models import Item

    item = Item.objects.get(external_id="900")
    case = report(item=item.pk, reporter="1", category="", comment="", actor="token:test").case
    decided(case.pk, person)
    desk.work(ahead=61)
    add(the_file(), person, case=case.pk)
    changes.set_bank(store(), name="lantern", may_act="auto", actor="cli:test", why="test")
    set_profile(
        automatic=[["known-file-confirmed", "lantern"]],
        auto_per_day=a_day,
        actor="cli:test",
        why="test",
    )
    desk.work()
    noticed()
    return case.pk


def decisions(**wanted: Any) -> list[Any]:
    from mizan.service.cases.models import Decision

    return list(Decision.objects.filter(**wanted).order_by("id"))


def test_automatic_action_repeats_what_a_person_assessed_and_can_be_undone(desk: Any) -> None:
    from mizan.service.cases.decision_changes import undo

    person = desk.person()
    armed(desk, person)

    hand_in_file(1)
    desk.work()
    [decision] = decisions(automatic=True)
    waiting = decision.state
    undo(decision=decision.pk, user=person, why="let me look")
    desk.work(ahead=61)

    decision.refresh_from_db()
    assert (waiting, decision.state, decision.kind) == ("pending", "withdrawn", "remove")
    assert decision.actor == "rule:known-file-confirmed"
    assert decision.ruling["assessment"]["exclusions"] == ["none_found"]
    assert decision.ruling["machine_found"] is True


@pytest.mark.parametrize("off", ["profile", "bank", "opinion", "origin", "private", "held"])
def test_automatic_action_is_off_where_one_condition_is_missing(desk: Any, off: str) -> None:
    from mizan.banks import changes
    from mizan.service.curation.hold_changes import hold
    from mizan.service.curation.models import EntryOrigin
    from mizan.service.ground.changes import set_profile
    from mizan.service.ground.recording import store

    armed(desk, desk.person())
    by = {"actor": "cli:test", "why": "test"}
    origin = EntryOrigin.objects.get()
    if off == "profile":
        set_profile(automatic=[], **by)
    elif off == "bank":
        changes.set_bank(store(), name="lantern", may_act="queue", **by)
    elif off == "opinion":
        changes.deconfirm(store(), bank="lantern", entry=origin.entry, **by)
    elif off == "origin":
        origin.delete()
    elif off == "held":
        hold(subject="rule/known-file-confirmed", cause="person", **by)
    else:
        set_profile(closed_surfaces=[""], **by)
    noticed()

    hand_in_file(1, public=off != "private")
    desk.work()

    assert decisions(automatic=True) == []
    assert len(cases(state="open")) == 1


def test_the_breaker_holds_the_next_action_of_the_day_for_review(desk: Any) -> None:
    from mizan.service.curation import queries
    from mizan.service.curation.hold_changes import held, lift_breakers
    from mizan.service.curation.models import Hold
    from mizan.terms.time import now, shift

    armed(desk, desk.person(), a_day=2)

    for number in (1, 2, 3):
        hand_in_file(number)
        desk.work()
    [hold] = queries.holds()
    tripped = len(decisions(automatic=True)), len(cases(state="open"))
    Hold.objects.update(since=shift(now(), days=-1))

    assert tripped == (2, 1)
    assert (hold.subject, hold.cause) == ("rule/known-file-confirmed", "breaker")
    assert held() == frozenset()
    assert lift_breakers() == 1


def test_a_reversal_withdraws_the_entry_and_requeues_what_it_caught(desk: Any) -> None:
    from mizan.banks import queries
    from mizan.service.cases.decision_changes import reverse
    from mizan.service.ground.recording import store
    from mizan.service.items.models import Item

    person = desk.person()
    case = armed(desk, person)
    hand_in_file(1)
    desk.work()
    desk.work(ahead=61)
    hand_in_file(3)
    desk.work()
    down = Item.objects.get(external_id="1").standing

    reverse(decision=decisions(case=case)[0].pk, user=person, actor=person.actor, why="a report")
    desk.work()
    noticed()
    hand_in_file(2)
    desk.work()

    [again] = cases(origin="requeue")
    [entry] = queries.entries(store(), "lantern")
    assert down == "removed"
    assert Item.objects.get(external_id="900").standing == "up"
    assert again.lead.external_id == "1"
    assert entry.state == "removed"
    assert [one.state for one in decisions(automatic=True)] == ["in_force", "withdrawn"]
    assert Item.objects.get(external_id="2").state == "left"


def test_a_rule_that_is_reversed_too_often_puts_itself_on_review_only(desk: Any) -> None:
    from mizan.service.cases.decision_changes import reverse
    from mizan.service.curation import queries
    from mizan.service.ground.changes import set_profile

    desk.bank(STATEMENT)
    set_profile(reversal_least=1, actor="cli:test", why="test")
    person = desk.person()
    desk.hand_in(REPOST)
    desk.work()
    decision = decided(cases()[0].pk, person)
    desk.work(ahead=61)
    figures = queries.rule_figures()

    reverse(decision=decision.pk, user=person, actor=person.actor, why="a report")
    desk.work()

    [hold] = queries.holds()
    assert figures["copied-statement"]["removed"] == 1
    assert (hold.subject, hold.cause) == ("rule/copied-statement", "reversals")
    assert queries.rule_figures()["copied-statement"]["reversed"] == 1
