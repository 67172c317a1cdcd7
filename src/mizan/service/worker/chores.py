"""Chores: what is done again and again, each by a job that puts its successor on the list."""

from __future__ import annotations

from django.conf import settings

from mizan.config import anchor_file
from mizan.ledger.anchor import write_anchor
from mizan.service.actions.strike_changes import forget_strikes
from mizan.service.cases.decision_changes import give_delays as delay_decisions
from mizan.service.curation.hold_changes import lift_breakers
from mizan.service.curation.proposal_changes import give_delays
from mizan.service.ground.profile import profile
from mizan.service.ground.recording import store
from mizan.service.intake.key_changes import forget_keys
from mizan.service.items.changes import forget
from mizan.service.jobs.changes import enqueue
from mizan.service.quality.sampling_changes import let_go
from mizan.terms.time import now, shift

EVERY = 60  # seconds between two sweeps
ANCHOR_EVERY = 3600  # seconds between two anchors of the ledger
AT_ONCE = 2000  # items forgotten in one transaction


def ensure() -> None:
    """See to it that every chore is on the list, once."""
    enqueue("sweep", dedupe="sweep")
    enqueue("anchor", dedupe="anchor")


def anchor() -> None:
    """Sign the ledger's head and keep it outside the database, so that a cut end can be shown.

    LedgerError when the chain does not hold, or when the key or the file cannot be had: the job
    stays on the list of what failed, where people see it.
    """
    write_anchor(store(), anchor_file(settings.MIZAN_DATA))
    enqueue("anchor", at=shift(now(), seconds=ANCHOR_EVERY), dedupe="anchor")


def sweep() -> None:
    """Forget what is past its time, and see to holds and proposals whose time has come."""
    figures = profile()
    lift_breakers()
    give_delays()
    delay_decisions()
    forget(days=figures.recent_days, rows=figures.recent_rows, limit=AT_ONCE, actor="worker")
    forget_strikes(actor="worker")
    let_go(limit=AT_ONCE, actor="worker")
    forget_keys()
    enqueue("sweep", at=shift(now(), seconds=EVERY), dedupe="sweep")
