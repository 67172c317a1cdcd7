"""The outbox: what a decision makes, and how far each delivery has come."""

from __future__ import annotations

from typing import Any

from mizan.connectors.webhook import new_secret
from mizan.errors import DeskError
from mizan.service.actions.models import Action, Delivery, Endpoint
from mizan.service.actions.strike_changes import strike
from mizan.service.cases.changes import locked
from mizan.service.cases.decision_changes import scope_of, settle
from mizan.service.cases.models import Decision
from mizan.service.ground.keys import seal
from mizan.service.ground.profile import profile
from mizan.service.ground.recording import recorded
from mizan.service.items.changes import mark
from mizan.service.jobs.changes import enqueue
from mizan.terms.time import Moment, now, shift

KINDS = {  # of decisions -> what software does, and how the item stands afterwards
    "leave": ("item.leave", "up"),
    "remove": ("item.remove", "removed"),
    "limit": ("item.limit", "limited"),
    "label": ("item.label", "labelled"),
    "close_account": ("account.close", "removed"),
    "restore": ("item.restore", "up"),
}


def carry_out(*, decision: int, actor: str) -> int:
    """Write the actions of a decision whose time has come; return how many items it is about.

    Nothing happens when it was undone, is done already, or is not due.
    """
    with recorded(actor=actor, act="action.create", why="its time has come") as line:
        found = Decision.objects.filter(pk=decision).first()
        case = locked(found.case_id) if found else None
        found = Decision.objects.select_for_update().filter(pk=decision).first()
        if found is None or case is None or not _is_due(found):
            line.skip()
            return 0
        items = scope_of(found)
        kind, standing = KINDS[found.kind]
        for item in items:
            _send(found, item, kind)
        mark(items, standing=standing)
        if found.kind == "leave":
            mark(items, state="left", forget_at=shift(now(), days=profile().leave_days))
        strike(found, items)
        settle(decision=found, case=case, actor=actor, why=line.why)
        line.subject = f"case/{case.pk}"
        line.detail = {"decision": found.pk, "kind": kind, "items": len(items)}
        if found.kind != "restore":  # and what was left up is dropped, when nobody looks again
            enqueue("sample", decision=found.pk)
        if found.kind not in {"leave", "restore"}:
            enqueue("learn", decision=found.pk)
    return len(items)


def _is_due(decision: Decision) -> bool:
    return bool(
        decision.state == "pending" and decision.release_at and decision.release_at <= now()
    )


def _send(decision: Decision, item: int, kind: str) -> None:
    """Put one action into the outbox, with a delivery for each endpoint in use."""
    action = Action.objects.create(
        decision=decision, item_id=item, kind=kind, key=f"d{decision.pk}-i{item}", at=now()
    )
    send_off(action)


def send_off(action: Action) -> None:
    """Let an action go to each endpoint in use, within a recorded change of the caller."""
    for endpoint in Endpoint.objects.filter(active=True):
        delivery = Delivery.objects.create(action=action, endpoint=endpoint, next_at=now())
        enqueue("deliver", delivery=delivery.pk)


def acknowledged(*, delivery: Delivery, status: int) -> None:
    """Note that the receiver took an action."""
    _note(delivery, "acknowledged", status, "")


def failed(*, delivery: Delivery, status: int | None, fault: str, again_at: Moment | None) -> None:
    """Note that a delivery failed; it is tried again, or becomes a dead letter."""
    _note(delivery, "waiting" if again_at else "dead", status, fault, again_at)


def _note(
    delivery: Delivery, state: str, status: int | None, fault: str, again_at: Moment | None = None
) -> None:
    with recorded(
        actor="worker",
        act=f"delivery.{'failed' if state == 'waiting' else state}",
        why=fault or "answered",
        subject=f"delivery/{delivery.pk}",
        key=delivery.action.key,
        status=status,
    ) as line:
        changed = Delivery.objects.filter(pk=delivery.pk, state="waiting").update(
            state=state,
            attempts=delivery.attempts + 1,
            status=status,
            fault=fault[:64],
            next_at=again_at,
            done_at=None if state == "waiting" else now(),
        )
        if not changed:  # another worker was quicker
            line.skip()
        elif again_at:
            enqueue("deliver", at=again_at, delivery=delivery.pk)


def hold_all(*, actor: str, why: str) -> int:
    """Hold every delivery that is on its way, as a dead letter that a person may send again."""
    with recorded(actor=actor, act="delivery.hold", why=why, subject="deliveries") as line:
        waiting = Delivery.objects.filter(state="waiting")
        held = waiting.update(state="dead", fault=why[:64], next_at=None, done_at=now())
        line.detail = {"held": held}
        if not held:
            line.skip()
    return held


def resend(*, delivery: int, actor: str, why: str) -> None:
    """Send a dead letter again, under the same key. DeskError desk.unknown."""
    with recorded(actor=actor, act="delivery.resend", why=why, subject=f"delivery/{delivery}"):
        changed = Delivery.objects.filter(pk=delivery, state="dead").update(
            state="waiting", attempts=0, next_at=now(), done_at=None
        )
        if not changed:
            raise _unknown("dead letter", delivery)
        enqueue("deliver", delivery=delivery)


def create_endpoint(*, name: str, url: str, actor: str, why: str) -> str:
    """Add a webhook and return its secret, shown once. DeskError desk.bad_endpoint."""
    if not url.startswith(("https://", "http://")) or not 0 < len(name) <= 64:
        raise DeskError(
            "a webhook cannot have this name or address",
            hint="a name of 1 to 64 characters and an address that begins with https://",
            code="desk.bad_endpoint",
        )
    secret = new_secret()
    with recorded(actor=actor, act="webhook.create", why=why, subject=f"webhook/{name}"):
        if Endpoint.objects.filter(name=name).exists():
            raise DeskError(
                f"there is a webhook {name} already",
                hint="choose another",
                code="desk.bad_endpoint",
            )
        Endpoint.objects.create(name=name, url=url, secret=_sealed(name, secret), created_at=now())
    return secret


def change_secret(*, name: str, actor: str, why: str) -> str:
    """Give a webhook a new secret; the old one signs beside it until the next change."""
    secret = new_secret()
    with recorded(actor=actor, act="webhook.secret", why=why, subject=f"webhook/{name}"):
        found = _endpoint(name)
        found.old_secret, found.secret = found.secret, _sealed(name, secret)
        found.save(update_fields=["secret", "old_secret"])
    return secret


def set_active(*, name: str, active: bool, actor: str, why: str) -> None:
    """Switch a webhook on or off; what waits for one that is off is dropped."""
    act = "webhook.enable" if active else "webhook.disable"
    with recorded(actor=actor, act=act, why=why, subject=f"webhook/{name}") as line:
        found = _endpoint(name)
        found.active = active
        found.save(update_fields=["active"])
        if not active:
            waiting = Delivery.objects.filter(endpoint=found, state="waiting")
            line.detail = {"dropped": waiting.update(state="dropped", done_at=now())}


def _endpoint(name: str) -> Endpoint:
    found = Endpoint.objects.select_for_update().filter(name=name).first()
    if found is None:
        raise _unknown("webhook", name)
    return found


def _sealed(name: str, secret: str) -> bytes:
    return seal(secret.encode(), about=f"webhook:{name}")


def _unknown(what: str, name: Any) -> DeskError:
    return DeskError(f"there is no {what} {name}", hint="see the list", code="desk.unknown")
