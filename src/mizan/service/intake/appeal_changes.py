"""Appeals come in: against the last decision that restricted an item."""

from __future__ import annotations

from mizan.casework.appeals import LONGEST
from mizan.errors import DeskError
from mizan.service.cases.appeal_changes import open_appeal
from mizan.service.cases.models import Appeal
from mizan.service.cases.standing import last_restriction
from mizan.service.items.models import Item


def appeal(
    *, item: Item, appellant: str, text: str, actor: str, why: str = "appealed"
) -> tuple[Appeal, bool]:
    """Take an appeal and tell whether it is new; the same appellant again changes nothing.

    appellant  the service's opaque id, 1..128 characters
    text       what they say, at most 5,000 characters

    DeskError desk.bad_appeal; desk.no_appeal when nothing that restricts the item stands.
    """
    if not 0 < len(appellant) <= 128 or len(text) > LONGEST or "\0" in text + appellant:
        raise DeskError(
            "the appeal cannot be taken as it is",
            hint=f"an appellant of 1 to 128 characters, and at most {LONGEST:,} of text",
            code="desk.bad_appeal",
        )
    decision = last_restriction(item)
    known = decision and decision.appeals.filter(item=item, appellant=appellant).first()
    if known:
        return known, False
    if decision is None or decision.state != "in_force":
        raise DeskError(
            f"nothing that restricts item {item.pk} is in force",
            hint="what was left up can be reported: POST /reports",
            code="desk.no_appeal",
        )
    clean = text.encode("utf-8", "replace").decode()
    return open_appeal(
        decision=decision, item=item, appellant=appellant, text=clean, actor=actor, why=why
    )
