"""Figures of the desk as it stands, for a monitor. Read-only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, QuerySet

from mizan.banks import queries as bank_queries
from mizan.service.actions.models import Delivery
from mizan.service.cases.models import Case
from mizan.service.cases.queries import OPEN
from mizan.service.ground.engine import is_open, seen_seq
from mizan.service.ground.recording import store
from mizan.service.items.models import Item
from mizan.service.jobs import queries as job_queries
from mizan.terms.time import Moment, now

Counts = dict[tuple[str, ...], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a monitor asks for. Ages are in seconds, 0 when nothing waits."""

    items: Counts  # by state
    cases: Counts  # by state and queue
    jobs: Counts  # by kind and state
    deliveries: Counts  # by state
    oldest_item: float  # received and not scanned
    oldest_case: float  # waiting to be decided
    oldest_job: float  # due and not done
    bank_seq: int  # last change of the banks
    bank_lag: int | None  # changes that this process has not taken in; None before its first check


def figures() -> Figures:
    """Return the figures of this moment."""
    seq = bank_queries.seq(store())
    return Figures(
        items=_by(Item.objects.all(), "state"),
        cases=_by(Case.objects.all(), "state", "queue"),
        jobs={tuple(key): count for key, count in job_queries.counts().items()},
        deliveries=_by(Delivery.objects.all(), "state"),
        oldest_item=_age(
            Item.objects.filter(state="received").aggregate(at=Min("received_at"))["at"]
        ),
        oldest_case=_age(Case.objects.filter(state__in=OPEN).aggregate(at=Min("opened_at"))["at"]),
        oldest_job=_age(job_queries.oldest_due()),
        bank_seq=seq,
        bank_lag=max(0, seq - seen_seq()) if is_open() else None,
    )


def _by(table: QuerySet[Any], *columns: str) -> Counts:
    rows = table.values_list(*columns).annotate(n=Count("pk")).order_by(*columns)
    return {tuple(row[:-1]): row[-1] for row in rows}


def _age(since: Moment | None) -> float:
    return 0.0 if since is None else max(0.0, (now() - since).total_seconds())
