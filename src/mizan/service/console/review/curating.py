"""What the review pages ask of curation: to allow what was wrong, and to answer its proposals."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mizan.service.cases.second_rules import is_same_person
from mizan.service.console.review import names
from mizan.service.curation import allow_changes, proposal_changes, queries
from mizan.service.people.models import User

DEEDS = {
    "entry.add": _("Add an entry to a bank that may act"),
    "entry.confirm": _("Confirm an entry"),
    "entry.enable": _("Put an entry back in force"),
    "bank.set": _("Let a bank act"),
}
MOST = 50  # proposals on a page


def allow(*, case: int, user: User, why: str) -> None:
    """Leave the case's post, and its near-copies, alone from now on."""
    allow_changes.allow_item(case=case, user=user, why=why)


def proposals(user: User) -> list[dict[str, Any]]:
    """Return the changes of banks and rules that wait for a second person, oldest first."""
    return [
        {
            "row": one,
            "deed": DEEDS.get(one.deed, one.deed),
            "bank": one.payload.get("bank") or one.payload.get("name") or "",
            "by": names.actor(one.by),
            "mine": is_same_person(one.by, user),
        }
        for one in queries.waiting()[:MOST]
    ]


def answer(*, proposal: int, user: User, agrees: bool, why: str) -> None:
    """Agree with a proposal, or refuse it, as the second person."""
    deed = proposal_changes.approve if agrees else proposal_changes.refuse
    deed(proposal=proposal, user=user, why=why)
