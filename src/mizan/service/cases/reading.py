"""Who is offered which cases: by the languages they read, and what they have left to others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.db.models import Q, QuerySet

from mizan.casework.routing import reads
from mizan.service.cases.models import Case, CaseEvent
from mizan.service.cases.queries import OPEN, queue, unclaimed
from mizan.service.people.models import User
from mizan.service.people.rights import RIGHTS
from mizan.terms.dialect import Dialect
from mizan.terms.time import now, shift

ALONE_MINUTES = 30  # after which a case that nobody reads is offered to all


def readable(found: QuerySet[Case], user: User) -> QuerySet[Case]:
    """Keep the cases in languages and dialects that a person reads.

    What nobody at the desk reads is offered to all after `ALONE_MINUTES`.
    """
    return found.filter(_readable(user)) if user.skills else found


def next_for(user: User, found: QuerySet[Case] | None = None, *, but: int = 0) -> Iterator[int]:
    """Yield the numbers of the first cases that are free, in order, and that they did not skip."""
    skipped = CaseEvent.objects.filter(actor=user.actor, kind="skipped").values("case")
    waiting = unclaimed(readable(queue() if found is None else found, user))
    yield from waiting.exclude(pk=but).exclude(pk__in=skipped).values_list("pk", flat=True)[:20]


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
