"""The figures of quality: agreement, golden items, how much was sampled, what was overturned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import OuterRef, Subquery

from mizan.casework.agreement import Agreement, Rate, agreement
from mizan.errors import DeskError
from mizan.service.cases.models import CaseEvent, Decision
from mizan.service.cases.standing import RESTRICTING
from mizan.service.people.models import User
from mizan.service.quality.models import Blind
from mizan.terms.time import day_of, now, shift

By = Literal["rule", "bank", "lang"]
DAYS = 90  # that the figures look back
EVERY = 20  # decisions of a person between two blind looks


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """How many of a month's decisions of one kind and language were chosen and answered."""

    lang: str
    stratum: str  # removal, leave
    decided: int
    chosen: int
    answered: int


def agreement_by_language(*, days: int = DAYS) -> dict[str, Agreement]:
    """Return how far blind looks agree with the first decision, by language.

    Compared is whether something is restricted, not by which means.
    """
    pairs = defaultdict[str, list[tuple[str, str]]](list)
    for blind in _answered("audit", days):
        pairs[blind.lang].append((_stratum(blind.expected), _stratum(blind.answered)))
    return {lang: agreement(found) for lang, found in sorted(pairs.items())}


def golden_by_language(*, days: int = DAYS) -> dict[str, Rate]:
    """Return how often golden items were answered as a lead expects, by language."""
    hits = defaultdict[str, list[bool]](list)
    for blind in _answered("golden", days):
        hits[blind.lang].append(_stratum(blind.expected) == _stratum(blind.answered))
    return {lang: Rate(hits=sum(all_), n=len(all_)) for lang, all_ in sorted(hits.items())}


def overturned(by: By, *, days: int = DAYS) -> dict[tuple[str, str], Rate]:
    """Return how often what restricted something was reversed: by rule or bank, and language.

    The period is that of the decision, so that late reversals change earlier figures openly.
    What was not opened by a rule counts under "", and so does what hangs on no bank.
    """
    opened = CaseEvent.objects.filter(case=OuterRef("case"), kind="opened", case__origin="verdict")
    rows = Decision.objects.filter(
        kind__in=RESTRICTING,
        state__in=["in_force", "reversed"],
        at__gte=shift(now(), days=-days),
    ).values_list("state", "rule", Subquery(opened.values("why")[:1]), "case__group", "case__lang")
    found = defaultdict[tuple[str, str], list[bool]](list)
    for state, rule, reason, group, lang in rows:
        bank = group.partition("/")[0]
        name = {"rule": rule or reason or "", "bank": bank, "lang": ""}[by]
        found[name, lang].append(state == "reversed")
    return {key: Rate(hits=sum(all_), n=len(all_)) for key, all_ in sorted(found.items())}


def sampled_this_month() -> list[Sampled]:
    """Return, by language and kind, how much of this month's decisions is looked at again."""
    month = now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    decided = Decision.objects.filter(done_at__gte=month).exclude(kind="restore")
    counts = defaultdict[tuple[str, str], list[int]](lambda: [0, 0, 0])
    for kind, lang in decided.values_list("kind", "case__lang"):
        counts[lang, _stratum(kind)][0] += 1
    chosen = Blind.objects.filter(kind="audit", month=day_of(month)[:7])
    for expected, lang, answered in chosen.values_list("expected", "lang", "answered"):
        counts[lang, _stratum(expected)][1] += 1
        counts[lang, _stratum(expected)][2] += bool(answered)
    return [
        Sampled(lang=lang, stratum=stratum, decided=all_, chosen=some, answered=done)
        for (lang, stratum), (all_, some, done) in sorted(counts.items())
    ]


def blind_of(number: int, user: User) -> Blind:
    """Return a blind look that a person has. DeskError desk.unknown for all others."""
    found = (
        Blind.objects.select_related("item")
        .filter(pk=number, assigned=user, closed_at=None, item__content__isnull=False)
        .first()
    )
    if found is None:
        raise DeskError(
            f"there is no open look {number} for you",
            hint="it was answered, given up, or is somebody else's",
            code="desk.unknown",
        )
    return found


def is_turn(user: User) -> bool:
    """Tell whether a blind look is next in a person's queue: after every twenty decisions."""
    last = Blind.objects.filter(by=user).order_by("-closed_at").first()
    mine = Decision.objects.filter(by=user).exclude(kind="restore")
    if last is not None and last.closed_at is not None:
        mine = mine.filter(at__gt=last.closed_at)
    return mine.count() >= EVERY


def _answered(kind: str, days: int) -> Iterable[Blind]:
    return Blind.objects.filter(kind=kind, closed_at__gte=shift(now(), days=-days)).exclude(
        answered=""
    )


def _stratum(kind: str) -> str:
    return "removal" if kind in RESTRICTING else "leave"
