"""The data folder's copy of the rules in force, kept up to date from the database.

On one machine whoever publishes writes it. With several machines over one PostgreSQL each process
that scans looks, at most every PAUSE seconds, whether the database has other rules in force than
its own folder. Rules chosen on the command line, which the database has no text of, are left.
"""

from __future__ import annotations

import threading
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from mizan.engine.rules import put_rules, recorded_policy, rules_in_force, shipped_rules
from mizan.service.curation.models import RulesVersion
from mizan.service.ground.recording import store
from mizan.terms.time import ticks

PAUSE = 0.5  # seconds between two looks of a process

_next = 0.0
_looking = threading.Lock()


def keep_up() -> bool:
    """Bring the folder's rules up to what the database has in force; tell whether they changed."""
    global _next  # noqa: PLW0603 - when this process looks next
    if ticks() < _next or not _looking.acquire(blocking=False):
        return False
    try:
        _next = ticks() + PAUSE
        return refresh()
    finally:
        _looking.release()


def refresh() -> bool:
    """Do as `keep_up`, now."""
    wanted, folder = recorded_policy(store()), Path(settings.MIZAN_DATA)
    if wanted is None or wanted == _sha(rules_in_force(folder)):
        return False
    if wanted == _sha(shipped_rules()):
        put_rules(folder, None)
        return True
    live = RulesVersion.objects.filter(state="live", sha256=wanted).first()
    if live is None:
        return False
    put_rules(folder, live.text.encode())
    return True


def _sha(data: bytes) -> str:
    return sha256(data).hexdigest()
