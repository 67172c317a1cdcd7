"""The table of handlers: which function does each kind of job. Only this place knows them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mizan.service.actions.changes import carry_out
from mizan.service.actions.deliver import deliver
from mizan.service.curation.proposal_changes import release
from mizan.service.curation.retro_changes import retro
from mizan.service.curation.reversal_changes import heal, learn
from mizan.service.intake.scanning import scan
from mizan.service.worker.chores import sweep

Handler = Callable[..., Any]


def _scan(*, items: list[int]) -> None:
    scan(items)


def _carry_out(*, decision: int) -> None:
    carry_out(decision=decision, actor="worker")


HANDLERS: dict[str, Handler] = {
    "scan": _scan,
    "carry_out": _carry_out,
    "deliver": deliver,
    "release": release,
    "retro": retro,
    "heal": heal,
    "learn": learn,
    "sweep": sweep,
}
