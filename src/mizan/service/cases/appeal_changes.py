"""Appeals: one opens a case of its own, and is answered by a person who did not decide."""

from __future__ import annotations

from mizan.casework.appeals import Outcome
from mizan.casework.queue import queue_of, weight
from mizan.errors import DeskError
from mizan.service.cases.appeal_rules import refuse_first_decider
from mizan.service.cases.changes import advance, locked, refuse_taken
from mizan.service.cases.decision_changes import reverse, too_late
from mizan.service.cases.models import Appeal, Case, CaseEvent, CaseItem, Decision
from mizan.service.cases.queries import OPEN
from mizan.service.ground.recording import recorded
from mizan.service.items.models import Item
from mizan.service.jobs.changes import enqueue
from mizan.service.people.models import User
from mizan.terms.time import now

SEVERITY, CONFIDENCE = 1, 1.0  # somebody waits for an answer, and that is sure


def open_appeal(
    *, decision: Decision, item: Item, appellant: str, text: str, actor: str, why: str
) -> tuple[Appeal, bool]:
    """Open an appeal's case, or join the open one about the same decision; tell if it is new."""
    with recorded(actor=actor, act="case.appeal", why=why, decision=decision.pk) as line:
        locked(decision.case_id)
        before = Appeal.objects.filter(decision=decision, item=item, appellant=appellant).first()
        if before is not None:
            line.skip()
            return before, False
        case = Case.objects.filter(about=decision, state__in=OPEN).first()
        case = _open(decision, item, actor, why) if case is None else locked(case.pk)
        appeal = Appeal.objects.create(
            case=case, decision=decision, item=item, appellant=appellant, text=text, at=now()
        )
        CaseItem.objects.get_or_create(
            case=case, item=item, defaults={"because": "report", "at": now()}
        )
        advance(case, "joined", actor, why, appeal=appeal.pk)
        line.subject = f"case/{case.pk}"
    return appeal, True


def answer(*, case: int, outcome: Outcome, user: User, why: str) -> Case:
    """Answer an appeal: uphold the decision, or reverse it with all that followed from it.

    The appellants are told by webhook. CaseError case.first_decider; case.not_now when the decision
    does not stand any more and is to be upheld; DeskError desk.taken, desk.unknown.
    """
    with recorded(actor=user.actor, act="case.answer", why=why, subject=f"case/{case}") as line:
        decision = _appealed(case)
        locked(decision.case_id)  # in the order in which appeals come in
        found = locked(case)
        decision.refresh_from_db()
        refuse_taken(found, user)
        marks = refuse_first_decider(found, user).marks
        advance(found, "closed", user.actor, why, outcome=outcome, marks=list(marks))
        if outcome == "reversed" and decision.state == "in_force":
            reverse(decision=decision.pk, user=user, actor=user.actor, why=why)
        elif decision.state != ("in_force" if outcome == "upheld" else "reversed"):
            raise too_late(decision.pk)
        found.decided_at, found.claimed_by, found.claimed_until = now(), None, None
        found.save(update_fields=["state", "decided_at", "claimed_by", "claimed_until"])
        Appeal.objects.filter(case=found).update(outcome=outcome, answered_at=now())
        line.detail = {"decision": decision.pk, "outcome": outcome, **dict.fromkeys(marks, True)}
        enqueue("answer", case=found.pk)
    return found


def _open(decision: Decision, item: Item, actor: str, why: str) -> Case:
    """Write the row of an appeal's case, and how it began."""
    case = Case.objects.create(
        origin="appeal",
        queue=queue_of(item.lang, "appeal"),
        lang=item.lang,
        dialect=item.dialect,
        labels=decision.case.labels,
        severity=SEVERITY,
        confidence=CONFIDENCE,
        weight=weight(SEVERITY, CONFIDENCE),
        reach=item.reach,
        about=decision,
        lead=item,
        opened_at=now(),
    )
    CaseItem.objects.create(case=case, item=item, because="lead", at=now())
    CaseEvent.objects.create(
        case=case, at=now(), actor=actor, kind="opened", why=why, data={"about": decision.pk}
    )
    return case


def _appealed(case: int) -> Decision:
    found = Decision.objects.filter(appeal_cases=case).first()
    if found is None:
        raise DeskError(
            f"case {case} is no appeal", hint="decide it as other cases", code="desk.unknown"
        )
    return found
