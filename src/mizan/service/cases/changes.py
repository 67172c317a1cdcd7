"""What happens to a case, up to the decision. Each step is one event and one ledger line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from mizan.casework.queue import queue_of, weight
from mizan.casework.states import step
from mizan.errors import DeskError
from mizan.service.cases.appeal_rules import refuse_first_decider
from mizan.service.cases.models import Case, CaseEvent, CaseItem
from mizan.service.ground.profile import profile
from mizan.service.ground.recording import recorded
from mizan.service.items.models import Item
from mizan.service.jobs.changes import enqueue
from mizan.service.people.models import User
from mizan.terms.case import CaseState, Event
from mizan.terms.time import now, shift


def open_case(
    *,
    item: Item,
    origin: str,
    severity: int,
    confidence: float,
    actor: str,
    why: str,
    labels: Sequence[str] = (),
    group: str = "",
    alone: bool = False,
) -> Case:
    """Open a case about an item.

    severity    0..3
    confidence  0..1
    group       "bank/entry" that its items share, when there is one
    alone       no other item of the group may join (`casework.gather`)
    """
    with recorded(actor=actor, act="case.open", why=why, origin=origin, item=item.pk) as line:
        case = Case.objects.create(
            origin=origin,
            queue=queue_of(item.lang),
            lang=item.lang,
            dialect=item.dialect,
            labels=list(labels),
            severity=severity,
            confidence=confidence,
            weight=weight(severity, confidence),
            reach=item.reach,
            group=group,
            alone=alone,
            lead=item,
            opened_at=now(),
        )
        CaseItem.objects.create(case=case, item=item, because="lead", at=now())
        line.subject = f"case/{case.pk}"
        _note(case, "opened", actor, why, origin=origin)
    return case


def join(*, case: int, item: Item, because: str, actor: str, why: str) -> Case:
    """Put an item into a case that is not decided yet, unless it is there already.

    because  same, near, campaign, report
    """
    with recorded(actor=actor, act="case.join", why=why, subject=f"case/{case}") as line:
        found = locked(case)
        _, fresh = CaseItem.objects.get_or_create(
            case=found, item=item, defaults={"because": because, "at": now()}
        )
        if not fresh:
            line.skip()
            return found
        line.detail = {"item": item.pk, "because": because}
        advance(found, "joined", actor, why, item=item.pk, because=because)
        found.reach += item.reach
        found.save(update_fields=["state", "reach"])
    return found


def raise_case(*, case: int, severity: int, confidence: float, actor: str, why: str) -> Case:
    """Put a case higher in the queue when more is known of it; it never sinks by that."""
    with recorded(actor=actor, act="case.raise", why=why, subject=f"case/{case}") as line:
        found = locked(case)
        severity, confidence = max(severity, found.severity), max(confidence, found.confidence)
        if (severity, confidence) == (found.severity, found.confidence):
            line.skip()
            return found
        found.severity, found.confidence = severity, confidence
        found.weight = weight(severity, confidence)
        found.save(update_fields=["severity", "confidence", "weight"])
        line.detail = {"severity": severity, "confidence": round(confidence, 3)}
        _note(found, "noted", actor, why, severity=severity)
    return found


def claim(*, case: int, user: User, why: str = "opened it") -> Case:
    """Take a case for a while, or stay at it. DeskError desk.taken when another has it."""
    with recorded(actor=user.actor, act="case.claim", why=why, subject=f"case/{case}") as line:
        found = locked(case)
        mine = found.claimed_by_id == user.pk and is_claimed(found)
        refuse_taken(found, user)
        refuse_first_decider(found, user)
        found.claimed_until = shift(now(), minutes=profile().claim_minutes)
        if mine:  # a sign of life is no event
            line.skip()
            found.save(update_fields=["claimed_until"])
            return found
        advance(found, "claimed", user.actor, why)
        found.claimed_by = user
        found.save(update_fields=["state", "claimed_by", "claimed_until"])
    return found


def release(*, case: int, user: User, why: str) -> Case:
    """Give a claimed case back."""
    with recorded(actor=user.actor, act="case.release", why=why, subject=f"case/{case}") as line:
        found = locked(case)
        if found.claimed_by_id != user.pk:
            line.skip()
            return found
        advance(found, "released", user.actor, why)
        _let_go(found)
    return found


def release_all(*, user: User, why: str) -> int:
    """Give back all that a person has claimed, as at the end of a shift; return how many."""
    held = list(Case.objects.filter(claimed_by=user, claimed_until__gt=now()).values_list("pk"))
    for (case,) in held:
        release(case=case, user=user, why=why)
    return len(held)


def skip(*, case: int, user: User, why: str) -> Case:
    """Leave a case to others, with a reason."""
    with recorded(actor=user.actor, act="case.skip", why=why, subject=f"case/{case}"):
        found = locked(case)
        refuse_taken(found, user)
        advance(found, "skipped", user.actor, why)
        _let_go(found)
    return found


def escalate(*, case: int, user: User, why: str) -> Case:
    """Hand a case to the leads."""
    with recorded(actor=user.actor, act="case.escalate", why=why, subject=f"case/{case}"):
        found = locked(case)
        refuse_taken(found, user)
        advance(found, "escalated", user.actor, why)
        _let_go(found)
    return found


def relate(*, case: int, relation: str, actor: str, why: str) -> Case:
    """Note how a claimed attack relates to the group: directed, inspired, claimed, unknown."""
    with recorded(
        actor=actor, act="case.relate", why=why, subject=f"case/{case}", relation=relation
    ):
        found = locked(case)
        found.relation = relation
        found.save(update_fields=["relation"])
        _note(found, "noted", actor, why, relation=relation)
    return found


def report_threat(*, case: int, user: User, why: str) -> Case:
    """Note that a threat to life was seen (TCO Art 14(5), DSA Art 18): one person is enough.

    The report leaves at once, by the job `threat`; the case goes to the top, to the leads, for a
    review that follows. Doing it twice changes nothing.
    """
    with recorded(actor=user.actor, act="case.threat", why=why, subject=f"case/{case}") as line:
        found = locked(case)
        if found.threat_at is not None:
            line.skip()
            return found
        line.detail = {"single-person": True}
        found.threat_at = now()
        found.severity, found.due_at = 3, found.due_at or now()
        found.weight = weight(3, max(found.confidence, 0.5))
        _note(found, "noted", user.actor, why, threat=True)
        if found.state == "open":  # what is decided already is not asked about again
            advance(found, "escalated", user.actor, why)
        found.save(update_fields=["state", "threat_at", "severity", "due_at", "weight"])
        enqueue("threat", case=found.pk)
    return found


def remark(*, case: int, actor: str, why: str, **data: Any) -> None:
    """Write into a case's history what did not change its state."""
    with recorded(actor=actor, act="case.note", why=why, subject=f"case/{case}"):
        _note(locked(case), "noted", actor, why, **data)


def locked(case: int) -> Case:
    """Return a case, held until the transaction ends. DeskError desk.unknown."""
    found = Case.objects.select_for_update().filter(pk=case).first()
    if found is None:
        raise DeskError(f"there is no case {case}", hint="see the queue", code="desk.unknown")
    return found


def advance(case: Case, event: Event, actor: str, why: str, /, **data: Any) -> None:
    """Write an event and let the case's state follow; the caller saves. CaseError case.not_now."""
    case.state = step(cast("CaseState", case.state), event)
    _note(case, event, actor, why, **data)


def is_claimed(case: Case) -> bool:
    """Tell whether somebody has the case now."""
    return case.claimed_by_id is not None and bool(
        case.claimed_until and case.claimed_until > now()
    )


def refuse_taken(case: Case, user: User | None) -> None:
    """Raise DeskError desk.taken when another person has the case."""
    if is_claimed(case) and (user is None or case.claimed_by_id != user.pk):
        raise DeskError(
            f"somebody else has case {case.pk}",
            hint="take the next one; a claim ends when it is given back or runs out",
            code="desk.taken",
        )


def move(*, items: Iterable[int], source: Case, target: Case) -> None:
    """Move items from one case to another, within a recorded change of the caller."""
    CaseItem.objects.filter(case=source, item__in=list(items)).exclude(
        item__in=CaseItem.objects.filter(case=target).values("item")
    ).update(case=target)


def _let_go(case: Case) -> None:
    case.claimed_by, case.claimed_until = None, None
    case.save(update_fields=["state", "claimed_by", "claimed_until"])


def _note(case: Case, kind: str, actor: str, why: str, /, **data: Any) -> None:
    CaseEvent.objects.create(case=case, at=now(), actor=actor, kind=kind, why=why, data=data)
