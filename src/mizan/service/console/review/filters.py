"""The filters of the queue, kept in the address, and the chips that show them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from mizan.service.cases.models import Case
from mizan.service.cases.queries import OPEN, queue
from mizan.service.cases.reading import readable
from mizan.service.console.review import names
from mizan.service.people.models import User
from mizan.terms.case import STATES
from mizan.terms.label import LABELS
from mizan.terms.time import now

_STATES = ("open", "escalated", "waiting", "mine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What of the queue is shown. Empty fields leave nothing out."""

    queue: str = ""  # "review.ar"
    label: str = ""
    state: str = ""  # open, escalated, waiting, mine
    origin: str = ""
    due: str = ""  # "over": past its due time
    lang: str = ""  # "all": also what the person does not read
    page: int = 1

    @property
    def address(self) -> str:
        """Return these filters as the end of an address, page and all."""
        told = {"queue": self.queue, "label": self.label, "state": self.state}
        told |= {"origin": self.origin, "due": self.due, "lang": self.lang}
        if self.page > 1:
            told["page"] = str(self.page)
        written = urlencode({name: value for name, value in told.items() if value})
        return f"/?{written}" if written else "/"

    def with_(self, **changed: Any) -> str:
        """Return the address of these filters with some changed, from the first page."""
        return replace(self, page=1, **changed).address


def read(query: QueryDict) -> Filters:
    """Return the filters of an address; what is not known counts as not given."""
    page = query.get("page", "1")
    return Filters(
        queue=_one(query, "queue", names.QUEUES),
        label=_one(query, "label", LABELS),
        state=_one(query, "state", _STATES),
        origin=_one(query, "origin", names.ORIGINS),
        due=_one(query, "due", ("over",)),
        lang=_one(query, "lang", ("all",)),
        page=max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1,
    )


def chosen(filters: Filters, user: User) -> QuerySet[Case]:
    """Return the cases that the filters let through, in the order of the queue."""
    by_state = filters.state if filters.state in {"escalated", "waiting", "open"} else ""
    states = (by_state,) if by_state else (*OPEN, "waiting") if filters.state else OPEN
    found = queue(
        queues=[filters.queue] if filters.queue else (), states=states, label=filters.label
    )
    if filters.state == "mine":
        found = found.filter(claimed_by=user, claimed_until__gt=now())
    elif filters.lang != "all":
        found = readable(found, user)
    if filters.origin:
        found = found.filter(origin=filters.origin)
    if filters.due:
        found = found.filter(due_at__lt=now())
    return found


def chips(filters: Filters, user: User, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return the groups of chips above the queue, each chip with where it leads.

    counts  open cases by queue
    """
    queues = {
        name: f"{title} {counts[name]}" for name, title in names.QUEUES.items() if name in counts
    }
    states = {**{name: names.word(STATES[name]) for name in ("open", "escalated")}}
    states |= {"waiting": _("waiting for a second person"), "mine": _("mine")}
    groups = [
        _group(filters, _("Queue"), "queue", queues),
        _group(filters, _("State"), "state", states),
        _group(filters, _("Where from"), "origin", names.ORIGINS),
        _group(filters, _("Label"), "label", _evidence()),
        _group(filters, _("Due"), "due", {"over": _("past its time")}),
    ]
    if user.skills:
        groups.append(
            _group(filters, _("Languages"), "lang", {"all": _("also those I do not read")})
        )
    return [group for group in groups if group["chips"]]


def _evidence() -> dict[str, str]:
    return {name: names.word(one) for name, one in LABELS.items() if one.kind == "evidence"}


def _group(filters: Filters, title: str, field: str, words: Any) -> dict[str, Any]:
    now_ = getattr(filters, field)
    made = [
        {
            "label": str(label),
            "url": filters.with_(**{field: value}),
            "drop_url": filters.with_(**{field: ""}) if value == now_ else "",
        }
        for value, label in words.items()
    ]
    return {"title": title, "name": field, "chips": made, "chosen": bool(now_)}


def _one(query: QueryDict, name: str, known: Any) -> str:
    value = query.get(name, "")
    return value if value in known else ""
