"""Appeals: an appeal is answered by somebody else than who decided (R9)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from mizan.casework.seconds import DELAY_HOURS, SINGLE_PERSON, Release, Team
from mizan.errors import CaseError
from mizan.terms.time import Moment, shift

Outcome = Literal["upheld", "reversed"]
LONGEST = 5_000  # characters of an appeal


def release(
    actor: str,
    deciders: Collection[str],
    *,
    team: Team,
    opened_at: Moment,
    now: Moment,
    delay_hours: int = DELAY_HOURS,
) -> Release:
    """Tell with what marks somebody may take and answer an appeal.

    deciders   who decided and who approved, as actors such as `user:NAME`
    opened_at  when the appeal came in; in a team of one the delay runs from there

    CaseError case.first_decider for one of the deciders, by whichever door they came.
    """
    if _name(actor) not in {_name(one) for one in deciders}:
        return Release(may=True)
    at = shift(opened_at, hours=delay_hours)
    if team == "solo" and now >= at:
        return Release(may=True, at=at, marks=(SINGLE_PERSON,))
    raise CaseError(
        "an appeal is answered by somebody else than who decided",
        code="case.first_decider",
        hint="leave it to somebody else; in a team of one it waits for the delay of the settings",
    )


def _name(actor: str) -> str:
    return actor.partition(":")[2].casefold()
