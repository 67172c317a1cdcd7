"""How much graphic content somebody uncovers: counted for their own good."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from mizan.service.people.models import Exposure, User
from mizan.terms.time import now

MOST_SECONDS = 900  # of one item that count: a page left open is not looked at


def note_exposure(*, user: User, items: int = 0, seconds: int = 0) -> None:
    """Add to what a person uncovered today. No ledger line: it is theirs alone."""
    seconds = max(0, min(seconds, MOST_SECONDS))
    with transaction.atomic():
        row, _ = Exposure.objects.get_or_create(user=user, day=now().date())
        Exposure.objects.filter(pk=row.pk).update(
            items=F("items") + items, seconds=F("seconds") + seconds
        )


def today(user: User) -> Exposure:
    """Return what a person uncovered today; noughts when nothing."""
    found = Exposure.objects.filter(user=user, day=now().date()).first()
    return found or Exposure(user=user, day=now().date())
