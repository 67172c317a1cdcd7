"""Quality: blind looks at random decisions, golden items, and the figures of both."""

from __future__ import annotations

from typing import Any

import pytest

SENTENCE = "نزل المطر على السوق القديم وباع التاجر كل ما عنده من المصابيح"


def blinds() -> Any:
    from mizan.service.quality.models import Blind

    return Blind.objects.order_by("id")


def figures(**values: int) -> None:
    from mizan.service.ground.changes import set_profile

    set_profile(actor="cli:test", why="test", **values)


def all_are_chosen() -> None:
    figures(audit_percent=100, audit_least=0)


def test_a_decision_is_chosen_and_another_person_looks_without_knowing_it(
    desk: Any, deeds: Any
) -> None:
    from mizan.service.quality.changes import answer, next_blind

    all_are_chosen()
    first, second = desk.person(), desk.person("sami", "reviewer")
    decision = deeds.removed(desk, first)

    [chosen] = blinds()
    none = next_blind(user=first)
    mine = next_blind(user=second)
    answer(blind=mine.pk, kind="leave", user=second)

    chosen.refresh_from_db()
    decision.refresh_from_db()
    assert none is None
    assert mine.pk == chosen.pk
    assert (chosen.expected, chosen.answered, chosen.by_id) == ("remove", "leave", second.pk)
    assert decision.state == "in_force"
    assert decision.case.lead.standing == "removed"


def test_what_was_left_up_is_kept_for_the_look_and_dropped_with_the_answer(
    desk: Any, deeds: Any
) -> None:
    from mizan.service.items.models import ItemContent
    from mizan.service.quality.changes import answer, next_blind

    all_are_chosen()
    first, second = desk.person(), desk.person("sami")
    deeds.removed(desk, first, "leave")
    kept = ItemContent.objects.count()

    answer(blind=next_blind(user=second).pk, kind="leave", user=second)

    assert kept == 1
    assert ItemContent.objects.count() == 0


def test_what_was_left_up_and_not_chosen_goes_at_once(desk: Any, deeds: Any) -> None:
    from mizan.service.items.models import ItemContent

    figures(audit_percent=0, audit_least=0)
    desk.person("sami")

    deeds.removed(desk, desk.person(), "leave")

    assert blinds().count() == 0
    assert ItemContent.objects.count() == 0


def test_where_nobody_else_could_look_nothing_is_kept(desk: Any, deeds: Any) -> None:
    from mizan.service.items.models import ItemContent

    all_are_chosen()
    desk.person("auditor", "auditor")

    deeds.removed(desk, desk.person(), "leave")

    assert blinds().count() == 0
    assert ItemContent.objects.count() == 0


def test_a_look_that_nobody_takes_is_given_up_and_its_content_goes(desk: Any, deeds: Any) -> None:
    from mizan.service.items.models import ItemContent
    from mizan.service.quality.sampling_changes import let_go
    from mizan.terms.time import now, shift

    all_are_chosen()
    desk.person("sami")
    deeds.removed(desk, desk.person(), "leave")
    blinds().update(until=shift(now(), seconds=-1))

    gone = let_go(limit=10, actor="worker")

    assert gone == 1
    assert let_go(limit=10, actor="worker") == 0
    assert ItemContent.objects.count() == 0


def test_choosing_twice_chooses_once(desk: Any, deeds: Any) -> None:
    from mizan.service.quality.sampling_changes import consider

    all_are_chosen()
    desk.person("sami")
    decision = deeds.removed(desk, desk.person())

    again = consider(decision=decision.pk, actor="worker")

    assert again is None
    assert blinds().count() == 1


def test_the_sample_of_a_store_can_be_made_again_from_its_seed(desk: Any, deeds: Any) -> None:
    from mizan.casework.sampling import is_chosen
    from mizan.service.cases.models import Decision
    from mizan.service.quality.sampling_changes import seed

    figures(audit_percent=40, audit_least=0)
    desk.person("sami")
    person = desk.person()
    for n in range(8):
        deeds.removed(desk, person, "remove" if n % 2 else "leave", name=str(n))

    again = [n for n in Decision.objects.values_list("pk", flat=True) if is_chosen(seed(), n, 0.4)]

    assert sorted(blinds().values_list("decision_id", flat=True)) == sorted(again)


def test_a_look_goes_to_who_reads_the_language_and_to_one_person_at_a_time(
    desk: Any, deeds: Any
) -> None:
    from mizan.service.people.models import User
    from mizan.service.quality.changes import next_blind

    all_are_chosen()
    english, one, other = desk.person("e"), desk.person("sami"), desk.person("tala")
    User.objects.filter(pk=english.pk).update(skills=["en"])
    english.refresh_from_db()
    deeds.removed(desk, desk.person(), lang="ar")

    assert next_blind(user=english) is None
    assert next_blind(user=one) is not None
    assert next_blind(user=one) is not None
    assert next_blind(user=other) is None


@pytest.mark.parametrize(
    ("kind", "code"), [("restore", "desk.bad_answer"), ("", "desk.bad_answer")]
)
def test_only_a_decision_is_an_answer(desk: Any, deeds: Any, kind: str, code: str) -> None:
    from mizan.errors import DeskError
    from mizan.service.quality.changes import answer, next_blind

    all_are_chosen()
    other, third = desk.person("sami"), desk.person("tala")
    deeds.removed(desk, desk.person())
    look = next_blind(user=other)

    with pytest.raises(DeskError) as fault:
        answer(blind=look.pk, kind=kind, user=other)
    with pytest.raises(DeskError) as theirs:
        answer(blind=look.pk, kind="leave", user=third)

    assert fault.value.code == "desk.bad_answer"
    assert theirs.value.code == "desk.not_yours"


def test_a_golden_item_is_answered_once_by_each_who_does_not_know_it(desk: Any, deeds: Any) -> None:
    from mizan.service.quality.changes import answer, mark_golden, next_blind
    from mizan.service.quality.queries import golden_by_language

    figures(audit_percent=0, audit_least=0)
    first, lead = desk.person(), desk.person("lead")
    people = [desk.person("sami", "reviewer"), desk.person("tala", "reviewer")]
    decision = deeds.removed(desk, first)
    mark_golden(decision=decision.pk, expected="remove", user=lead, why="a clear one")

    for person, kind in zip(people, ("limit", "leave"), strict=True):
        answer(blind=next_blind(user=person).pk, kind=kind, user=person)

    assert [next_blind(user=one) for one in (first, lead, *people)] == [None] * 4
    rate = golden_by_language()["ar"]
    assert (rate.hits, rate.n) == (1, 2)


def test_golden_is_for_leads_and_for_what_is_still_here(desk: Any, deeds: Any) -> None:
    from mizan.errors import DeskError
    from mizan.service.quality.changes import mark_golden

    figures(audit_percent=0, audit_least=0)
    lead, reviewer = desk.person(), desk.person("sami", "reviewer")
    here, gone = deeds.removed(desk, lead), deeds.removed(desk, lead, "leave", name="2")

    with pytest.raises(DeskError) as theirs:
        mark_golden(decision=here.pk, expected="remove", user=reviewer, why="x")
    with pytest.raises(DeskError) as away:
        mark_golden(decision=gone.pk, expected="leave", user=lead, why="x")

    assert theirs.value.code == "desk.not_yours"
    assert away.value.code == "desk.content_gone"


def test_a_retired_golden_item_is_handed_out_no_more(desk: Any, deeds: Any) -> None:
    from mizan.service.quality.changes import mark_golden, next_blind, retire_golden

    figures(audit_percent=0, audit_least=0)
    lead, other = desk.person(), desk.person("sami", "reviewer")
    decision = deeds.removed(desk, desk.person("tala"))
    golden = mark_golden(decision=decision.pk, expected="remove", user=lead, why="clear")
    retire_golden(golden=golden.pk, user=lead, why="known by now")

    assert next_blind(user=other) is None


def test_a_blind_look_is_due_after_twenty_decisions(desk: Any, deeds: Any) -> None:
    from mizan.service.cases.models import Decision
    from mizan.service.quality.queries import EVERY, is_turn

    person = desk.person()
    one = deeds.decide(deeds.a_case(desk).pk, person)
    early = is_turn(person)
    for _ in range(EVERY - 1):
        Decision.objects.create(
            case=one.case, kind="leave", state="in_force", ruling=one.ruling, by=person, at=one.at
        )

    assert not early
    assert is_turn(person)


def test_overturned_decisions_are_counted_by_rule_and_bank_and_language(
    desk: Any, deeds: Any
) -> None:
    from mizan.service.cases.decision_changes import reverse
    from mizan.service.cases.models import Case
    from mizan.service.quality.queries import overturned

    person = desk.person()
    desk.bank(deeds.STATEMENT)
    desk.hand_in(deeds.REPOST)
    desk.work()
    case = Case.objects.get()
    found = deeds.decide(case.pk, person)
    deeds.removed(desk, person, name="2", text=SENTENCE, lang="en")
    reverse(decision=found.pk, user=person, actor=person.actor, why="a report")

    by_rule, by_bank, by_lang = (overturned(by) for by in ("rule", "bank", "lang"))

    [rule] = [name for name, _ in by_rule if name]
    assert (by_rule[rule, "ar"].hits, by_rule[rule, "ar"].n) == (1, 1)
    assert (by_bank["lantern", "ar"].hits, by_bank["", "en"].hits) == (1, 0)
    assert (by_lang["", "en"].n, by_lang["", "en"].few) == (1, True)


def test_the_page_has_the_figures_and_the_look_hides_the_decision(desk: Any, deeds: Any) -> None:
    all_are_chosen()
    other = desk.person("sami", "reviewer")
    decision = deeds.removed(desk, desk.person())
    browser = deeds.client(other)

    taken = browser.post("/quality/next")
    look = browser.get(taken["Location"])
    answered = browser.post(taken["Location"], {"kind": "remove"})
    page = browser.get("/quality")
    again = browser.get(taken["Location"])

    shown = look.content.decode()
    assert decision.ruling["clause"] not in shown
    assert "rima" not in shown
    assert deeds.REPOST[:30] in shown
    assert answered.status_code == 302
    assert "<td" in page.content.decode()
    assert "<svg" in page.content.decode()
    assert again.status_code == 404


def test_the_page_is_there_in_arabic_and_empty(desk: Any, deeds: Any) -> None:
    browser = deeds.client(desk.person("qari", "auditor"))

    page = browser.get("/quality", headers={"Accept-Language": "ar"})

    assert page.status_code == 200


def test_each_deed_is_for_its_role(desk: Any, deeds: Any) -> None:
    browser = deeds.client(desk.person("qari", "auditor"))
    reviewer = deeds.client(desk.person("sami", "reviewer"))

    refused = [browser.post("/quality/next"), browser.get("/quality/blind/1")]
    refused += [browser.post("/cases/1/answer"), browser.post("/strikes/1/lift")]
    refused += [reviewer.post("/decisions/1/golden"), reviewer.post("/quality/golden/1/retire")]

    assert [one.status_code for one in refused] == [403] * 6


def test_people_answer_appeals_and_lift_strikes_from_a_case(desk: Any, deeds: Any) -> None:
    from mizan.service.actions.models import Strike
    from mizan.service.console.quality.beside import beside
    from mizan.service.intake.appeal_changes import appeal

    first, other = desk.person(), desk.person("sami")
    decision = deeds.removed(desk, first)
    made, _ = appeal(item=decision.case.lead, appellant="a1", text="Why?", actor="token:test")
    strike = Strike.objects.get()

    mine, theirs = beside(made.case, first, ""), beside(made.case, other, "شهيد")
    lifted = deeds.client(other).post(f"/strikes/{strike.pk}/lift", {"why": "a first time"})
    wrong = deeds.client(other).post(f"/cases/{made.case_id}/answer", {"outcome": "maybe"})
    late = deeds.client(first).post(f"/cases/{made.case_id}/answer", {"outcome": "upheld"})
    done = deeds.client(other).post(
        f"/cases/{made.case_id}/answer", {"outcome": "reversed", "why": "it reported"}
    )

    assert (mine["appeal"]["may_answer"], theirs["appeal"]["may_answer"]) == (False, True)
    assert theirs["strikes"]["count"] == 1
    assert theirs["glossary"][0]["term"] == "martyr"
    assert lifted["Location"] == f"/cases/{decision.case_id}"
    assert [one.status_code for one in (wrong, late, done)] == [400, 403, 302]
    decision.refresh_from_db()
    assert decision.state == "reversed"


def test_the_page_of_an_appeal_shows_both_sides_and_offers_its_answer(
    desk: Any, deeds: Any
) -> None:
    from mizan.service.intake.appeal_changes import appeal

    first, other = desk.person(), desk.person("sami")
    decision = deeds.removed(desk, first)
    said = "<b>Why?</b>"
    made, _ = appeal(item=decision.case.lead, appellant="a1", text=said, actor="token:test")
    address = f"/cases/{made.case_id}"

    mine = deeds.client(first).get(address)
    theirs = deeds.client(other).get(address).content.decode()
    first_case = deeds.client(other).get(f"/cases/{decision.case_id}").content.decode()

    assert mine.status_code == 200
    assert "appeal-why" not in mine.content.decode()
    assert "&lt;b&gt;Why?&lt;/b&gt;" in theirs
    assert "appeal-why" in theirs
    assert "golden-expected" in first_case
