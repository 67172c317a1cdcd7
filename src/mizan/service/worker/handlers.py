"""The table of handlers: which function does each kind of job. Only this place knows them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mizan.service.actions.appeal_changes import tell_appellants
from mizan.service.actions.changes import carry_out
from mizan.service.actions.deliver import deliver
from mizan.service.actions.notice_changes import send_threat
from mizan.service.curation.proposal_changes import release
from mizan.service.curation.retro_changes import retro
from mizan.service.curation.reversal_changes import heal, learn
from mizan.service.ground.proof_changes import prove
from mizan.service.intake.scanning import scan
from mizan.service.items.changes import SCAN_TOGETHER
from mizan.service.jobs.changes import Share
from mizan.service.quality.sampling_changes import consider
from mizan.service.worker.chores import anchor, sweep

Handler = Callable[..., Any]


def _scan(*, items: list[int]) -> None:
    scan(items)


def _carry_out(*, decision: int) -> None:
    carry_out(decision=decision, actor="worker")


def _sample(*, decision: int) -> None:
    consider(decision=decision, actor="worker")


def _answer(*, case: int) -> None:
    tell_appellants(case=case, actor="worker")


def _threat(*, case: int) -> None:
    send_threat(case=case)


HANDLERS: dict[str, Handler] = {
    "scan": _scan,
    "carry_out": _carry_out,
    "deliver": deliver,
    "threat": _threat,
    "release": release,
    "retro": retro,
    "heal": heal,
    "learn": learn,
    "sample": _sample,
    "answer": _answer,
    "sweep": sweep,
    "anchor": anchor,
    "prove": prove,
}

# Kinds of which several that wait are done as one: a job's payload with all their lists in it.
TOGETHER = {"scan": Share("items", SCAN_TOGETHER)}
