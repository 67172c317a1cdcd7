"""Strikes: made and withdrawn with the decision, lifted by a person, forgotten in time."""

from __future__ import annotations

from collections.abc import Iterable

from mizan.errors import DeskError
from mizan.service.actions.models import Strike
from mizan.service.cases.decision_changes import not_yours
from mizan.service.cases.models import Decision
from mizan.service.ground.profile import profile
from mizan.service.ground.recording import recorded
from mizan.service.items.models import Item
from mizan.service.people.models import User
from mizan.service.people.rights import may
from mizan.terms.decision import DECISIONS
from mizan.terms.time import now, shift


def strike(decision: Decision, items: Iterable[int]) -> None:
    """Count a decision that is carried out against the authors, or no more when it is a reversal.

    Within a recorded change of the caller. Items without an author's id count against nobody.
    """
    if decision.kind == "restore":
        Strike.objects.filter(decision=decision.undoes_id, withdrawn_at=None).update(
            withdrawn_at=now()
        )
        return
    if not DECISIONS[decision.kind].restricts:  # type: ignore[index]  # a row holds a kind
        return
    authors = Item.objects.filter(pk__in=list(items)).exclude(author="")
    at, end = now(), shift(now(), days=profile().strike_days)
    Strike.objects.bulk_create(
        [
            Strike(
                source=source,
                author=author,
                decision=decision,
                reason=decision.ruling["reason"],
                at=at,
                expires_at=end,
            )
            for source, author in sorted(set(authors.values_list("source", "author")))
        ],
        ignore_conflicts=True,
    )


def lift_strike(*, strike: int, user: User, why: str) -> Strike:
    """Lift a strike, though its decision stands. DeskError desk.not_yours, desk.unknown."""
    with recorded(actor=user.actor, act="strike.lift", why=why, subject=f"strike/{strike}") as line:
        if not may(user.role, "second"):
            raise not_yours()
        found = Strike.objects.select_for_update().filter(pk=strike, lifted_at=None).first()
        if found is None:
            raise DeskError(
                f"there is no strike {strike} to lift", hint="see the list", code="desk.unknown"
            )
        found.lifted_at, found.lifted_by, found.lifted_why = now(), user.actor, why
        found.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
        line.detail = {"decision": found.decision_id}
    return found


def forget_strikes(*, actor: str) -> int:
    """Delete strikes that have expired; return how many."""
    with recorded(actor=actor, act="strike.forget", why="expired", subject="strikes") as line:
        gone, _ = Strike.objects.filter(expires_at__lte=now()).delete()
        line.detail = {"strikes": gone}
        if not gone:
            line.skip()
    return gone
