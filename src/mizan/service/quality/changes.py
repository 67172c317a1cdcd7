"""Blind looks are handed out and answered; leads mark golden items. Nothing here acts."""

from __future__ import annotations

from django.db.models import Q

from mizan.casework.routing import reads
from mizan.errors import DeskError
from mizan.service.cases.decision_changes import not_yours
from mizan.service.cases.models import Decision
from mizan.service.ground.profile import profile
from mizan.service.ground.recording import recorded
from mizan.service.items.models import Item, ItemContent
from mizan.service.people.models import User
from mizan.service.people.rights import may
from mizan.service.quality.models import Blind, Golden
from mizan.service.quality.sampling_changes import READABLE, drop_left
from mizan.terms.decision import DECISIONS
from mizan.terms.time import day_of, now, shift

ANSWERS = tuple(kind for kind in DECISIONS if kind != "restore")
_AT_ONCE = 200  # open looks that are searched for one that a person can read


def next_blind(*, user: User) -> Blind | None:
    """Hand a person the next blind look that is for them: audits first, then golden items.

    Never one about what they decided, approved or marked themselves, and only in what they read.
    """
    if not may(user.role, "decide"):
        return None
    with recorded(actor=user.actor, act="quality.assign", why="next in turn") as line:
        found = _mine(user) or _audit(user) or _golden(user)
        if found is None:
            line.skip()
            return None
        if found.assigned_id == user.pk and found.assigned_until and found.assigned_until > now():
            line.skip()
            return found
        found.assigned = user
        found.assigned_until = shift(now(), minutes=profile().claim_minutes)
        found.save()
        line.subject = f"blind/{found.pk}"
    return found


def answer(*, blind: int, kind: str, user: User, why: str = "looked at it") -> Blind:
    """Note what a person would have decided. It is compared, and nothing follows for the item.

    DeskError desk.unknown, desk.not_yours, desk.bad_answer.
    """
    with recorded(actor=user.actor, act="quality.answer", why=why, subject=f"blind/{blind}"):
        found = Blind.objects.select_for_update().filter(pk=blind, closed_at=None).first()
        if found is None:
            raise _unknown(blind)
        if found.assigned_id != user.pk or not may(user.role, "decide"):
            raise not_yours()
        if kind not in ANSWERS:
            raise DeskError(
                "this is no answer to a blind look",
                hint=f"one of {', '.join(ANSWERS)}",
                code="desk.bad_answer",
            )
        found.answered, found.by, found.closed_at = kind, user, now()
        found.save(update_fields=["answered", "by", "closed_at"])
        drop_left([found.item_id])
    return found


def mark_golden(*, decision: int, expected: str, user: User, why: str) -> Golden:
    """Make a decided item golden: others will answer it without knowing what is right.

    DeskError desk.unknown, desk.not_yours, desk.bad_answer; desk.content_gone.
    """
    with recorded(actor=user.actor, act="quality.golden", why=why) as line:
        found = Decision.objects.select_related("case__lead").filter(pk=decision).first()
        if found is None:
            raise DeskError(f"there is no decision {decision}", hint="", code="desk.unknown")
        if not may(user.role, "second"):
            raise not_yours()
        if expected not in ANSWERS:
            raise DeskError(
                "this cannot be the right answer",
                hint=f"one of {', '.join(ANSWERS)}",
                code="desk.bad_answer",
            )
        lead = found.case.lead
        if lead.kind not in READABLE or not ItemContent.objects.filter(item=lead).exists():
            raise DeskError(
                "what it is about is not here any more, or is no text",
                hint="mark it before the content of what was left up is dropped",
                code="desk.content_gone",
            )
        golden, _ = Golden.objects.update_or_create(
            decision=found,
            defaults={
                "item": lead,
                "lang": lead.lang,
                "expected": expected,
                "by": user,
                "why": why,
                "at": now(),
                "retired_at": None,
            },
        )
        line.subject = f"case/{found.case_id}"
        line.detail = {"decision": found.pk, "expected": expected}
    return golden


def retire_golden(*, golden: int, user: User, why: str) -> None:
    """Hand a golden item out no more. DeskError desk.unknown, desk.not_yours."""
    with recorded(actor=user.actor, act="quality.retire", why=why, subject=f"golden/{golden}"):
        if not may(user.role, "second"):
            raise not_yours()
        found = Golden.objects.select_for_update().filter(pk=golden, retired_at=None).first()
        if found is None:
            raise _unknown(golden)
        found.retired_at = now()
        found.save(update_fields=["retired_at"])
        Blind.objects.filter(golden=found, closed_at=None).update(closed_at=now())
        drop_left([found.item_id])


def _mine(user: User) -> Blind | None:
    return Blind.objects.filter(
        assigned=user, closed_at=None, until__gt=now(), item__content__isnull=False
    ).first()


def _audit(user: User) -> Blind | None:
    """Return the audit that ends first of those a person may take."""
    free = Q(assigned=None) | Q(assigned_until__lte=now())
    waiting = Blind.objects.select_for_update(of=("self",)).filter(
        free, kind="audit", closed_at=None, until__gt=now(), item__content__isnull=False
    )
    waiting = waiting.exclude(decision__by=user).exclude(decision__second_by=user)
    found = waiting.order_by("until", "id")[:_AT_ONCE]
    return next((one for one in found if _reads(user, one.lang, one.dialect)), None)


def _golden(user: User) -> Blind | None:
    """Return a new look at a golden item that a person has not had, or None."""
    live = Golden.objects.filter(retired_at=None, item__content__isnull=False)
    live = live.exclude(by=user).exclude(decision__by=user).exclude(decision__second_by=user)
    live = live.exclude(blinds__assigned=user).select_related("item").order_by("id")
    for one in live[:_AT_ONCE]:
        item: Item = one.item
        if _reads(user, one.lang, item.dialect):
            return Blind(
                kind="golden",
                decision_id=one.decision_id,
                item=item,
                golden=one,
                lang=one.lang,
                dialect=item.dialect,
                expected=one.expected,
                month=day_of(now())[:7],
                at=now(),
                until=shift(now(), days=profile().audit_days),
            )
    return None


def _reads(user: User, lang: str, dialect: str) -> bool:
    return reads(user.skills, lang, dialect)  # type: ignore[arg-type]  # a row holds a dialect


def _unknown(number: int) -> DeskError:
    return DeskError(
        f"there is no open look or golden item {number}",
        hint="it was answered, or given up",
        code="desk.unknown",
    )
