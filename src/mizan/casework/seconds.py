"""The second person: which deeds need one, and what stands in for one in a team of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from mizan.errors import CaseError
from mizan.terms.bank import MayAct, Purpose
from mizan.terms.decision import DECISIONS, DecisionKind
from mizan.terms.time import Moment, shift

Team = Literal["team", "solo"]
Deed: TypeAlias = DecisionKind | Literal["add_entry", "arm_bank", "report_threat"]

MASS = 20  # items; a deed that restricts more of them at once is a mass action
DELAY_HOURS = 24  # how long a deed of one person waits in a team of one
SINGLE_PERSON = "single-person"  # the mark in the ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Whether a deed may take force, and with what marks in the ledger."""

    may: bool
    at: Moment | None = None  # from when it may; None: at once, or not without a second person
    marks: tuple[str, ...] = ()
    review_after: bool = False  # a second person looks at it afterwards


def needs_second(
    deed: Deed, *, items: int = 1, purpose: Purpose = "harm", may_act: MayAct = "queue"
) -> bool:
    """Tell whether a deed needs a second person.

    `items` is how many it reaches. `purpose` and `may_act` are the bank's for `add_entry`, and
    what the bank would become for `arm_bank` (letting a bank act does at once what adding each
    of its entries would do). A report of a threat to life never waits for anybody.
    """
    if deed == "close_account":
        return True
    if deed == "report_threat":
        return False
    if deed == "add_entry" or deed == "arm_bank":
        return purpose == "harm" and may_act == "auto"
    return DECISIONS[deed].restricts and items > MASS


def release(
    deed: Deed,
    *,
    team: Team,
    actor: str,
    second: str | None,
    proposed_at: Moment,
    now: Moment,
    delay_hours: int = DELAY_HOURS,
) -> Release:
    """Tell whether a deed that needs a second person, or a report of a threat, may take force.

    `actor` and `second` are actors such as `user:NAME`. The same person twice is a `CaseError`
    (`case.same_person`), whichever door they came by; so is a second that is no signed-in person
    (`case.not_a_person`), and a delay below one hour (`case.bad_delay`).
    """
    if second is not None:
        _check_second(actor, second)
    if deed == "report_threat":
        alone = () if second else (SINGLE_PERSON,)
        return Release(may=True, marks=alone, review_after=not second)
    if second is not None:
        return Release(may=True)
    if team == "team":
        return Release(may=False)
    if delay_hours < 1:
        raise CaseError(
            "the delay that stands in for a second person is too short",
            code="case.bad_delay",
            hint="at least one hour; 24 is usual",
        )
    at = shift(proposed_at, hours=delay_hours)
    return Release(may=now >= at, at=at, marks=(SINGLE_PERSON,))


def _check_second(actor: str, second: str) -> None:
    door, _, name = second.partition(":")
    if door != "user" or not name:
        raise CaseError(
            "only a person who is signed in can be the second person",
            code="case.not_a_person",
            hint="let somebody approve it in the console",
        )
    if name.casefold() == actor.partition(":")[2].casefold():
        raise CaseError(
            "the second person is the one who asked",
            code="case.same_person",
            hint="let somebody else approve it; a team of one sets `team: solo`",
        )
