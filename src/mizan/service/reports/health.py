"""How the service is: database, engine, workers, jobs, deliveries, room on the disk."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import Count

from mizan.banks import queries as banks
from mizan.errors import MizanError
from mizan.service.actions.models import Delivery
from mizan.service.ground.engine import engine
from mizan.service.ground.recording import store
from mizan.service.items.models import Item
from mizan.service.jobs import queries as jobs
from mizan.service.jobs.models import Job
from mizan.terms.time import Moment, now, shift

CHORE = "sweep"  # the job that every worker sees to, once a minute
CHORE_SECONDS = 60
SILENT_SECONDS = 180  # without a chore done, no worker lives
LITTLE_ROOM = 2**30  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What an operator wants to know at a glance."""

    database: str  # "sqlite" or "postgresql"
    bank_seq: int  # number of the last change of the banks
    engine_seq: int | None  # that this process's engine has taken in; None when it does not open
    engine_fault: str  # code, empty when it opens
    notices: tuple[str, ...]  # what the engine met and mended on its way; no content
    worker_seen: Moment | None  # when a worker last did its chores
    waiting: int  # jobs that are due or to come
    running: int
    oldest: Moment | None  # since when the job waiting longest could have run
    dead: tuple[Job, ...]
    deliveries: dict[str, int]  # by state
    received: int  # items that wait for their scan
    not_examined: int  # items whose examination failed
    free_bytes: int
    whole_bytes: int

    @property
    def behind(self) -> int:
        """How many changes of the banks this process has not taken in yet."""
        return max(0, self.bank_seq - (self.engine_seq or 0))

    @property
    def workers_live(self) -> bool:
        """Tell whether a worker did its chores lately."""
        seen = self.worker_seen
        return seen is not None and seen > shift(now(), seconds=-SILENT_SECONDS)

    @property
    def little_room(self) -> bool:
        """Tell whether the disk is nearly full."""
        return self.free_bytes < LITTLE_ROOM


def health() -> Health:
    """Look at everything once."""
    counted = jobs.counts()
    disk = shutil.disk_usage(settings.MIZAN_DATA)
    seq, fault, notices = _engine()
    items = dict(
        Item.objects.filter(state__in=["received", "failed"])
        .values_list("state")
        .annotate(n=Count("pk"))
    )
    return Health(
        database=connection.vendor,
        bank_seq=banks.seq(store()),
        engine_seq=seq,
        engine_fault=fault,
        notices=notices,
        worker_seen=_worker_seen(),
        waiting=_of(counted, "ready"),
        running=_of(counted, "running"),
        oldest=jobs.oldest_due(),
        dead=tuple(jobs.dead()[:50]),
        deliveries=dict(Delivery.objects.values_list("state").annotate(n=Count("pk"))),
        received=items.get("received", 0),
        not_examined=items.get("failed", 0),
        free_bytes=disk.free,
        whole_bytes=disk.total,
    )


def _engine() -> tuple[int | None, str, tuple[str, ...]]:
    try:
        one = engine()
        seq = one.reader.refresh().seq
    except MizanError as error:
        return None, error.code, ()
    return seq, "", (*one.reader.notices, *one.rules.notices, *one.models.notices)


def _worker_seen() -> Moment | None:
    """Return when the chores were last done: the next ones lie a minute behind that."""
    row = Job.objects.filter(kind=CHORE, state="ready").order_by("-run_at").first()
    if row is None:
        return None
    return max(row.created_at, shift(row.run_at, seconds=-CHORE_SECONDS))


def _of(counted: dict[tuple[str, str], int], state: str) -> int:
    return sum(n for (_, found), n in counted.items() if found == state)
