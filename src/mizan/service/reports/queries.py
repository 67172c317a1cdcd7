"""How the work goes: queues, decisions, time to decision, agreement, exposure of the team."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from mizan.service.cases.models import Case, CaseEvent, Decision
from mizan.service.cases.queries import OPEN
from mizan.service.people.models import Exposure
from mizan.service.reports.intervals import Share, quantile
from mizan.service.reports.window import days_until, first_since, start_of
from mizan.terms.decision import DECISIONS
from mizan.terms.time import Moment, day_of, now, shift

RESTRICTING = [kind for kind, one in DECISIONS.items() if one.restricts]
STANDING = ("waiting", "pending", "in_force", "reversed")  # decisions that were not taken back
MOST_TIMED = 20_000  # decisions that a time to decision is worked out of: the latest ones
MOST_GROUPS = 2_000  # combinations of labels, language and rule that are read
FEWEST_PEOPLE = 3  # below it a total would tell of one person
EXPOSURE_DAYS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits in one queue."""

    name: str
    waiting: int
    oldest: Moment | None
    escalated: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Decisions of one day."""

    day: str
    left: int = 0  # left up, by people
    restricted: int = 0  # by people
    automatic: int = 0
    restored: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.left + self.restricted + self.automatic + self.restored


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """How long cases of one day, or of the whole window, waited for their decision; in seconds."""

    day: str
    count: int
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversals:
    """How often what a rule led to was reversed, in one language."""

    rule: str  # "" where no rule had a part in it
    lang: str
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamExposure:
    """What the whole team uncovered; None of it where it would tell of one person."""

    days: int
    people: int
    items: int | None = None
    minutes: int | None = None


def queues() -> list[Queue]:
    """Return every queue in which something waits, the fullest first."""
    rows = (
        Case.objects.filter(state__in=OPEN)
        .values("queue")
        .annotate(
            waiting=Count("pk"),
            oldest=Min("opened_at"),
            escalated=Count("pk", filter=Q(state="escalated")),
            overdue=Count("pk", filter=Q(due_at__lt=now())),
        )
        .order_by("-waiting", "queue")
    )
    return [
        Queue(
            name=row["queue"],
            waiting=row["waiting"],
            oldest=row["oldest"],
            escalated=row["escalated"],
            overdue=row["overdue"],
        )
        for row in rows
    ]


def decisions_by_day(days: int) -> list[Day]:
    """Return how many decisions were taken on each of the last days, today the last."""
    found = _decisions(days).filter(state__in=STANDING)
    by_people = Q(automatic=False, undoes=None)
    rows = (
        found.annotate(day=TruncDate("at"))
        .values("day")
        .annotate(
            left=Count("pk", filter=by_people & Q(kind="leave")),
            restricted=Count("pk", filter=by_people & Q(kind__in=RESTRICTING)),
            automatic=Count("pk", filter=Q(automatic=True, undoes=None)),
            restored=Count("pk", filter=~Q(undoes=None)),
        )
    )
    counted = {
        row["day"].isoformat(): Day(
            day=row["day"].isoformat(),
            left=row["left"],
            restricted=row["restricted"],
            automatic=row["automatic"],
            restored=row["restored"],
        )
        for row in rows
    }
    return [counted.get(day, Day(day=day)) for day in days_until(now(), days)]


def speed_by_day(days: int) -> list[Speed]:
    """Return how long cases waited for people's decisions: each day, and at the end all of them.

    Of more than 20,000 decisions the latest count.
    """
    pairs = (
        _decisions(days)
        .filter(state__in=STANDING, automatic=False, undoes=None)
        .order_by("-pk")
        .values_list("at", "case__opened_at")[:MOST_TIMED]
    )
    waits: dict[str, list[float]] = {}
    for at, opened in pairs:
        waits.setdefault(day_of(at), []).append(max(0.0, (at - opened).total_seconds()))
    everything = [wait for of_day in waits.values() for wait in of_day]
    each = [_speed(day, waits.get(day, [])) for day in days_until(now(), days)]
    return [*each, _speed("", everything)]


def findings(days: int) -> dict[tuple[str, str], int]:
    """Return how many cases opened in the last days hold each label, by (label, language)."""
    since = start_of(days)
    first = first_since(Case.objects.all(), "opened_at", since)
    rows = (
        Case.objects.filter(pk__gte=first, opened_at__gte=since)
        .values_list("labels", "lang")
        .annotate(n=Count("pk"))
        .order_by("-n")[:MOST_GROUPS]
    )
    counted: dict[tuple[str, str], int] = {}
    for labels, lang, n in rows:
        for label in labels:
            counted[label, lang] = counted.get((label, lang), 0) + n
    return counted


def reversals(days: int) -> list[Reversals]:
    """Return the share of restricting decisions that were reversed, by rule and language.

    It counts decisions that were carried out; what was undone in its window never took force.
    """
    rows = (
        _decisions(days)
        .filter(state__in=("in_force", "reversed"), kind__in=RESTRICTING)
        .values_list("rule", "case__lang")
        .annotate(n=Count("pk"), gone=Count("pk", filter=Q(state="reversed")))
        .order_by("-n", "rule", "case__lang")[:MOST_GROUPS]
    )
    return [Reversals(rule=rule, lang=lang, share=Share(gone, n)) for rule, lang, n, gone in rows]


def event_counts(days: int) -> dict[str, int]:
    """Return how often each kind of event happened to cases: skipped, approved, refused, ..."""
    rows = _events(days).values_list("kind").annotate(n=Count("pk"))
    return dict(rows.order_by("kind"))


def skip_reasons(days: int, most: int = 8) -> list[tuple[str, int]]:
    """Return why cases were skipped, the commonest reasons first."""
    rows = _events(days).filter(kind="skipped").values_list("why")
    return list(rows.annotate(n=Count("pk")).order_by("-n", "why")[:most])


def agreement(days: int) -> tuple[Share, Share]:
    """Return how often a second person agreed, and how often people followed a verdict.

    A verdict is followed where a case that it opened ends with a restriction.
    """
    events = event_counts(days)
    agreed, refused = events.get("approved", 0), events.get("refused", 0)
    decided = (
        _decisions(days)
        .filter(state__in=STANDING, automatic=False, undoes=None, case__origin="verdict")
        .aggregate(n=Count("pk"), followed=Count("pk", filter=Q(kind__in=RESTRICTING)))
    )
    return Share(agreed, agreed + refused), Share(decided["followed"], decided["n"])


def team_exposure() -> TeamExposure:
    """Return what the team uncovered in the last 28 whole days, as one total."""
    today = now()
    first, end = day_of(shift(today, days=-EXPOSURE_DAYS)), day_of(today)
    found = Exposure.objects.filter(day__gte=first, day__lt=end, items__gt=0).aggregate(
        people=Count("user", distinct=True), items=Sum("items"), seconds=Sum("seconds")
    )
    people = found["people"]
    if people < FEWEST_PEOPLE:
        return TeamExposure(days=EXPOSURE_DAYS, people=people)
    minutes = round((found["seconds"] or 0) / 60)
    return TeamExposure(days=EXPOSURE_DAYS, people=people, items=found["items"], minutes=minutes)


def _decisions(days: int) -> QuerySet[Decision]:
    since = start_of(days)
    return Decision.objects.filter(
        pk__gte=first_since(Decision.objects.all(), "at", since), at__gte=since
    )


def _events(days: int) -> QuerySet[CaseEvent]:
    since = start_of(days)
    first = first_since(CaseEvent.objects.all(), "at", since)
    return CaseEvent.objects.filter(pk__gte=first, at__gte=since)


def _speed(day: str, waits: list[float]) -> Speed:
    rising = sorted(waits)
    return Speed(
        day=day, count=len(rising), median=quantile(rising, 0.5), p90=quantile(rising, 0.9)
    )
