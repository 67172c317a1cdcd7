"""Chores: what is done again and again, each by a job that puts its successor on the list."""

from __future__ import annotations

from mizan.service.actions.strike_changes import forget_strikes
from mizan.service.curation.hold_changes import lift_breakers
from mizan.service.curation.proposal_changes import give_delays
from mizan.service.ground.profile import profile
from mizan.service.intake.key_changes import forget_keys
from mizan.service.items.changes import forget
from mizan.service.jobs.changes import enqueue
from mizan.service.quality.sampling_changes import let_go
from mizan.terms.time import now, shift

EVERY = 60  # seconds between two sweeps
AT_ONCE = 2000  # items forgotten in one transaction


def ensure() -> None:
    """See to it that every chore is on the list, once."""
    enqueue("sweep", dedupe="sweep")


def sweep() -> None:
    """Forget what is past its time, and see to holds and proposals whose time has come."""
    figures = profile()
    lift_breakers()
    give_delays()
    forget(days=figures.recent_days, rows=figures.recent_rows, limit=AT_ONCE, actor="worker")
    forget_strikes(actor="worker")
    let_go(limit=AT_ONCE, actor="worker")
    forget_keys()
    enqueue("sweep", at=shift(now(), seconds=EVERY), dedupe="sweep")
