"""Who may be the second person, whichever door the first one came by."""

from __future__ import annotations

from mizan.casework.seconds import release
from mizan.errors import CaseError
from mizan.service.people.models import User
from mizan.service.people.queries import doors
from mizan.terms.time import Moment, now


def refuse_same_person(first: str, at: Moment, user: User) -> None:
    """Refuse who asked for a change at `at`, or made the token that did. CaseError
    case.same_person.
    """
    for actor in doors(first):
        release(
            "close_account",
            team="team",
            actor=actor,
            second=user.actor,
            proposed_at=at,
            now=now(),
        )


def is_same_person(first: str, user: User) -> bool:
    """Tell whether somebody asked for a change, or made the token that did."""
    try:
        refuse_same_person(first, now(), user)
    except CaseError:
        return True
    return False
