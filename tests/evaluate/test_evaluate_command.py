"""`mizan evaluate`: what it prints, what it writes, and how it ends. On a few slices of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.tiny_models import rain_model, tea_model, written

from mizan.cli.evaluate import DATABASE, evaluated, wrapper
from mizan.cli.main import cli
from mizan.evaluate import plan
from mizan.evaluate.release import load_release
from mizan.evaluate.slices import Slice

TEA = (
    "a cup of warm tea in the garden",
    "green tea with mint and honey",
    "warm tea with mint in the garden",
)
RAIN = ("cold rain on the roof all night", "rain and wind from the northern sea") * 200


def slices(*_: Any, **__: Any) -> Iterator[Slice]:
    yield Slice(group="weather", lang="en", role="stay", source="tests", items=RAIN)
    yield Slice(group="tea", lang="en", role="support", source="tests", items=TEA)
    yield Slice(group="tea told", lang="en", role="quoted", source="tests", items=(), way="report")
    page = b"<!doctype html><html><p>rain and wind from the northern sea</p></html>"
    yield Slice(group="a page", lang="en", role="article", source="tests", items=(page,))


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "planned", slices)


@pytest.fixture
def right(tmp_path: Path) -> Path:
    """Give a model that finds tea and leaves rain."""
    return written(tmp_path / "right.mizan", tea_model())


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Give a model that finds rain, which must stay up."""
    return written(tmp_path / "wrong.mizan", rain_model())


def run(*given: str | Path) -> Result:
    return CliRunner().invoke(cli, ["evaluate", *map(str, given)])


def test_it_counts_what_the_product_says(right: Path) -> None:
    summary = evaluated(str(right))

    counted = {line.group: (line.flagged, line.total, line.act) for line in summary.lines}
    assert counted["weather"] == (0, 400, 0)
    assert counted["tea"] == (3, 3, 0)
    assert summary.model == "file"
    tongue = summary.langs["en"]
    assert tongue.mean_rate == 0
    assert {(one.most, one.hits, one.total) for one in tongue.found} == {
        (0.01, 3, 3),
        (0.001, 3, 3),
    }
    assert tongue.error is not None
    assert 0 < tongue.error < 0.2


def test_each_group_is_printed_with_its_interval_and_no_text_is(right: Path) -> None:
    done = run("--model", right, "--slices")

    assert done.exit_code == 0, done.output
    assert "0.0%-1.0%" in done.output
    assert "tests: weather" in done.output
    assert "Worst group: none is flagged at all." in done.output
    assert "No gate broke." in done.output
    assert not any(text in done.output for text in (*TEA, *RAIN))


def test_without_slices_only_the_sums_are_printed(right: Path) -> None:
    done = run("--model", right)

    assert "What must stay up" not in done.output
    assert "found of tests, tea: 3 of 3, 100.0 %" in done.output


def test_a_gate_that_breaks_is_told_and_ends_it_with_status_3_when_asked(wrong: Path) -> None:
    told, ended = run("--model", wrong), run("--model", wrong, "--gates")

    assert (told.exit_code, ended.exit_code) == (0, 3)
    assert "broken: en/tests/weather: 400 of 400 are flagged, more than 1%" in ended.output
    assert "broken: en/tests/a page: the article is flagged" in ended.output
    assert "Worst group: en/tests/weather" in ended.output


def test_a_group_that_got_worse_than_in_the_file_breaks_a_gate(
    right: Path, wrong: Path, tmp_path: Path
) -> None:
    figures = tmp_path / "figures.json"
    assert run("--model", right, "--json", figures).exit_code == 0

    same = run("--model", right, "--against", figures, "--gates")
    worse = run("--model", wrong, "--against", figures)

    assert list(load_release(figures).models) == ["file"]
    assert same.exit_code == 0
    assert "no earlier figure" not in same.output
    assert "400 of 400 are flagged, 0 of 400 in the last release" in worse.output


def test_without_a_model_nothing_is_flagged_and_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mizan.classify.registry.WEIGHTS", Path("nowhere"))

    done = run("--gates")

    assert done.exit_code == 0
    assert "Model: none: texts are not classified" in done.output
    assert "calibration" not in done.output


def test_the_banks_of_the_service_are_left_alone(
    right: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = "postgresql://nobody@127.0.0.1:1/none"
    monkeypatch.setenv(DATABASE, url)

    evaluated(str(right))

    assert os.environ[DATABASE] == url
    assert not (tmp_path / "mizan-data").exists()


def test_a_post_is_wrapped_as_the_templates_have_it() -> None:
    wrap = wrapper()

    for lang in ("ar", "en"):
        for kind in ("report", "condemn", "research", "stuff"):
            wrapped = wrap(kind, lang, "{the post}", Random(1))
            assert "{the post}" in wrapped
            assert len(wrapped) > len("{the post}")
