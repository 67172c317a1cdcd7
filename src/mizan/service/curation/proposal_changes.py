"""Proposals: changes that wait for a second person, or for the delay that stands in for one.

Each deed has a function that does it once it may: see `_performer`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from mizan.casework.seconds import SINGLE_PERSON
from mizan.errors import DeskError, MizanError
from mizan.service.cases.decision_changes import not_yours
from mizan.service.cases.second_rules import refuse_same_person
from mizan.service.curation.models import Proposal
from mizan.service.ground.profile import profile
from mizan.service.ground.recording import recorded
from mizan.service.jobs.changes import enqueue
from mizan.service.people.models import User
from mizan.service.people.rights import may
from mizan.terms.time import now, shift

Performer = Callable[..., object]


def propose(*, deed: str, payload: dict[str, Any], subject: str, actor: str, why: str) -> Proposal:
    """Put a change aside until a second person agrees; in a team of one, until its delay is over.

    subject  what it is about, as the ledger names it
    """
    figures = profile()
    alone = figures.team == "solo"
    with recorded(actor=actor, act="proposal.make", why=why, subject=subject, deed=deed) as line:
        made = Proposal.objects.create(
            deed=deed,
            payload=payload,
            why=why,
            by=actor,
            at=now(),
            release_at=shift(now(), hours=figures.solo_delay_hours) if alone else None,
            single_person=alone,
        )
        line.detail = {"proposal": made.pk, "deed": deed, SINGLE_PERSON: alone}
        if made.release_at:
            enqueue("release", at=made.release_at, proposal=made.pk)
    return made


def approve(*, proposal: int, user: User, why: str) -> Proposal:
    """Agree as the second person: the change takes force.

    CaseError case.same_person; DeskError desk.not_yours, desk.not_waiting, and what the change
    itself raises.
    """
    with recorded(actor=user.actor, act="proposal.approve", why=why) as line:
        found = _locked(proposal, line)
        _refuse_second(found, user)
        found.state, found.second, found.done_at = "done", user.actor, now()
        found.save()
        _perform(found)
    return found


def refuse(*, proposal: int, user: User, why: str) -> Proposal:
    """Disagree as the second person: nothing comes of it."""
    with recorded(actor=user.actor, act="proposal.refuse", why=why) as line:
        found = _locked(proposal, line)
        _refuse_second(found, user)
        found.state, found.second, found.done_at = "refused", user.actor, now()
        found.save()
    return found


def withdraw(*, proposal: int, user: User, why: str) -> Proposal:
    """Take a proposal back: whoever made it may, and whoever may be a second person."""
    with recorded(actor=user.actor, act="proposal.withdraw", why=why) as line:
        found = _locked(proposal, line)
        if found.by != user.actor and not may(user.role, "second"):
            raise not_yours()
        found.state, found.done_at = "withdrawn", now()
        found.save()
    return found


def release(*, proposal: int, actor: str = "worker") -> bool:
    """Let a change take force whose delay is over (job `release`); tell whether it did.

    What cannot be done any more is noted as failed, with its code.
    """
    with recorded(actor=actor, act="proposal.release", why="its delay is over") as line:
        found = Proposal.objects.select_for_update().filter(pk=proposal).first()
        if found is None or not _may_be_released(found):
            line.skip()
            return False
        line.subject = f"proposal/{found.pk}"
        line.detail = {"deed": found.deed, SINGLE_PERSON: True}
        found.state, found.done_at = "done", now()
        try:
            with transaction.atomic():
                found.save()
                _perform(found)
        except MizanError as error:
            found.state, found.fault = "failed", error.code[:64]
            found.save()
            line.detail["fault"] = error.code
    return found.state == "done"


def give_delays() -> int:
    """Give a delay to what waits without one since the team became one person; return how many."""
    figures = profile()
    if figures.team != "solo":
        return 0
    with recorded(actor="worker", act="proposal.delay", why="the team is one person") as line:
        waiting = list(
            Proposal.objects.select_for_update().filter(state="waiting", release_at=None)
        )
        for one in waiting:
            one.release_at, one.single_person = (
                shift(now(), hours=figures.solo_delay_hours),
                True,
            )
            one.save()
            enqueue("release", at=one.release_at, proposal=one.pk)
        line.detail = {"proposals": len(waiting), SINGLE_PERSON: True}
        if not waiting:
            line.skip()
    return len(waiting)


def _perform(proposal: Proposal) -> None:
    _performer(proposal.deed)(actor=proposal.by, why=proposal.why, **proposal.payload)


def _performer(deed: str) -> Performer:
    """Return what does a deed; they are found when asked, as they make proposals themselves."""
    from mizan.service.curation import bank_changes, entry_changes

    return {**entry_changes.PERFORMERS, **bank_changes.PERFORMERS}[deed]


def _may_be_released(found: Proposal) -> bool:
    due = found.release_at is not None and found.release_at <= now()
    return found.state == "waiting" and due


def _locked(proposal: int, line: Any) -> Proposal:
    found = Proposal.objects.select_for_update().filter(pk=proposal).first()
    if found is None:
        raise DeskError(
            f"there is no proposal {proposal}", hint="see what waits", code="desk.unknown"
        )
    if found.state != "waiting":
        raise DeskError(
            f"proposal {proposal} does not wait any more",
            hint="see what became of it, and propose it again if it is wanted",
            code="desk.not_waiting",
        )
    line.subject = f"proposal/{found.pk}"
    line.detail = {"deed": found.deed}
    return found


def _refuse_second(found: Proposal, user: User) -> None:
    """Refuse the same person by whichever door, and whoever may not be a second person."""
    refuse_same_person(found.by, found.at, user)
    if not may(user.role, "second"):
        raise not_yours()
