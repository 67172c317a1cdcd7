"""Starting dead jobs again, by hand."""

from __future__ import annotations

from collections.abc import Iterable

from mizan.service.ground.recording import recorded
from mizan.service.jobs.changes import revive


def start_again(*, ids: Iterable[int], actor: str, why: str) -> int:
    """Start dead jobs again with a ledger line; return how many."""
    with recorded(actor=actor, act="job.revive", why=why) as line:
        count = revive(ids=ids)
        line.detail = {"jobs": count}
        if not count:
            line.skip()
    return count
