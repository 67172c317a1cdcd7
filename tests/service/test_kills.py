"""Processes of the service are killed at random under load: nothing is lost or doubled."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import free_port
from tests.service.processes import LOST, Service, kill, serving, until

from mizan.terms.time import nap
from mizan.testing import Receiver

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = (EXAMPLES / "statement_ar.txt").read_text("utf-8")
REPOST = (EXAMPLES / "repost_ar.txt").read_text("utf-8")
KILLS = 200 if os.environ.get("MIZAN_LONG") else 20
TOGETHER = 5  # items of one request
REST = 0.2  # seconds between two requests


class Load(threading.Thread):
    """Hands items in without end, and notes those that were accepted."""

    def __init__(self, service: Service, token: str) -> None:
        super().__init__(daemon=True)
        self.service, self.token = service, token
        self.accepted: list[str] = []
        self.enough = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.enough.wait(REST):
            names = [f"n{number + one}" for one in range(TOGETHER)]
            number += TOGETHER
            items = [
                {"source": "load", "external_id": one, "text": REPOST if n == 0 else f"tea {one}"}
                for n, one in enumerate(names)
            ]
            with suppress(*LOST, ValueError):
                status, _ = self.service.ask("POST", "/items", {"items": items}, token=self.token)
                if status == 202:
                    self.accepted += names


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as one:
        yield one


def prepare(desk: Any, receiver: Receiver) -> tuple[str, Any]:
    """Fill the desk; return a token, and the person who decides."""
    from django.db import connections

    from mizan.service.actions.changes import create_endpoint
    from mizan.service.ground import engine
    from mizan.service.ground.changes import set_profile

    told = {"actor": "cli:test", "why": "test"}
    desk.bank(STATEMENT)
    receiver.secrets = [create_endpoint(name="forum", url=receiver.url, **told)]
    set_profile(undo_seconds=0, mass_items=10_000, **told)
    token, person = desk.token("items"), desk.person()
    engine.close()
    connections.close_all()
    return token, person


def decide_open_cases(person: Any) -> None:
    """Decide whatever is open, as a person would; what is in the way now comes later."""
    from django.db import OperationalError

    from mizan.casework.ruling import defaults
    from mizan.errors import MizanError
    from mizan.service.cases.decision_changes import decide
    from mizan.service.cases.models import Case
    from mizan.terms.decision import Assessment

    seen = Assessment(exclusions=("none_found",), stance="endorses")
    ruling = replace(defaults("remove", ("known_text",), clause="4.2"), assessment=seen)
    with suppress(MizanError, OperationalError):
        for case in Case.objects.filter(state="open").values_list("pk", flat=True):
            decide(case=case, ruling=ruling, user=person, actor=person.actor, why="seen")


def fell(service: Service, person: Any) -> set[str]:
    """Kill processes at random while a person decides; return what was killed.

    What fell often is started again after ten seconds, so that others are killed meanwhile.
    """
    dice = random.Random(4)
    felled = set()
    for _ in range(KILLS):
        nap(dice.uniform(0.2, 1.8))
        until(service.parts, "a process")
        victim, kind = dice.choice(list(service.parts().items()) or [(0, "")])
        if victim:
            kill(victim)
            felled.add(kind)
        decide_open_cases(person)
    return felled


def is_done() -> bool:
    """Tell whether nothing is left to be done."""
    from mizan.service.actions.models import Delivery
    from mizan.service.cases.models import Decision
    from mizan.service.items.models import Item
    from mizan.service.jobs.models import Job

    return not (
        Item.objects.filter(state="received").exists()
        or Job.objects.filter(kind__in=["scan", "carry_out", "deliver"]).exists()
        or Decision.objects.filter(state="pending").exists()
        or Delivery.objects.filter(state="waiting").exists()
    )


def test_no_kill_loses_or_doubles_anything(desk: Any, receiver: Receiver) -> None:
    from mizan.ledger.verify import verify
    from mizan.service.actions.models import Action
    from mizan.service.ground.recording import store
    from mizan.service.items.models import Item

    token, person = prepare(desk, receiver)
    with serving(desk.folder, desk.url, free_port(), "--workers", "2") as service:
        service.start()
        load = Load(service, token)
        load.start()
        felled = fell(service, person)
        load.enough.set()
        load.join(60)
        until(is_done, "the end of the work")
        decide_open_cases(person)
        until(is_done, "the end of the rest")
        assert service.stop() == 0

    known = set(Item.objects.values_list("external_id", flat=True))
    keys = set(Action.objects.values_list("key", flat=True))
    assert felled >= {"web", "worker"}
    assert load.accepted
    assert set(load.accepted) - known == set()
    assert keys
    assert set(receiver.effects) == keys
    assert set(receiver.effects.values()) == {1}
    assert Action.objects.count() == Action.objects.values("item").distinct().count()
    assert verify(store()).whole
