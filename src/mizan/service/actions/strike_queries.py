"""Reading strikes."""

from __future__ import annotations

from django.db.models import QuerySet

from mizan.service.actions.models import Strike
from mizan.terms.time import now


def strikes_of(source: str, author: str) -> QuerySet[Strike]:
    """Return the strikes of an author that are kept, newest first; none of an unnamed one."""
    return (
        Strike.objects.filter(source=source, author=author, expires_at__gt=now())
        .exclude(author="")
        .order_by("-id")
    )


def in_force(found: QuerySet[Strike]) -> QuerySet[Strike]:
    """Leave only what counts: not withdrawn, not lifted, not expired."""
    return found.filter(withdrawn_at=None, lifted_at=None, expires_at__gt=now())


def state_of(strike: Strike) -> str:
    """Return how a strike stands: in_force, withdrawn, lifted, expired."""
    if strike.withdrawn_at is not None:
        return "withdrawn"
    if strike.lifted_at is not None:
        return "lifted"
    return "in_force" if strike.expires_at > now() else "expired"
