"""The undo bar: a person's last decision, as long as it can still be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from mizan.service.cases.models import Decision
from mizan.service.console.frame import Undo
from mizan.service.console.review.names import DONE
from mizan.service.people.models import User
from mizan.terms.time import now

if TYPE_CHECKING:
    from mizan.terms.time import Moment


def undo_of(user: User) -> Undo | None:
    """Return what the person decided last and can still undo, or None."""
    found = (
        Decision.objects.filter(
            by=user, state="pending", undoes=None, single_person=False, release_at__gt=now()
        )
        .order_by("-id")
        .first()
    )
    if found is None or found.release_at is None:
        return None
    until: Moment = found.release_at
    label = _("Case %(n)d: %(done)s") % {"n": found.case_id, "done": DONE.get(found.kind, "")}
    return Undo(label=label, url=reverse("undo", args=[found.pk]), until=until)
