"""Giving up dead letters."""

from __future__ import annotations

from mizan.errors import DeskError
from mizan.service.actions.models import Delivery
from mizan.service.ground.recording import recorded
from mizan.terms.time import now


def drop(*, delivery: int, actor: str, why: str) -> None:
    """Give up a dead letter: nobody sends it again. DeskError desk.unknown."""
    with recorded(actor=actor, act="delivery.drop", why=why, subject=f"delivery/{delivery}"):
        dead = Delivery.objects.filter(pk=delivery, state="dead")
        if not dead.update(state="dropped", done_at=now()):
            raise DeskError(
                f"there is no dead letter {delivery}", hint="see the list", code="desk.unknown"
            )
