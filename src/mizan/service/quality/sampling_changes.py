"""Choosing decisions for a blind look, and letting go of what was kept for it."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from mizan.casework.routing import reads
from mizan.casework.sampling import is_chosen, share
from mizan.service.cases.decision_changes import scope_of
from mizan.service.cases.models import Decision
from mizan.service.cases.standing import RESTRICTING
from mizan.service.ground.keys import derived, key_path
from mizan.service.ground.profile import profile
from mizan.service.ground.recording import recorded
from mizan.service.items.changes import drop_content
from mizan.service.items.models import Item, ItemContent
from mizan.service.people.models import User
from mizan.service.people.rights import RIGHTS
from mizan.service.quality.models import Blind, Golden
from mizan.terms.time import day_of, now, shift

READABLE = ("text", "html", "url")  # kinds of items that the page of a blind look can show


def seed() -> bytes:
    """Return the seed of the sample: of this service's own key, so that nobody foresees it."""
    return derived(key_path(settings.MIZAN_DATA), "audit 1")


def consider(*, decision: int, actor: str) -> Blind | None:
    """Choose a decision that was carried out for a blind look, or let its content go.

    Twice changes nothing. What was left up is dropped here, but for what somebody looks at again.
    """
    with recorded(actor=actor, act="quality.sample", why="R12", subject="quality") as line:
        found = Decision.objects.select_related("case").filter(pk=decision).first()
        if found is None or found.kind == "restore" or found.blinds.filter(kind="audit").exists():
            line.skip()
            return None
        items = scope_of(found)
        item = Item.objects.get(pk=found.case.lead_id if found.case.lead_id in items else items[0])
        blind = _choose(found, item)
        drop_left(items)
        if blind is None:
            line.skip()
        else:
            line.subject = f"blind/{blind.pk}"
            line.detail = {"decision": found.pk, "share": round(blind.share or 0, 6)}
    return blind


def let_go(*, limit: int, actor: str) -> int:
    """Give up blind looks that nobody took in time; return how many."""
    with recorded(actor=actor, act="quality.forget", why="nobody looked in time") as line:
        due = list(Blind.objects.filter(closed_at=None, until__lte=now()).order_by("id")[:limit])
        Blind.objects.filter(pk__in=[one.pk for one in due]).update(closed_at=now())
        drop_left([one.item_id for one in due])
        line.detail = {"given-up": len(due)}
        if not due:
            line.skip()
    return len(due)


def drop_left(items: Iterable[int]) -> None:
    """Drop the content of items left up that nobody looks at, within a recorded change."""
    left = Item.objects.filter(pk__in=list(items), state="left")
    busy = Blind.objects.filter(closed_at=None).values("item")
    kept = Golden.objects.filter(retired_at=None).values("item")
    idle = left.exclude(pk__in=busy).exclude(pk__in=kept)
    drop_content(idle.values_list("pk", flat=True))


def _choose(decision: Decision, item: Item) -> Blind | None:
    portion = _share(decision, item.lang)
    if not is_chosen(seed(), decision.pk, portion):
        return None
    held = ItemContent.objects.filter(item=item)
    if item.kind not in READABLE or not held.exists() or not _others(decision, item):
        return None
    return Blind.objects.create(
        kind="audit",
        decision=decision,
        item=item,
        lang=item.lang,
        dialect=item.dialect,
        expected=decision.kind,
        month=day_of(now())[:7],
        share=portion,
        at=now(),
        until=shift(now(), days=profile().audit_days),
    )


def _share(decision: Decision, lang: str) -> float:
    """Return the share of this month for the decision's kind and language."""
    figures, month = profile(), now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = shift(month, days=-1).replace(day=1)
    kinds = RESTRICTING if decision.kind in RESTRICTING else ("leave",)
    last = Decision.objects.filter(
        kind__in=kinds, case__lang=lang, done_at__gte=before, done_at__lt=month
    ).count()
    sampled = Blind.objects.filter(
        kind="audit", expected__in=kinds, lang=lang, at__gte=month
    ).count()
    return share(
        percent=figures.audit_percent, least=figures.audit_least, expected=last, sampled=sampled
    )


def _others(decision: Decision, item: Item) -> bool:
    """Tell whether anybody else could look at it."""
    people = User.objects.filter(is_active=True, role__in=RIGHTS["decide"])
    people = people.exclude(pk__in=[decision.by_id or 0, decision.second_by_id or 0])
    return any(reads(one.skills, item.lang, item.dialect) for one in people)  # type: ignore[arg-type]
