"""Telling those who appealed what came of it, through the outbox."""

from __future__ import annotations

from mizan.service.actions.changes import send_off
from mizan.service.actions.models import Action
from mizan.service.cases.models import Appeal
from mizan.service.ground.recording import recorded
from mizan.terms.time import now


def tell_appellants(*, case: int, actor: str) -> int:
    """Put the answers of an appeal's case into the outbox, once each; return how many."""
    with recorded(
        actor=actor, act="appeal.tell", why="it was answered", subject=f"case/{case}"
    ) as line:
        rows = Appeal.objects.select_for_update(of=("self",))
        waiting = rows.filter(case=case, answer=None)
        answered = list(waiting.exclude(outcome="").order_by("id"))
        for appeal in answered:
            action = Action.objects.create(
                decision=appeal.decision,
                item=appeal.item,
                appeal=appeal,
                kind=f"appeal.{appeal.outcome}",
                key=f"a{appeal.pk}",
                at=now(),
            )
            send_off(action)
        line.detail = {"answers": len(answered)}
        if not answered:
            line.skip()
    return len(answered)
