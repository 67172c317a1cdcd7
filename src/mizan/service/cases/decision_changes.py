"""Decisions: taken, seconded, undone, reversed. None leaves before its time.

A decision is a row and a job: the job carries it out when the undo window, or the delay that
stands in for a second person, is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import msgspec

from mizan.casework.ruling import check
from mizan.errors import DeskError
from mizan.service.cases.appeal_rules import refuse_appeal
from mizan.service.cases.changes import advance, locked, move, open_case, refuse_taken
from mizan.service.cases.models import Case, CaseEvent, CaseItem, Decision, DecisionItem
from mizan.service.cases.second_rules import refuse_same_person
from mizan.service.ground.profile import Profile, profile
from mizan.service.ground.recording import recorded
from mizan.service.items.models import Item
from mizan.service.jobs.changes import enqueue
from mizan.service.people.models import User
from mizan.service.people.rights import may
from mizan.terms.case import Event
from mizan.terms.decision import Ruling
from mizan.terms.time import Moment, now, shift

Scope = Literal["lead", "all"]
BACK = "wrong_match"  # reason of a reversal, where none is given


def decide(
    *,
    case: int,
    ruling: Ruling,
    user: User | None,
    actor: str,
    why: str,
    scope: Scope = "lead",
    count: int | None = None,
    rule: str = "",
    once: str | None = None,
) -> Decision:
    """Decide a case. The action leaves after the undo window; until then `undo` takes it back.

    user   who decides; None for a rule that may, and for a program that people steer (a token)
    scope  the lead item, or all items of the case
    count  for all: how many the person was shown; DeskError desk.count_changed when it is not so
    rule   the rule whose verdict opened the case
    once   what the form carries; sent twice, it decides once

    CaseError of `casework.ruling.check`, case.not_now; DeskError desk.taken.
    """
    check(ruling)
    with recorded(actor=actor, act="case.decide", why=why, subject=f"case/{case}") as line:
        found = locked(case)
        if before := _sent_before(found, once, actor):
            line.skip()
            return before
        refuse_appeal(found, user)
        refuse_taken(found, user)
        items = _items(found, scope, count)
        figures = profile()
        decision = _new(
            found,
            ruling,
            user=user,
            actor=actor,
            rule=rule,
            once=once,
            figures=figures,
            seconded=needs_second(ruling, len(items), figures),
        )
        _put_in(decision, items)
        _split_rest(found, items, actor)
        line.detail = _told(decision, len(items))
        _follow(found, decision, ruling, why)
    return decision


def _follow(case: Case, decision: Decision, ruling: Ruling, why: str) -> None:
    """Let the case follow its decision, and put the job on the list that carries it out."""
    event: Event = "second_asked" if decision.state == "waiting" else "decided"
    advance(case, event, decision.actor, why, decision=decision.pk, kind=ruling.kind)
    if ruling.relation != "unknown":
        case.relation = ruling.relation
    case.decided_at, case.claimed_by, case.claimed_until = now(), None, None
    case.save()
    _schedule(decision)


def needs_second(ruling: Ruling, items: int, figures: Profile) -> bool:
    """Tell whether a second person must agree: account closure, and many items at once (R7)."""
    restricts = ruling.kind != "leave"
    return ruling.kind == "close_account" or (restricts and items > figures.mass_items)


def approve(*, decision: int, user: User, why: str) -> Decision:
    """Agree to a decision that waits for a second person. CaseError case.same_person."""
    with recorded(actor=user.actor, act="decision.approve", why=why) as line:
        found, case = _locked(decision, line)
        _refuse_second(found, user)
        found.state, found.second_by = "pending", user
        found.release_at = shift(now(), seconds=profile().undo_seconds)
        found.save()
        advance(case, "approved", user.actor, why, decision=found.pk)
        case.save(update_fields=["state"])
        _schedule(found)
    return found


def refuse(*, decision: int, user: User, why: str) -> Decision:
    """Disagree: the case is open again."""
    with recorded(actor=user.actor, act="decision.refuse", why=why) as line:
        found, case = _locked(decision, line)
        _refuse_second(found, user)
        found.state, found.second_by = "refused", user
        found.save()
        advance(case, "refused", user.actor, why, decision=found.pk)
        case.save(update_fields=["state"])
    return found


def undo(*, decision: int, user: User | None, why: str, actor: str = "") -> Decision:
    """Take a decision back before its action left: the case is open again, with the person.

    The first decider may, and whoever may be a second person; of a program (user None) only what
    it decided itself. CaseError case.not_now afterwards.
    """
    actor = user.actor if user else actor
    with recorded(actor=actor, act="decision.undo", why=why) as line:
        found, case = _locked(decision, line)
        if found.actor != actor and not (user and may(user.role, "second")):
            raise not_yours()
        if found.state not in {"pending", "waiting"}:
            raise too_late(found.pk)
        event: Event = "undone" if found.state == "pending" else "refused"
        advance(case, event, actor, why, decision=found.pk)
        found.state = "withdrawn"
        found.save()
        case.decided_at, case.claimed_by, case.claimed_until = None, user, None
        if user:
            case.claimed_until = shift(now(), minutes=profile().claim_minutes)
        case.save()
    return found


def take_back_all(*, actor: str, why: str) -> int:
    """Take back every decision whose action has not left: their cases are open again.

    After a restore nobody knows whether they were carried out, or undone, meanwhile.
    """
    with recorded(actor=actor, act="decision.take_back", why=why, subject="decisions") as line:
        due = list(Decision.objects.select_for_update().filter(state="pending").order_by("pk"))
        for found in due:
            case = locked(found.case_id)
            advance(case, "undone", actor, why, decision=found.pk)
            found.state = "withdrawn"
            found.save(update_fields=["state"])
            case.decided_at = case.claimed_by = case.claimed_until = None
            case.save()
        line.detail = {"decisions": [found.pk for found in due]}
        if not due:
            line.skip()
    return len(due)


def reverse(*, decision: int, user: User | None, actor: str, why: str) -> Decision:
    """Reverse a decision that was carried out: content comes back, and what followed is healed.

    Reversal has its own decision, `restore`, carried out at once. What was made from the first one
    (entries, and what they caught) is looked after by the job `heal`.
    """
    with recorded(actor=actor, act="decision.reverse", why=why) as line:
        found, case = _locked(decision, line)
        if is_program(actor) and found.actor != actor:  # it takes back its own alone
            raise not_yours()
        if found.state != "in_force" or found.kind == "restore":
            raise too_late(found.pk)
        advance(case, "reversed", actor, why, decision=found.pk)
        found.state = "reversed"
        found.save()
        case.save(update_fields=["state"])
        ruling = replace(msgspec.convert(found.ruling, Ruling), kind="restore", reason=BACK)
        back = Decision.objects.create(
            case=case,
            kind="restore",
            state="pending",
            ruling=msgspec.to_builtins(ruling),
            by=user,
            actor=actor,
            at=now(),
            rule=found.rule,
            release_at=now(),
            undoes=found,
        )
        _put_in(back, scope_of(found))
        _schedule(back)
        enqueue("heal", decision=found.pk)
    return back


def give_delays() -> int:
    """Give a delay to decisions that wait for a second person since the team became one person."""
    figures = profile()
    if figures.team != "solo":
        return 0
    with recorded(actor="worker", act="decision.delay", why="the team is one person") as line:
        waiting = list(
            Decision.objects.select_for_update().filter(state="waiting", release_at=None)
        )
        for one in waiting:
            one.state, one.single_person = "pending", True
            one.release_at = shift(now(), hours=figures.solo_delay_hours)
            one.save()
            case = locked(one.case_id)
            advance(case, "approved", "worker", line.why, decision=one.pk)
            case.save(update_fields=["state"])
            _schedule(one)
        line.detail = {"decisions": len(waiting), "single-person": True}
        if not waiting:
            line.skip()
    return len(waiting)


def settle(*, decision: Decision, case: Case, actor: str, why: str) -> None:
    """Note that a decision was carried out, within the recorded change of the caller."""
    decision.state, decision.done_at = "in_force", now()
    decision.save(update_fields=["state", "done_at"])
    if decision.kind != "restore":  # of a reversal the case says so already
        advance(case, "carried_out", actor, why, decision=decision.pk)
        case.save(update_fields=["state"])
    else:
        CaseEvent.objects.create(
            case=case,
            at=now(),
            actor=actor,
            kind="carried_out",
            why=why,
            data={"decision": decision.pk},
        )


def scope_of(decision: Decision) -> list[int]:
    """Return the numbers of the items that a decision is about."""
    return list(decision.scope.order_by("item_id").values_list("item_id", flat=True))


def is_program(actor: str) -> bool:
    """Tell whether a program acts that people steer by a token of their own."""
    return actor.startswith("token:")


def not_yours() -> DeskError:
    """Return the error for what another person has to do."""
    return DeskError(
        "this is for the person who decided, or for a lead",
        hint="ask them",
        code="desk.not_yours",
    )


def too_late(decision: int) -> DeskError:
    """Return the error for a decision that is not where it would have to be."""
    return DeskError(
        f"decision {decision} is not in a state for this",
        hint="before its action left it can be undone, afterwards reversed",
        code="case.not_now",
    )


def _put_in(decision: Decision, items: Sequence[int]) -> None:
    """Note which items a decision is about."""
    DecisionItem.objects.bulk_create(
        [DecisionItem(decision=decision, item_id=item) for item in items]
    )


def _sent_before(case: Case, once: str | None, actor: str) -> Decision | None:
    """Return what the same form has decided already, or None."""
    return case.decisions.filter(once=once, actor=actor).first() if once else None


def _items(case: Case, scope: Scope, count: int | None) -> list[int]:
    """Return the items a decision is about. DeskError desk.count_changed."""
    if scope == "lead":
        return [case.lead_id]
    items = list(case.members.order_by("item_id").values_list("item_id", flat=True))
    if count != len(items):
        raise DeskError(
            f"case {case.pk} holds {len(items)} items now",
            hint="look at the count and the examples again, then decide",
            code="desk.count_changed",
        )
    return items


def _split_rest(case: Case, items: Sequence[int], actor: str) -> None:
    """Give the items that were not decided a case of their own: nothing undecided is lost."""
    rest = CaseItem.objects.filter(case=case).exclude(item__in=list(items)).order_by("id")
    first = rest.select_related("item").first()
    if first is None:
        return
    others = list(rest.values_list("item_id", flat=True))
    new = open_case(
        item=Item.objects.get(pk=first.item_id),
        origin="requeue",
        severity=case.severity,
        confidence=case.confidence,
        actor=actor,
        why=f"not decided with case {case.pk}",
        labels=case.labels,
        group=case.group,
    )
    move(items=others, source=case, target=new)
    CaseItem.objects.filter(case=case, item__in=others).delete()


def _new(
    case: Case,
    ruling: Ruling,
    *,
    user: User | None,
    actor: str,
    rule: str,
    once: str | None,
    figures: Profile,
    seconded: bool,
) -> Decision:
    """Write the row of a decision: waiting for a second person, or for its time."""
    return Decision.objects.create(
        case=case,
        kind=ruling.kind,
        state="waiting" if seconded and figures.team == "team" else "pending",
        ruling=msgspec.to_builtins(ruling),
        by=user,
        actor=actor,
        automatic=user is None and not is_program(actor),
        rule=rule,
        once=once,
        at=now(),
        single_person=seconded and figures.team == "solo",
        release_at=_release(figures, seconded=seconded),
    )


def _release(figures: Profile, *, seconded: bool) -> Moment | None:
    """Return when the action leaves; None while a second person is awaited."""
    if seconded:
        return shift(now(), hours=figures.solo_delay_hours) if figures.team == "solo" else None
    return shift(now(), seconds=figures.undo_seconds)


def _schedule(decision: Decision) -> None:
    if decision.release_at is not None and decision.state == "pending":
        enqueue("carry_out", at=decision.release_at, decision=decision.pk)


def _locked(decision: int, line: Any) -> tuple[Decision, Case]:
    """Return a decision and its case, both held until the transaction ends."""
    found = Decision.objects.filter(pk=decision).first()
    if found is None:
        raise DeskError(f"there is no decision {decision}", hint="", code="desk.unknown")
    case = locked(found.case_id)
    fresh = Decision.objects.select_for_update().get(pk=decision)
    line.subject = f"case/{case.pk}"
    line.detail = {"decision": decision, "kind": fresh.kind}
    return fresh, case


def _refuse_second(decision: Decision, user: User) -> None:
    if decision.state != "waiting":
        raise too_late(decision.pk)
    if not may(user.role, "second"):
        raise not_yours()
    refuse_same_person(decision.actor, decision.at, user)


def _told(decision: Decision, items: int) -> dict[str, Any]:
    """Return what the ledger keeps of a decision: codes and counts, no words."""
    ruling = decision.ruling
    return {
        "decision": decision.pk,
        "kind": decision.kind,
        "reason": ruling["reason"],
        "items": items,
        "automatic": decision.automatic,
        "second": decision.state == "waiting",
        "single-person": decision.single_person,
    }
