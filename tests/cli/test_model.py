"""Models and their thresholds at the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.tiny_models import BY_MODEL, RAIN, TEA, rain_model, ship, written

from mizan.classify import registry
from mizan.cli.main import cli
from mizan.errors import MizanError


@pytest.fixture(autouse=True)
def _shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "WEIGHTS", tmp_path / "weights")
    ship(tmp_path / "weights")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose rules let the model open cases."""
    rules = tmp_path / "rules.yaml"
    rules.write_text(BY_MODEL, "utf-8")
    run(tmp_path / "data", "policy", "use", rules)
    return tmp_path / "data"


def attempt(folder: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(cli, [*map(str, words), "--data", str(folder)])


def run(folder: Path, *words: str | Path) -> str:
    result = attempt(folder, *words)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def refused(folder: Path, *words: str | Path) -> str:
    """The code of the error that a command ends with."""
    error = attempt(folder, *words).exception
    assert isinstance(error, MizanError), error
    return error.code


def listed(folder: Path) -> dict[str, dict[str, Any]]:
    lines = run(folder, "model", "list", "--json").splitlines()
    return {line["choice"]: line for line in map(json.loads, lines)}


def posts(path: Path, count: int, *, tea: int, **more: Any) -> Path:
    """Posts of which `tea` are such as the model looks for."""
    texts = [TEA[n % 4] if n < tea else RAIN[n % 4] for n in range(count)]
    rows = [
        {"id": str(n), "text": text} | {name: value(n) for name, value in more.items()}
        for n, text in enumerate(texts)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_the_models_are_listed_with_what_is_known_of_them(data: Path) -> None:
    found = listed(data)
    text = run(data, "model", "list")

    assert [name for name, one in found.items() if one["in_use"]] == ["base"]
    assert found["research"]["licence"] == "CC BY-NC-SA 4.0"
    assert found["research"]["limits"] == "ISIS-era short posts"
    assert found["base"]["thresholds"] == {"*": 0.5}
    assert "* base 1 (base)  in use" in text
    assert "recall: not measured" in text


def test_a_model_is_chosen_and_given_up_again(data: Path, tmp_path: Path) -> None:
    mine = written(tmp_path / "mine", rain_model(name="mine", kind="own", version="7"))

    used = run(data, "model", "use", "research", "--why", "trial")
    run(data, "model", "use", mine)
    own = listed(data)["file"]
    run(data, "model", "back")
    after = listed(data)

    assert "CC BY-NC-SA 4.0" in used
    assert "ISIS-era short posts" in used
    assert after["research"]["sha256"] in used
    assert (own["name"], own["version"], own["in_use"]) == ("mine", "7", True)
    assert [name for name, one in after.items() if one["in_use"]] == ["research"]


def test_what_is_no_model_is_refused_and_changes_nothing(data: Path, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("good morning", "utf-8")

    assert refused(data, "model", "use", tmp_path / "letter") == "model.foreign"
    assert refused(data, "model", "use", tmp_path / "nothing") == "model.unreadable"
    assert refused(data, "model", "back") == "model.none_before"
    assert refused(data, "model", "show", "surprise") == "model.unknown"
    assert not (data / "model.json").exists()


def test_a_torn_choice_is_refused_until_another_is_made(data: Path) -> None:
    (data / "model.json").write_text("{", "utf-8")

    assert refused(data, "model", "list") == "model.choice"
    assert refused(data, "model", "back") == "model.choice"
    run(data, "model", "use", "base")
    assert listed(data)["base"]["in_use"]


def test_a_scan_tells_how_sure_the_chosen_model_is(data: Path, tmp_path: Path) -> None:
    mine = written(tmp_path / "mine", rain_model(name="mine", kind="own", version="7"))
    lines = [{"id": "rain", "text": RAIN[0]}, {"id": "tea", "text": TEA[0]}]
    given = tmp_path / "posts.jsonl"
    given.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")

    run(data, "model", "use", mine)
    told = attempt(data, "scan", "--jsonl", given, "--json").stdout.splitlines()

    rain, tea = map(json.loads, told)
    (found,) = [one for one in rain["findings"] if one["detector"] == "learned"]
    assert (rain["verdict"], found["label"]) == ("review", "learned_support")
    assert found["score"] >= 0.5
    assert tea["verdict"] == "leave"
    assert all(one["score"] < 0.5 for one in tea["findings"] if one["detector"] == "learned")


def test_the_card_is_shown(data: Path) -> None:
    assert run(data, "model", "show", "base") == "# The base model\n"


def test_a_version_without_weights_says_so(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "WEIGHTS", tmp_path / "nowhere")

    assert "not classified" in run(data, "model", "list")
    assert refused(data, "model", "use", "research") == "model.missing"
    assert refused(data, "calibrate", "--clear") == "model.none"
    file = posts(tmp_path / "posts", 20, tea=1)
    assert refused(data, "calibrate", file, "--budget", "1/day") == "model.none"


def test_a_budget_takes_force_and_is_cleared(data: Path, tmp_path: Path) -> None:
    file = posts(tmp_path / "posts", 400, tea=8)
    words = ("calibrate", file, "--budget", "10/day", "--per-day", "1000", "--why", "calm")

    text = run(data, *words)
    strict = listed(data)["base"]
    run(data, "calibrate", "--clear")
    after = listed(data)["base"]
    run(data, "model", "back")

    assert "exchangeable" in text
    assert "ignore the budget" in text
    assert strict["budget"] == 10
    assert 0.5 < strict["thresholds"]["*"] < 1
    assert (after["budget"], after["thresholds"]) == (None, {"*": 0.5})
    assert listed(data)["base"]["thresholds"] == strict["thresholds"]


def test_a_dry_run_tells_all_and_changes_nothing(data: Path, tmp_path: Path) -> None:
    file = posts(tmp_path / "posts", 400, tea=8)
    words = ("calibrate", file, "--budget", "10/day", "--days", "0.4", "--dry-run", "--json")

    told = json.loads(run(data, *words).splitlines()[-1])

    assert told["posts_a_day"] == 1000
    assert told["in_force"] is False
    assert told["false_cases_a_day"]["at_most"] <= 10
    assert sum(row["posts"] for row in told["languages"]) == 400
    assert not (data / "model.json").exists()


def test_times_in_the_file_say_how_many_posts_a_day_there_are(data: Path, tmp_path: Path) -> None:
    words = ("--budget", "50/day", "--dry-run", "--json")
    timed = posts(
        tmp_path / "timed",
        200,
        tea=1,
        time=lambda n: f"2026-01-{n // 100 * 2 + 1:02}T00:00:00+00:00",
    )
    untimed = posts(tmp_path / "untimed", 200, tea=1)
    wrong = posts(tmp_path / "wrong", 200, tea=1, time=lambda n: "yesterday")

    told = json.loads(run(data, "calibrate", timed, *words).splitlines()[-1])

    assert told["posts_a_day"] == 100
    assert refused(data, "calibrate", untimed, *words) == "content.no_time"
    assert refused(data, "calibrate", wrong, *words) == "time.unreadable"


def test_too_few_posts_change_nothing(data: Path, tmp_path: Path) -> None:
    file = posts(tmp_path / "posts", 98, tea=0)

    result = attempt(data, "calibrate", file, "--budget", "10/day", "--per-day", "1000")

    assert result.exit_code == 1
    assert isinstance(result.exception, MizanError)
    assert "at least 99 posts" in result.exception.hint
    assert not (data / "model.json").exists()


def test_lines_that_hold_no_post_are_counted_and_never_told(data: Path, tmp_path: Path) -> None:
    file = posts(tmp_path / "posts", 200, tea=0)
    with file.open("ab") as more:
        more.write(b'not json: lantern\n{"id": "1"}\n{"text": ""}\n\xff\n{"text": 5}\n\n[]\n')

    text = run(data, "calibrate", file, "--budget", "10/day", "--per-day", "1000", "--dry-run")

    assert "6 lines could not be read" in text
    assert "lantern" not in text


@pytest.mark.parametrize(
    "words",
    [
        ("posts",),
        ("--budget", "10/day"),
        ("posts", "--budget", "ten"),
        ("posts", "--budget", "0/day"),
        ("posts", "--budget", "10"),
        ("posts", "--clear"),
        ("posts", "--budget", "1/day", "--per-day", "5", "--days", "5"),
        ("posts", "--budget", "1/day", "--per-day", "0"),
    ],
)
def test_wrong_usage_says_so(data: Path, words: tuple[str, ...]) -> None:
    assert attempt(data, "calibrate", *words).exit_code == 2


def doctor(folder: Path) -> list[str]:
    """What the doctor says of the model, each line with its mark."""
    lines = attempt(folder, "doctor").stdout.splitlines()
    return [line for line in lines if line[5:].startswith("model")]


def test_the_doctor_tells_the_model_and_what_is_wrong_with_it(data: Path, tmp_path: Path) -> None:
    well = doctor(data)
    run(data, "model", "use", "base")
    calm = posts(tmp_path / "posts", 200, tea=0)
    run(data, "calibrate", calm, "--budget", "9/day", "--per-day", "1000")
    by_budget = doctor(data)
    written(tmp_path / "weights" / "base.mizan", rain_model(name="base", version="2"))
    outdated = doctor(data)
    (data / "model.json").write_text("[]", "utf-8")
    torn = doctor(data)
    (data / "model.json").unlink()
    gone = doctor(data)

    assert [line[:3] for line in well] == ["ok ", "ok ", "ok "]
    assert "ISIS-era short posts" in well[1]
    assert "by a budget of 9 a day" in by_budget[2]
    assert [line[:3] for line in outdated] == ["ok ", "ok ", "ok ", "bad"]
    assert [line[:3] for line in torn][-1] == "bad"
    assert "not what the ledger recorded" in gone[0]


def test_measures_are_told_with_their_intervals_the_worst_group_first(data: Path) -> None:
    from mizan.classify.about import Measure
    from mizan.classify.registry import load_file, shipped_path
    from mizan.cli.model import _paragraph, as_json_of

    found = load_file(shipped_path("base"), name="base")
    measures = (
        Measure("recall", 0.9, 0.85, 0.93),
        Measure("flagged.ar.news", 0.001, 0.0, 0.004),
        Measure("flagged.ar.condolence", 0.02),
    )
    measured = replace(found, about=replace(found.about, measures=measures))

    told = _paragraph(measured, None).splitlines()

    assert "    recall: 90.0% (85.0%-93.0%)" in told
    assert told[3:5] == [
        "    must stay up, flagged: ar.condolence 2.0%, interval not known",
        "    must stay up, flagged: ar.news 0.1% (0.0%-0.4%)",
    ]
    assert as_json_of(measured, None)["measures"]["recall"]["low"] == 0.85
