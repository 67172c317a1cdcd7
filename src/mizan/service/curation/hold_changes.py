"""Holds: rules and entries that are on review-only, and what puts them there.

An entry that suddenly matches far more than expected (flood), a rule that acted often enough today
(breaker), a rule whose removals are reversed too often (reversals, R8). Each is one row, one ledger
line, and a notice in the console. A person lifts it with a reason; the breaker closes by itself on
the next day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from django.db.models import F, Sum

from mizan.casework.guards import is_flood, may_act, switch
from mizan.errors import DeskError
from mizan.service.actions.notice_changes import send_alarm
from mizan.service.curation.models import EntryDay, Hold, RuleDay
from mizan.service.ground.profile import Profile, profile
from mizan.service.ground.recording import recorded
from mizan.service.people.models import User
from mizan.service.people.rights import may
from mizan.terms.time import Moment, day_of, now, read, shift

Cause = Literal["flood", "breaker", "reversals", "person"]
EntryName = tuple[str, int]  # bank, entry
PAST = 28  # days that say what is usual
JUDGED = 30  # days whose reversals count


def hold(*, subject: str, cause: Cause, actor: str, why: str) -> Hold:
    """Put a rule ("rule/NAME") or an entry ("bank/NAME/ENTRY") on review-only."""
    with recorded(actor=actor, act="hold.put", why=why, subject=subject, cause=cause) as line:
        found, fresh = Hold.objects.get_or_create(
            subject=subject,
            cause=cause,
            lifted_at=None,
            defaults={"why": why, "since": now()},
        )
        if not fresh:
            line.skip()
        elif cause != "person":  # a guard struck, and nobody may be looking
            send_alarm(key=f"h{found.pk}", subject=subject, cause=cause, actor=actor)
    return found


def lift(*, hold: int, user: User, why: str) -> Hold:
    """Let a rule or an entry act again. DeskError desk.not_yours, desk.unknown."""
    if not may(user.role, "second"):
        raise DeskError(
            "a hold is lifted by a lead or an admin", hint="ask one", code="desk.not_yours"
        )
    with recorded(actor=user.actor, act="hold.lift", why=why) as line:
        found = Hold.objects.select_for_update().filter(pk=hold, lifted_at=None).first()
        if found is None:
            raise DeskError(
                f"there is no hold {hold} in force", hint="see the list", code="desk.unknown"
            )
        line.subject, line.detail = found.subject, {"cause": found.cause}
        found.lifted_at, found.lifted_by = now(), user.actor
        found.save()
    return found


def lift_breakers(*, actor: str = "worker") -> int:
    """Close the circuit breakers of earlier days (a chore); return how many."""
    with recorded(actor=actor, act="hold.lift", why="a new day", subject="rules") as line:
        due = Hold.objects.filter(cause="breaker", lifted_at=None, since__lt=_midnight())
        lifted = due.update(lifted_at=now(), lifted_by=actor)
        line.detail = {"breakers": lifted}
        if not lifted:
            line.skip()
    return lifted


def note_matches(matches: Mapping[EntryName, int], *, actor: str = "worker") -> list[str]:
    """Count today's matches of entries; hold those that are flooding, and return their subjects.

    matches  how many items of a batch each entry matched
    """
    figures, today, held = profile(), day_of(now()), []
    for bank, entry in sorted(matches):
        row, _ = EntryDay.objects.get_or_create(bank=bank, entry=entry, day=today)
        EntryDay.objects.filter(pk=row.pk).update(matches=F("matches") + matches[bank, entry])
        count = row.matches + matches[bank, entry]
        if count > figures.flood_floor and _is_flood(bank, entry, count, figures):
            subject = f"bank/{bank}/{entry}"
            if _was_lifted_today(subject):
                continue
            why = f"it matched {count} items today, far more than usual"
            hold(subject=subject, cause="flood", actor=actor, why=why)
            held.append(subject)
    return held


def note_rules(rules: Counter[str]) -> None:
    """Count what rules raised today. Within a recorded change of the caller."""
    for rule in sorted(rules):
        _count(rule, "fired", rules[rule])


def take_turn(rule: str, *, actor: str = "worker") -> bool:
    """Tell whether a rule may act once more today, and count it; else it is held for the day.

    Two workers cannot both take the last turn: the row is held until the transaction ends.
    """
    row = _day(rule)
    row = RuleDay.objects.select_for_update().get(pk=row.pk)
    limit = profile().auto_per_day
    if not may_act(row.acted, limit):
        why = f"it acted {limit} times today, as often as it may"
        hold(subject=f"rule/{rule}", cause="breaker", actor=actor, why=why)
        return False
    RuleDay.objects.filter(pk=row.pk).update(acted=F("acted") + 1)
    return True


def note_removed(rule: str) -> None:
    """Count a decision against a post that began with a rule."""
    _count(rule, "removed", 1)


def note_reversed(rule: str, *, actor: str = "worker") -> Hold | None:
    """Count a reversal; a rule that is reversed too often puts itself on review-only (R8)."""
    _count(rule, "reversed", 1)
    figures, subject = profile(), f"rule/{rule}"
    since = _last_lifted(subject)
    day = day_of(max(shift(now(), days=-JUDGED), since) if since else shift(now(), days=-JUDGED))
    sums = RuleDay.objects.filter(rule=rule, day__gte=day).aggregate(
        removed=Sum("removed"), reversed=Sum("reversed")
    )
    removed, back = sums["removed"] or 0, sums["reversed"] or 0
    most = figures.reversal_percent / 100
    if not switch(back, removed, least=figures.reversal_least, most=most):
        return None
    why = f"{back} of its {removed} removals were reversed"
    return hold(subject=subject, cause="reversals", actor=actor, why=why)


def held() -> frozenset[str]:
    """Return the subjects that are on review-only now."""
    found = Hold.objects.filter(lifted_at=None).values_list("subject", "cause", "since")
    begin = _midnight()
    return frozenset(subject for subject, cause, at in found if cause != "breaker" or at >= begin)


def _is_flood(bank: str, entry: int, count: int, figures: Profile) -> bool:
    """Compare with the days before: those without a match count as none, since its first."""
    today = now()
    days = dict(
        EntryDay.objects.filter(
            bank=bank,
            entry=entry,
            day__gte=day_of(shift(today, days=-PAST)),
            day__lt=day_of(today),
        ).values_list("day", "matches")
    )
    begun, past = False, []
    for back in range(PAST, 0, -1):
        matches = days.get(shift(today, days=-back).date(), 0)
        begun = begun or bool(matches)
        if begun:
            past.append(matches)
    return is_flood(count, past, floor=figures.flood_floor, times=figures.flood_times)


def _was_lifted_today(subject: str) -> bool:
    """Tell whether a person looked at it today and let it go on."""
    return Hold.objects.filter(subject=subject, lifted_at__gte=_midnight()).exists()


def _last_lifted(subject: str) -> Moment | None:
    found = Hold.objects.filter(subject=subject, cause="reversals").exclude(lifted_at=None)
    return found.order_by("-lifted_at").values_list("lifted_at", flat=True).first()


def _day(rule: str) -> RuleDay:
    return RuleDay.objects.get_or_create(rule=rule[:64], day=day_of(now()))[0]


def _count(rule: str, column: str, more: int) -> None:
    RuleDay.objects.filter(pk=_day(rule).pk).update(**{column: F(column) + more})


def _midnight() -> Moment:
    return read(f"{day_of(now())}T00:00:00+00:00")
