"""Notices: what leaves at once and rests on no decision. A threat to life, an alarm of the desk.

Neither waits for an undo window or a second person: one person, or the guard itself, is enough, and
people look afterwards. Both go through the outbox as every action, and hold ids and codes only.
"""

from __future__ import annotations

from typing import Any

from mizan.service.actions.changes import send_off
from mizan.service.actions.models import Action
from mizan.service.cases.models import Case
from mizan.service.ground.recording import recorded
from mizan.terms.time import now

THREAT = "case.threat"
ALARM = "desk.alarm"


def send_threat(*, case: int, actor: str = "worker") -> None:
    """Tell the endpoints that a person saw a threat to life (TCO Art 14(5), DSA Art 18), once."""
    found = Case.objects.filter(pk=case).exclude(threat_at=None).first()
    if found is None or found.threat_at is None:
        return
    items = found.members.order_by("id").values_list(
        "item__source", "item__external_id", "item__url"
    )
    told = {
        "case": {"id": case, "at": found.threat_at.isoformat(timespec="seconds")},
        "items": [dict(zip(("source", "external_id", "url"), one, strict=True)) for one in items],
    }
    _tell(THREAT, f"t{case}", told, subject=f"case/{case}", actor=actor)


def send_alarm(*, key: str, subject: str, cause: str, actor: str) -> None:
    """Tell the endpoints that the desk put something on review-only, and by which guard."""
    told = {"alarm": {"subject": subject, "cause": cause}}
    _tell(ALARM, key, told, subject=subject, actor=actor)


def _tell(kind: str, key: str, told: dict[str, Any], /, *, subject: str, actor: str) -> None:
    """Put a notice into the outbox, unless it is there."""
    why = "it does not wait"
    with recorded(actor=actor, act="action.create", why=why, subject=subject, kind=kind) as line:
        action, fresh = Action.objects.get_or_create(
            key=key, defaults={"kind": kind, "told": told, "at": now()}
        )
        if not fresh:
            line.skip()
            return
        send_off(action)
