"""The desk says which trained model it goes by, and an archive brings it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.service.api_client import Program
from tests.tiny_models import rain_model, ship, written

from mizan.classify import registry

TOLD = {"actor": "cli:test", "why": "test"}


@pytest.fixture(autouse=True)
def _shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mizan.engine import models

    monkeypatch.setattr(models, "PAUSE", 0.0)
    monkeypatch.setattr(registry, "WEIGHTS", tmp_path / "weights")
    ship(tmp_path / "weights")


def policy_page(language: str = "en") -> str:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    return client.get("/policy", headers={"accept-language": language}).content.decode()


def test_everybody_may_read_which_model_is_in_use(desk: Any) -> None:
    from mizan.engine.models import calibrate_model, choose_model
    from mizan.service.ground.engine import engine

    before = policy_page()
    chosen = choose_model(desk.folder, engine().store, "research", **TOLD)
    budget = registry.Calibration(
        least=0.875, budget=12, posts_a_day=9, posts=9, at="2026-01-01T00:00:00+00:00"
    )
    calibrate_model(desk.folder, engine().store, budget, sha256=chosen.sha256, **TOLD)
    after, arabic = policy_page(), policy_page("ar")

    assert "Chosen by the makers of the model" in before
    assert "CC BY-NC-SA 4.0" in after
    assert "short posts of the years of ISIS" in after
    assert "not measured" in after
    assert "0.875" in after
    assert "By a budget of 12 cases a day" in after
    assert "منشورات قصيرة من سنوات داعش" in arabic
    assert "النموذج المدرَّب" in arabic


def test_without_weights_the_page_says_so(
    desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "WEIGHTS", tmp_path / "nowhere")

    assert "No trained model is in use." in policy_page()


def test_health_names_the_model_once_the_engine_is_open(desk: Any) -> None:
    from mizan.service.ground import engine

    engine.close()
    before = Program().get("/health").json()["model"]
    engine.engine()
    after = Program().get("/health").json()["model"]

    assert (before, after) == ("", "base 1")


def test_a_choice_with_faults_is_told_on_the_page_of_health(desk: Any) -> None:
    from mizan.service.ground.engine import engine
    from mizan.service.reports.health import health

    engine()
    (desk.folder / "model.json").write_text("{", "utf-8")
    engine().models.now()

    assert any("model.json" in notice for notice in health().notices)


def test_an_archive_brings_the_chosen_model_back(desk: Any, tmp_path: Path) -> None:
    from django.db import connections

    from mizan.engine.models import choose_model
    from mizan.service.ground import engine
    from mizan.service.run.backup import back_up
    from mizan.service.run.restore import restore

    mine = written(tmp_path / "mine", rain_model(name="mine"))
    chosen = choose_model(desk.folder, engine.engine().store, mine, **TOLD)
    back_up(desk.folder, tmp_path / "archive.zip")
    for path in (desk.folder / "model.json", *registry.copies(desk.folder)):
        path.unlink()
    engine.close()
    connections.close_all()

    restore(desk.folder, tmp_path / "archive.zip", actor="cli:test", replace=True)

    found = engine.engine().models.now()
    assert found is not None
    assert (found.name, found.sha256) == ("file", chosen.sha256)
