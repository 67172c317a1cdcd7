"""Gates, and the figures that go with a release."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mizan.errors import MizanError
from mizan.evaluate.release import breaches, keep, load_release
from mizan.evaluate.summary import Line, Summary


def line(**given: Any) -> Line:
    known = {"key": "en/s/g", "group": "g", "lang": "en", "role": "stay", "source": "s"}
    return Line(**{**known, "total": 1000, "flagged": 0, "act": 0, **given})


def summary(*lines: Line, model: str = "base") -> Summary:
    return Summary(model=model, lines=lines)


@pytest.mark.parametrize(
    ("given", "broken"),
    [
        ({"flagged": 10}, False),
        ({"flagged": 11}, True),
        ({"total": 379, "flagged": 300}, False),  # too small: nothing is claimed
        ({"total": 380, "flagged": 4}, True),
        ({"way": "disguised_spaced", "flagged": 20}, False),
        ({"way": "disguised_spaced", "flagged": 21}, True),
        ({"role": "support", "flagged": 900, "act": 3}, False),
        ({"role": "quoted", "flagged": 900}, False),
        ({"role": "quoted", "flagged": 1, "act": 1}, True),
        ({"total": 11, "flagged": 1, "act": 1}, True),
        ({"role": "article", "total": 1, "flagged": 1}, True),
        ({"role": "article", "total": 1}, False),
        ({"total": 0}, False),
    ],
)
def test_a_gate_breaks_where_it_should(given: dict[str, Any], broken: bool) -> None:
    assert bool(list(breaches(summary(line(**given)), None))) == broken


@pytest.mark.parametrize(("flagged", "broken"), [(30, False), (31, True)])
def test_a_model_that_falls_short_has_a_bound_of_its_own(flagged: int, broken: bool) -> None:
    now = summary(line(flagged=flagged), model="research")

    assert bool(list(breaches(now, None))) == broken
    assert list(breaches(summary(line(flagged=flagged)), None))


@pytest.mark.parametrize(("before", "now", "broken"), [(2, 7, False), (2, 8, True), (8, 2, False)])
def test_a_group_may_not_get_worse_by_over_half_a_point(
    before: int, now: int, broken: bool
) -> None:
    earlier = summary(line(flagged=before))

    assert bool(list(breaches(summary(line(flagged=now)), earlier))) == broken


def test_one_text_more_in_a_small_group_is_told() -> None:
    now, before = (summary(line(total=11, flagged=n)) for n in (1, 0))

    [told] = breaches(now, before)

    assert told == "en/s/g: 1 of 11 are flagged, 0 of 11 in the last release"


def test_a_group_that_is_new_is_held_against_nothing() -> None:
    now = summary(line(total=11, flagged=1))

    assert list(breaches(now, summary(line(key="en/s/other")))) == []


def test_the_worst_group_is_the_one_that_is_surely_flagged() -> None:
    small = line(key="small", total=11, flagged=1)
    large = line(key="large", flagged=50)

    worst = summary(line(), small, large, line(role="support", flagged=999)).worst()

    assert worst == large
    assert summary(line()).worst() is None


def test_what_is_found_in_disguise_is_a_part_of_what_is_found_without() -> None:
    plain = line(key="p", role="support", total=100, flagged=80)
    ways = [
        line(key=f"p/disguised_{n}", role="support", way=f"disguised_{n}", total=100, flagged=n)
        for n in (80, 40)
    ]

    [(of, kept)] = summary(plain, *ways, line(key="q", role="support")).kept_in_disguise()

    assert of == plain
    assert kept == pytest.approx(0.75)


def test_figures_of_another_model_stay_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"

    keep(path, summary(line()))
    keep(path, summary(line(flagged=3), model="research"))
    keep(path, summary(line(flagged=2)))

    held = load_release(path).models
    assert held == {
        "base": summary(line(flagged=2)),
        "research": summary(line(flagged=3), model="research"),
    }


def test_a_file_that_holds_something_else_is_neither_read_nor_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    path.write_bytes(b"\xff dear diary")

    for call in (lambda: load_release(path), lambda: keep(path, summary())):
        with pytest.raises(MizanError) as caught:
            call()
        assert caught.value.code == "evaluate.unreadable"
        assert "diary" not in caught.value.message
    assert path.read_bytes() == b"\xff dear diary"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(MizanError) as caught:
        keep(tmp_path / "no" / "such" / "folder.json", summary())

    assert caught.value.code == "evaluate.unwritable"
