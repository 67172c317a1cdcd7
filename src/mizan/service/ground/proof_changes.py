"""Proving the ledger: the chain is read to its end by a job, and what it showed is kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings

from mizan.config import anchor_file
from mizan.errors import LedgerError
from mizan.ledger.verify import verify
from mizan.service.ground.models import Setting
from mizan.service.ground.recording import store
from mizan.terms.time import stamp

NAME = "proof"  # of the row that keeps it; no setting of the profile
MOST_BREAKS = 50  # that are kept; what follows the first may follow from it


def prove() -> None:
    """Read the whole chain and keep what it showed. It may take minutes; nothing is locked."""
    try:
        anchors = anchor_file(settings.MIZAN_DATA)
        report = verify(store(), anchors if anchors.exists() else None)
    except LedgerError as error:
        _keep({"at": stamp(), "code": error.code, "lines": 0, "breaks": []})
        return
    breaks = [asdict(one) for one in report.breaks[:MOST_BREAKS]]
    _keep({"at": stamp(), "code": "", "lines": report.lines, "head": report.head, "breaks": breaks})


def last_proof() -> dict[str, Any] | None:
    """Return what the last reading showed: at, lines, head, breaks, code; None before the first."""
    row = Setting.objects.filter(name=NAME).first()
    return dict(row.value) if row else None


def _keep(shown: dict[str, Any]) -> None:
    Setting.objects.update_or_create(name=NAME, defaults={"value": shown})
