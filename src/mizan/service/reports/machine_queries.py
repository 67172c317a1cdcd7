"""How the machine goes: jobs and workers, bank lag, deliveries, storage."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min

from mizan.banks import queries as bank_queries
from mizan.errors import MizanError
from mizan.service.actions.models import Delivery
from mizan.service.ground.engine import engine
from mizan.service.ground.recording import store
from mizan.service.items.models import Item
from mizan.service.jobs import queries as job_queries
from mizan.service.jobs.models import Job
from mizan.terms.time import Moment, now

MOST_FILES = 5000  # of the data folder that are measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Jobs, and the workers that do them."""

    waiting: int  # ready and due
    later: int  # ready, not due yet
    running: int
    dead: int
    oldest: Moment | None  # since when the job that waits longest could have run
    kinds: tuple[tuple[str, int], ...]  # waiting and running, by kind
    seen: Moment | None  # when a worker last finished scanning something
    leased: Moment | None  # until when the latest claim of a worker runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How far what is in force lies behind what is written, in changes."""

    written: int  # number of the last change in the store
    here: int | None  # of the last one in force in this process; None: the engine does not open
    scanned: int  # of the last one in force at the newest scan

    @property
    def behind(self) -> int | None:
        """Changes that are not yet in force in this process."""
        return None if self.here is None else max(0, self.written - self.here)


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Room taken and left, in bytes."""

    database: int
    folder: int  # everything in the data folder, the database among it where it lies there
    free: int  # on the disk of the data folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """What was told to webhooks."""

    waiting: int
    acknowledged: int
    dead: int
    dropped: int
    oldest: Moment | None  # since when the longest waiting one could have left


def work() -> Work:
    """Return how the list of jobs stands."""
    counts = job_queries.counts()
    due = Job.objects.filter(state="ready", run_at__lte=now()).count()
    ready = sum(n for (_, state), n in counts.items() if state == "ready")
    kinds: dict[str, int] = {}
    for (kind, state), n in counts.items():
        if state != "dead":
            kinds[kind] = kinds.get(kind, 0) + n
    oldest = job_queries.oldest_due()
    return Work(
        waiting=due,
        later=ready - due,
        running=sum(n for (_, state), n in counts.items() if state == "running"),
        dead=sum(n for (_, state), n in counts.items() if state == "dead"),
        oldest=oldest if oldest and oldest <= now() else None,
        kinds=tuple(sorted(kinds.items())),
        seen=_newest_scan()[1],
        leased=Job.objects.filter(state="running").aggregate(at=Max("lease_until"))["at"],
    )


def lag() -> Lag:
    """Return how far the banks in force lie behind."""
    try:
        here: int | None = engine().reader.refresh().seq
    except MizanError:
        here = None
    return Lag(written=bank_queries.seq(store()), here=here, scanned=_newest_scan()[0])


def deliveries() -> Deliveries:
    """Return how deliveries stand."""
    counts = dict(Delivery.objects.values_list("state").annotate(n=Count("pk")).order_by("state"))
    waiting = Delivery.objects.filter(state="waiting").aggregate(at=Min("next_at"))["at"]
    return Deliveries(
        waiting=counts.get("waiting", 0),
        acknowledged=counts.get("acknowledged", 0),
        dead=counts.get("dead", 0),
        dropped=counts.get("dropped", 0),
        oldest=waiting,
    )


def storage() -> Storage:
    """Return what room is taken and left."""
    folder = Path(settings.MIZAN_DATA)
    return Storage(
        database=_database_size(),
        folder=sum(_sizes(folder)),
        free=shutil.disk_usage(folder).free,
    )


def _newest_scan() -> tuple[int, Moment | None]:
    """Return the bank change and the moment of the newest scan among the last items."""
    last = Item.objects.order_by("-pk").values_list("bank_seq", "scanned_at")[:200]
    scans = [(at, seq) for seq, at in last if at is not None]
    at, seq = max(scans, default=(None, 0))
    return seq, at


def _database_size() -> int:
    ask = (
        "SELECT pg_database_size(current_database())"
        if connection.vendor == "postgresql"
        else "SELECT (SELECT page_count FROM pragma_page_count)"
        " * (SELECT page_size FROM pragma_page_size)"
    )
    with connection.cursor() as cursor:
        cursor.execute(ask)
        return int(cursor.fetchone()[0])


def _sizes(folder: Path) -> Iterator[int]:
    for path in islice(folder.rglob("*"), MOST_FILES):
        try:
            if path.is_file():
                yield path.stat().st_size
        except OSError:
            continue  # gone meanwhile
