"""Models: which trained model is in force for a data folder, now and when it changes."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from mizan.banks.stamp import stamp_of
from mizan.banks.store import Store
from mizan.classify.registry import (
    CHOSEN,
    Calibration,
    Choice,
    Choices,
    Chosen,
    adopt,
    choices_of,
    encoded,
    forget_copies,
    load_choice,
    load_file,
    write_beside,
)
from mizan.detect.learned import Learned
from mizan.detect.protocol import Detector
from mizan.errors import ModelError
from mizan.ledger.chain import append, unreadable
from mizan.terms.time import stamp, ticks

PAUSE = 0.2  # seconds between two looks at the choice
GONE = "the choice of a model is gone from the data folder: the shipped one counts"
OUTDATED = "model {}: the shipped weights are others than those chosen; calibrate and choose again"


class Models:
    """The model in force: a given file, else the folder's chosen one, else the shipped `base`.

    A choice that is changed is taken up within PAUSE; one with faults is told in `notices`, and the
    model stays what it was. Thread-safe.
    """

    def __init__(self, folder: Path, given: Path | None, detectors: Sequence[Detector]) -> None:
        """Load the model; ModelError when it cannot be had.

        detectors  all of them, in order; the one called `learned` is given the model
        """
        self.notices: deque[str] = deque(maxlen=20)
        self._folder, self._given = folder, given
        self._all = tuple(detectors)
        self._looking = threading.Lock()
        self._stamp = stamp_of(folder / CHOSEN)
        self._take(load_file(given) if given else load_choice(folder, choices_of(folder).now))
        self._next = ticks() + PAUSE

    def now(self) -> Chosen | None:
        """Return the model in force; None where there is none."""
        self._refresh()
        return self._chosen

    def detectors(self) -> tuple[Detector, ...]:
        """Return every detector in order, `learned` with the model in force."""
        self._refresh()
        return self._detectors

    def bare(self, chosen: Chosen) -> tuple[Detector, ...]:
        """Return every detector in order, `learned` with a model at its own thresholds."""
        return self._with(detector_of(replace(chosen, calibration=None)))

    def with_model(self, chosen: Chosen) -> tuple[Detector, ...]:
        """Return every detector in order, `learned` with another model than that in force."""
        return self._with(detector_of(chosen))

    def _refresh(self) -> None:
        if self._given is None and ticks() >= self._next and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._next = ticks() + PAUSE
                self._looking.release()

    def _look(self) -> None:
        stamp = stamp_of(self._folder / CHOSEN)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        if stamp is None:
            self.notices.append(GONE)
        try:
            self._take(load_choice(self._folder, choices_of(self._folder).now))
        except ModelError as error:
            self.notices.append(str(error))

    def _take(self, chosen: Chosen | None) -> None:
        if chosen is not None and chosen.outdated:
            self.notices.append(OUTDATED.format(chosen.name))
        self._chosen = chosen
        self._detectors = self._with(detector_of(chosen))

    def _with(self, learned: Learned) -> tuple[Detector, ...]:
        return tuple(learned if one.name == learned.name else one for one in self._all)


def detector_of(chosen: Chosen | None) -> Learned:
    """Return the detector of a model at the thresholds in force; a silent one without a model."""
    if chosen is None:
        return Learned()
    return Learned(chosen.model, least=min(max(chosen.thresholds.values()), 1 - 1e-9))


def choose_model(folder: Path, store: Store, wanted: str | Path, *, actor: str, why: str) -> Chosen:
    """Put a shipped model (by name) or a copy of a file in force for a data folder, recorded.

    A choice that cannot be read is left behind, with those before it. ModelError, StoreError.
    """
    found = adopt(folder, wanted)
    choice = Choice(name=found.name, sha256=found.sha256, at=stamp())

    def change() -> Choices:
        try:
            return choices_of(folder).then(choice)
        except ModelError:
            return Choices().then(choice)

    detail = {"version": found.about.version}
    _publish(folder, store, change, detail, actor=actor, why=why)
    return found


def go_back(folder: Path, store: Store, *, actor: str, why: str) -> Chosen | None:
    """Put the model before this one in force again, with its thresholds, recorded.

    None where that is none. ModelError model.none_before, or as of a model that is not there.
    """
    before: list[Chosen | None] = []

    def change() -> Choices:
        after = choices_of(folder).back()
        before.append(load_choice(folder, after.now))
        return after

    detail = {"back": True}
    _publish(folder, store, change, detail, actor=actor, why=why)
    return before[0]


def calibrate_model(
    folder: Path, store: Store, calibration: Calibration | None, *, sha256: str, **told: str
) -> Choice:
    """Keep a threshold with the choice in force, recorded; None: go by the model's own again.

    sha256  of the model that it was chosen for
    told    actor, why

    ModelError model.none where no model is in force, model.changed where it is another one.
    """

    def change() -> Choices:
        before = choices_of(folder)
        chosen = load_choice(folder, before.now)
        if chosen is None:
            raise no_model()
        if chosen.sha256 != sha256:
            raise ModelError(
                "another model was put in force meanwhile",
                hint="do it again",
                code="model.changed",
            )
        return before.then(
            Choice(name=chosen.name, sha256=sha256, at=stamp(), calibration=calibration)
        )

    detail = {"budget": calibration.budget if calibration else None}
    return _publish(folder, store, change, detail, **told).now


def recorded_model(store: Store) -> tuple[str, str, float] | None:
    """Return name, sha256 and threshold of the choice that the ledger last recorded, or None."""
    found = store.one("ledger.last_of_act", act="model")
    try:
        if found is None:
            return None
        detail = json.loads(found[2])
        return found[1].decode().removeprefix("model/"), detail["sha256"], detail["least"]
    except (ValueError, KeyError, TypeError):
        raise unreadable(store) from None


def as_recorded(choice: Choice) -> tuple[str, str, float]:
    """Return what `recorded_model` gives where a choice was recorded."""
    return choice.name, choice.sha256, choice.calibration.least if choice.calibration else 0.0


def no_model() -> ModelError:
    """Return the error for what needs a model where none is in force."""
    hint = "choose one with `mizan model use`"
    return ModelError("no model is in force here", hint=hint, code="model.none")


def _publish(
    folder: Path,
    store: Store,
    change: Callable[[], Choices],
    detail: Mapping[str, Any],
    *,
    actor: str,
    why: str,
) -> Choices:
    """Change the choice in the store's transaction; the file is in place before that commits.

    Where it is rolled back, the file is put back as it was.
    """
    path = folder / CHOSEN
    with ExitStack() as unless_done:
        with store.writing():
            after = change()
            name, sha256, least = as_recorded(after.now)
            append(
                store,
                actor=actor,
                act="model",
                subject=f"model/{name}",
                why=why,
                detail={"sha256": sha256, "least": least, **detail},
            )
            unless_done.callback(_put, path, path.read_bytes() if path.exists() else None)
            _put(path, encoded(after))
        unless_done.pop_all()
    forget_copies(folder, after)
    return after


def _put(path: Path, data: bytes | None) -> None:
    """Put a choice in place whole; None: take it away."""
    if data is None:
        path.unlink(missing_ok=True)
        return
    beside = write_beside(path, data)
    try:
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
