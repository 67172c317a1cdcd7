"""What lies under a cover, and whether one more may be uncovered today."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from mizan.casework.welfare import Advice, Seen, advise
from mizan.service.console.review.names import label
from mizan.service.people.comfort import comfort_of
from mizan.service.people.exposure_changes import note_exposure, today
from mizan.service.people.models import User
from mizan.terms.label import LABELS
from mizan.terms.time import now, read, stamp

SINCE = "graphic_seconds"  # in the session: seconds of graphic content since the last break
OPEN = "uncovered"  # in the session: item -> when it was uncovered
_LONGEST = 900  # seconds of one item that count


def is_graphic(labels: Sequence[str]) -> bool:
    """Tell whether content lies under a cover: when something was found that is evidence."""
    return any(name in LABELS and LABELS[name].kind == "evidence" for name in labels)


def cover_label(labels: Sequence[str]) -> str:
    """Return what stands on the cover."""
    evidence = [name for name in labels if name in LABELS and LABELS[name].kind == "evidence"]
    return label(evidence[0]) if evidence else ""


def advice(request: HttpRequest, user: User) -> Advice:
    """Return what somebody should be told after what they have uncovered today."""
    row = today(user)
    seen = Seen(
        minutes_since_break=request.session.get(SINCE, 0) / 60,
        items_today=row.items,
        minutes_today=row.seconds / 60,
    )
    return advise(comfort_of(user), seen)


def uncovered(request: HttpRequest, user: User, item: int) -> None:
    """Note that somebody uncovered an item, for their own good."""
    opened = dict(request.session.get(OPEN, {}))
    if str(item) in opened:
        return
    opened[str(item)] = stamp()
    request.session[OPEN] = opened
    note_exposure(user=user, items=1)


def covered(request: HttpRequest, user: User, item: int) -> None:
    """Note that an item was covered again, and for how long it was open."""
    opened = dict(request.session.get(OPEN, {}))
    since = opened.pop(str(item), None)
    if since is None:
        return
    seconds = min(_LONGEST, max(0, int((now() - read(since)).total_seconds())))
    request.session[OPEN] = opened
    request.session[SINCE] = request.session.get(SINCE, 0) + seconds
    note_exposure(user=user, seconds=seconds)


def take_break(request: HttpRequest) -> None:
    """Begin to count anew: somebody takes a break."""
    request.session[SINCE] = 0
    request.session[OPEN] = {}
