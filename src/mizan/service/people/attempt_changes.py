"""Counting attempts: how often something was tried in a while, by name or by address.

What is counted is kept as a digest only: a table of who tried to sign in is nobody's business.
"""

from __future__ import annotations

from django.db import transaction

from mizan.errors import DeskError
from mizan.service.people.changes import digest_of
from mizan.service.people.models import Attempt
from mizan.terms.time import now, shift

WINDOW_MINUTES = 15
KEPT_HOURS = 24


def count_attempt(kind: str, value: str, *, most: int) -> None:
    """Count one attempt of a kind; DeskError desk.busy beyond `most` within 15 minutes."""
    digest = digest_of(f"{kind} {value}")
    moment = now()
    with transaction.atomic():
        row, made = Attempt.objects.select_for_update().get_or_create(
            digest=digest, defaults={"since": moment, "count": 0}
        )
        if made:
            Attempt.objects.filter(since__lt=shift(moment, hours=-KEPT_HOURS)).delete()
        if row.since < shift(moment, minutes=-WINDOW_MINUTES):
            row.since, row.count = moment, 0
        row.count += 1
        row.save(update_fields=["since", "count"])
    if row.count > most:
        raise too_many()


def forget_attempts(kind: str, value: str) -> None:
    """Forget what was counted: the attempt succeeded."""
    Attempt.objects.filter(digest=digest_of(f"{kind} {value}")).delete()


def too_many() -> DeskError:
    """Return the error for too many attempts; it is the same whether the name exists or not."""
    return DeskError(
        "there were too many attempts",
        hint=f"wait {WINDOW_MINUTES} minutes; an admin can make you a new link meanwhile",
        code="desk.busy",
    )
