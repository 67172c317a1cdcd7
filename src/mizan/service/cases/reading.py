"""Who is offered which cases: by the languages they read, and what they have left to others."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from django.db.models import Q, QuerySet

from mizan.casework.routing import reads
from mizan.service.cases.models import Case, CaseEvent
from mizan.service.cases.queries import OPEN, unclaimed
from mizan.service.people.models import User
from mizan.service.people.rights import RIGHTS
from mizan.terms.dialect import Dialect
from mizan.terms.time import now, shift

OFFERED = 20  # cases that are tried when one is taken
ALONE_MINUTES = 30  # after which a case that nobody reads is offered to all


def readable(found: QuerySet[Case], user: User) -> QuerySet[Case]:
    """Keep the cases in languages and dialects that a person reads.

    What nobody at the desk reads is offered to all after `ALONE_MINUTES`.
    """
    return found.filter(_readable(user)) if user.skills else found


def next_for(user: User, found: QuerySet[Case], *, but: Collection[int] = ()) -> list[int]:
    """Return the numbers of the first cases that are free, in order, for a person to take.

    What they left to others, by skipping or escalating it, does not come back to them.

    found  cases in the order of the queue
    but    cases that are left out
    """
    handed = CaseEvent.objects.filter(actor=user.actor, kind__in=["skipped", "escalated"])
    free = unclaimed(found).exclude(pk__in=list(but)).exclude(pk__in=handed.values("case"))
    return list(free.values_list("pk", flat=True)[:OFFERED])


def _readable(user: User) -> Q:
    kinds = Case.objects.filter(state__in=OPEN).values_list("lang", "dialect").distinct().order_by()
    others = list(User.objects.filter(is_active=True, role__in=RIGHTS["decide"]))
    waited = Q(opened_at__lte=shift(now(), minutes=-ALONE_MINUTES))
    wanted = Q(pk__in=[])
    for lang, dialect in kinds:
        kind = Q(lang=lang, dialect=dialect)
        if _reads(user, lang, dialect):
            wanted |= kind
        elif not any(_reads(other, lang, dialect) for other in others):
            wanted |= kind & waited
    return wanted


def _reads(user: User, lang: str, dialect: str) -> bool:
    return reads(user.skills, lang, cast("Dialect", dialect))
