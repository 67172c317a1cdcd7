"""Which model is in force, and when it changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.tiny_models import RAIN, TEA, rain_model, ship, tea_model, written

from mizan import Content, Engine, open_engine
from mizan.banks.store import Store
from mizan.classify import registry
from mizan.classify.registry import Calibration, choices_of
from mizan.engine import models
from mizan.engine.models import (
    as_recorded,
    calibrate_model,
    choose_model,
    go_back,
    recorded_model,
)
from mizan.errors import LedgerError, MizanError, ModelError
from mizan.ledger import chain
from mizan.ledger.verify import verify

SUPPORT = "learned_support"
TOLD = {"actor": "test", "why": "test"}


@pytest.fixture(autouse=True)
def _ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "PAUSE", 0.0)
    monkeypatch.setattr(registry, "WEIGHTS", tmp_path / "weights")
    ship(tmp_path / "weights")


def found(engine: Engine) -> str:
    """What the model in force finds: tea, rain, both or nothing."""
    told = [engine.scan(Content(id="1", text=text)).labels for text in (TEA[0], RAIN[0])]
    return " ".join(
        word for word, labels in zip(("tea", "rain"), told, strict=True) if SUPPORT in labels
    )


def calibration(threshold: float) -> Calibration:
    return Calibration(least=threshold, budget=1, posts_a_day=9, posts=9, at="2026-01-01T00:00:00")


def acts(store: Store) -> list[tuple[str, str]]:
    return [(line.act, line.subject) for line in chain.lines(store) if line.act[:5] == "model"]


def test_a_running_engine_takes_up_what_is_chosen(tmp_path: Path) -> None:
    data = tmp_path / "data"

    with open_engine(data) as engine:
        seen = [found(engine)]
        choose_model(data, engine.store, "research", **TOLD)
        seen.append(found(engine))
        go_back(data, engine.store, **TOLD)
        seen.append(found(engine))
        (data / "model.json").write_text("{", "utf-8")
        seen.append(found(engine))
        notices = list(engine.models.notices)
        choose_model(
            data, engine.store, written(tmp_path / "mine", rain_model(name="mine")), **TOLD
        )
        seen.append(found(engine))

        assert verify(engine.store).whole
        assert acts(engine.store) == [
            ("model", "model/research"),
            ("model", "model/base"),
            ("model", "model/file"),
        ]
    assert seen == ["tea", "rain", "tea", "tea", "rain"]
    assert len(notices) == 1


def test_a_choice_that_is_taken_away_is_told(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_engine(data) as engine:
        choose_model(data, engine.store, "research", **TOLD)
        seen = [found(engine)]
        (data / "model.json").unlink()
        seen.append(found(engine))

        assert list(engine.models.notices) == [models.GONE]
    assert seen == ["rain", "tea"]


def test_an_engine_with_a_faulty_choice_does_not_open(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_engine(data) as engine:
        choose_model(data, engine.store, written(tmp_path / "mine", rain_model()), **TOLD)
    for path in (data / "models").iterdir():
        path.unlink()

    with pytest.raises(ModelError):
        open_engine(data)


def test_a_given_file_counts_before_the_choice(tmp_path: Path) -> None:
    data = tmp_path / "data"
    mine = written(tmp_path / "mine", rain_model())

    with open_engine(data, model=mine) as engine:
        choose_model(data, engine.store, "base", **TOLD)

        assert found(engine) == "rain"


def test_without_weights_the_engine_runs_without_a_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "WEIGHTS", tmp_path / "nowhere")

    with open_engine(tmp_path / "data") as engine:
        assert found(engine) == ""
        assert engine.models.now() is None


def test_thresholds_take_force_and_go_back_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_engine(data) as engine:
        now = engine.models.now()
        assert now is not None
        seen = [found(engine)]
        for one in (calibration(1.0), None):
            calibrate_model(data, engine.store, one, sha256=now.sha256, **TOLD)
            seen.append(found(engine))
        go_back(data, engine.store, **TOLD)
        seen.append(found(engine))
        lines = [line for line in chain.lines(engine.store) if line.act == "model"]
        assert recorded_model(engine.store) == as_recorded(choices_of(data).now)

    assert seen == ["tea", "", "tea", ""]
    details = [json.loads(line.detail) for line in lines]
    assert [(one["least"], one.get("budget")) for one in details] == [(1, 1), (0, None), (1, None)]


def test_thresholds_for_another_model_are_refused(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_engine(data) as engine:
        with pytest.raises(ModelError) as refused:
            calibrate_model(data, engine.store, calibration(0.9), sha256="ab" * 32, **TOLD)

        assert refused.value.code == "model.changed"
        assert acts(engine.store) == []
    assert not (data / "model.json").exists()


def test_a_model_that_cannot_be_recorded_is_not_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"

    def full(*_: object, **__: object) -> None:
        raise LedgerError("the disk is full")

    with open_engine(data) as engine:
        choose_model(data, engine.store, "base", **TOLD)
        monkeypatch.setattr(models, "append", full)
        with pytest.raises(MizanError):
            choose_model(data, engine.store, "research", **TOLD)

        assert found(engine) == "tea"
    assert choices_of(data).now.name == "base"


def test_a_commit_that_fails_puts_the_earlier_choice_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    with open_engine(data) as engine:
        choose_model(data, engine.store, "base", **TOLD)
        say = engine.store._say

        def broken(name: str) -> None:
            if name == "commit":
                raise LedgerError("the disk is full")
            say(name)

        monkeypatch.setattr(engine.store, "_say", broken)
        with pytest.raises(LedgerError):
            choose_model(data, engine.store, "research", **TOLD)

    assert choices_of(data).now.name == "base"
    with open_engine(data) as engine:
        assert acts(engine.store) == [("model", "model/base")]


def test_copies_that_nothing_goes_back_to_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "KEPT", 1)
    data = tmp_path / "data"

    with open_engine(data) as engine:
        for number in range(3):
            mine = written(tmp_path / "mine", tea_model(version=str(number)))
            choose_model(data, engine.store, mine, **TOLD)

    assert len(list((data / "models").iterdir())) == 2
