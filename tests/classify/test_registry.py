"""What a data folder has chosen is what it gets, or an error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.tiny_models import ship, tea_model, written

from mizan.classify import registry
from mizan.classify.about import ANY, Measure, about, recall_at
from mizan.classify.registry import (
    Choice,
    Choices,
    adopt,
    card_of,
    choices_of,
    encoded,
    load_choice,
    load_file,
    path_of,
    shipped,
)
from mizan.errors import MizanError, ModelError


@pytest.fixture(autouse=True)
def _shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "WEIGHTS", tmp_path / "weights")
    ship(tmp_path / "weights")


def refused(code: str) -> object:
    return pytest.raises(ModelError, check=lambda error: error.code == code)


def test_without_a_choice_the_shipped_base_counts(tmp_path: Path) -> None:
    chosen = load_choice(tmp_path, choices_of(tmp_path).now)

    assert chosen is not None
    assert (chosen.name, chosen.about.kind, chosen.outdated) == ("base", "base", False)
    assert shipped() == ("base", "research")


def test_without_a_choice_and_without_weights_there_is_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "WEIGHTS", tmp_path / "nowhere")

    assert load_choice(tmp_path, choices_of(tmp_path).now) is None
    assert shipped() == ()


def test_a_shipped_model_that_was_chosen_and_is_gone_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = Choice(name="research", sha256=adopt(tmp_path, "research").sha256)
    monkeypatch.setattr(registry, "WEIGHTS", tmp_path / "nowhere")

    with refused("model.missing"):
        load_choice(tmp_path, choice)


def test_a_file_is_copied_and_the_copy_is_what_counts(tmp_path: Path) -> None:
    mine = written(tmp_path / "mine", tea_model(name="mine"))

    found = adopt(tmp_path / "data", mine)
    mine.unlink()

    chosen = load_choice(tmp_path / "data", Choice(name="file", sha256=found.sha256))
    assert chosen is not None
    assert (chosen.name, chosen.about.name, chosen.sha256) == ("file", "mine", found.sha256)
    copies = list((tmp_path / "data" / "models").iterdir())
    assert [path.name for path in copies] == [f"{found.sha256}.mizan"]
    assert copies[0].stat().st_mode & 0o777 == 0o600


def test_a_copy_that_is_gone_or_another_is_refused(tmp_path: Path) -> None:
    found = adopt(tmp_path, written(tmp_path / "mine", tea_model()))
    choice = Choice(name="file", sha256=found.sha256)
    copy = path_of(tmp_path, choice)

    written(copy, tea_model(name="another"))
    with refused("model.torn"):
        load_choice(tmp_path, choice)
    copy.write_bytes(copy.read_bytes()[:-1])
    with refused("model.torn"):
        load_choice(tmp_path, choice)
    copy.unlink()
    with refused("model.missing"):
        load_choice(tmp_path, choice)


def test_a_file_that_is_no_model_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "mine"
    path.write_text("good morning", "utf-8")

    with refused("model.foreign"):
        adopt(tmp_path / "data", path)
    with refused("model.unreadable"):
        adopt(tmp_path / "data", tmp_path / "not there")
    with refused("model.unreadable"):
        adopt(tmp_path / "data", tmp_path)

    assert list((tmp_path / "data" / "models").iterdir()) == []


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = written(tmp_path / "mine", tea_model())
    monkeypatch.setattr(registry, "MOST_BYTES", 1000)

    with refused("model.foreign"):
        adopt(tmp_path / "data", mine)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '"base"',
        '{"now": {}}',
        '{"now": {"name": "base"}, "layout": 2}',
        '{"now": {"name": "base", "surprise": 1}}',
        (
            '{"now": {"name": "base", "calibration": {"least": 2, "budget": 1, "posts_a_day": 1,'
            ' "posts": 1, "at": ""}}}'
        ),
        '{"now": {"name": "../../secret", "sha256": "ab"}}',
        '{"now": {"name": "file", "sha256": "../../../secret"}}',
        "\udcff",
    ],
)
def test_a_choice_that_is_not_ours_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "model.json").write_bytes(text.encode("utf-8", "surrogateescape"))

    with refused("model.choice"):
        load_choice(tmp_path, choices_of(tmp_path).now)


@given(st.binary(max_size=80))
@settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes_for_a_choice_give_a_model_or_an_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "model.json").write_bytes(data)

    with pytest.raises(MizanError):
        load_choice(tmp_path, choices_of(tmp_path).now)


def test_other_shipped_weights_are_taken_but_not_their_calibration(tmp_path: Path) -> None:
    calibration = registry.Calibration(
        least=0.9, budget=1, posts_a_day=100, posts=1000, at="2026-01-01T00:00:00+00:00"
    )
    sha256 = adopt(tmp_path, "base").sha256
    choice = Choice(name="base", sha256=sha256, calibration=calibration)
    now = load_choice(tmp_path, choice)
    written(tmp_path / "weights" / "base.mizan", tea_model(version="2"))

    later = load_choice(tmp_path, choice)

    assert now is not None
    assert later is not None
    assert (now.thresholds[ANY], now.outdated) == (0.9, False)
    assert (later.thresholds[ANY], later.outdated, later.calibration) == (0.5, True, None)


def test_choices_come_back_as_they_were_and_history_has_an_end(tmp_path: Path) -> None:
    choices = Choices()
    for number in range(30):
        choices = choices.then(Choice(name="file", sha256=f"{number:064x}", at="now"))

    (tmp_path / "model.json").write_bytes(encoded(choices))

    assert choices_of(tmp_path) == choices
    assert len(choices.before) == registry.KEPT
    assert choices.back().now.sha256 == f"{28:064x}"
    assert json.loads(encoded(choices))["layout"] == 1
    with refused("model.none_before"):
        Choices().back()


def test_the_card_of_a_shipped_model_can_be_read() -> None:
    assert card_of("research").startswith("# The research model")
    for name in ("file", "../base", "surprise"):
        with refused("model.unknown"):
            card_of(name)


def test_what_a_model_says_of_itself_is_told_and_nothing_else(tmp_path: Path) -> None:
    class Other:
        about = {"name": "other"}
        thresholds = {"ar": 0.8, "en": 0.9}
        measures = {
            "recall": 0.9,
            "recall.low": 0.85,
            "recall.high": 0.93,
            "flagged.ar.news": 0.001,
            "flagged.ar.condolence": 0.02,
        }

    told = about(Other())
    silent = load_file(written(tmp_path / "silent", tea_model())).about

    assert told.recall == Measure("recall", 0.9, 0.85, 0.93)
    assert [one.name for one in told.groups] == ["flagged.ar.condolence", "flagged.ar.news"]
    assert told.thresholds == {"ar": 0.8, "en": 0.9, ANY: 0.9}
    assert (silent.kind, silent.licence, silent.recall) == ("unknown", "not stated", None)


def test_recall_between_two_points_is_never_told_too_high() -> None:
    curve = [(0.5, 0.9), (0.7, 0.8), (0.9, 0.4)]

    assert [recall_at(curve, at) for at in (0.1, 0.5, 0.6, 0.9, 0.95)] == [0.9, 0.9, 0.8, 0.4, 0.0]
    assert recall_at([], 0.5) is None
