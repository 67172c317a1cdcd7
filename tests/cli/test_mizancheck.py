"""`mizan mizancheck`: its table, its JSON, what it exports, and its exit statuses."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Mizan = Callable[..., Any]  # the fixture of conftest.py
ALL = "import json, sys\nfor line in sys.stdin:\n    print(json.dumps({'id': json.loads(line)['id'], 'flagged': True}))\n"  # noqa: E501


@pytest.fixture
def flags_all(tmp_path: Path) -> str:
    """Return the command of a system that flags whatever it is shown."""
    path = tmp_path / "adapter.py"
    path.write_text(ALL, "utf-8")
    return shlex.join([sys.executable, str(path)])


def test_the_table_has_every_function_of_both_languages_and_says_unreviewed(
    mizan: Mizan, flags_all: str
) -> None:
    ran = mizan("mizancheck", "--adapter", flags_all)

    assert ran.status == 0, ran.err
    for told in ("English", "Arabic", "pledge", "disguised_leet", "disguised_arabizi", "100.0%"):
        assert told in ran.out
    assert ran.out.count("unreviewed") == 2
    assert "worst: " in ran.out
    assert all(len(line) <= 100 for line in ran.out.splitlines())


def test_the_json_has_functions_totals_and_intervals(mizan: Mizan, flags_all: str) -> None:
    ran = mizan("mizancheck", "--lang", "ar", "--adapter", flags_all, "--json", "--failures")

    told = json.loads(ran.out)
    assert set(told["langs"]) == {"ar"}
    assert told["langs"]["ar"]["reviewed"] is False
    totals = {one["side"]: one for one in told["totals"]}
    assert totals["harm"]["share"] == 1
    assert totals["stay"]["right"] == 0
    assert 0 < totals["stay"]["high"] < 0.02
    assert told["worst"]["side"] == "stay"
    assert len(told["failures"]) == totals["stay"]["total"]
    assert "text" not in told["failures"][0]


def test_the_texts_of_failures_are_shown_on_request_only(mizan: Mizan, flags_all: str) -> None:
    plain = mizan("mizancheck", "--lang", "en", "--adapter", flags_all, "--failures")
    shown = mizan("mizancheck", "--lang", "en", "--adapter", flags_all, "--failures", "--show")

    assert "en-gaming-01/1" in plain.out
    assert len(shown.out) > 1.5 * len(plain.out)
    assert mizan("mizancheck", "--show", "--adapter", flags_all).status == 2


@pytest.mark.parametrize(
    ("required", "status"),
    [
        (["harm=0.9"], 0),
        (["stay=0.99"], 3),
        (["harm=1", "stay=0.01"], 3),
        (["stay=0"], 0),
        (["stay"], 2),
        (["both=0.9"], 2),
        (["harm=90"], 2),
        (["harm=nan"], 2),
    ],
)
def test_the_status_says_whether_what_was_required_is_met(
    mizan: Mizan, flags_all: str, required: list[str], status: int
) -> None:
    asked = [word for one in required for word in ("--require", one)]

    ran = mizan("mizancheck", "--lang", "en", "--adapter", flags_all, *asked)

    assert ran.status == status, ran.err


def test_exported_cases_hold_what_is_right_and_test_nothing(mizan: Mizan, tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"

    ran = mizan("mizancheck", "--export", path)

    assert ran.status == 0
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert set(rows[0]) == {"id", "lang", "side", "function", "family", "text"}
    assert {(row["side"], row["lang"]) for row in rows} == {
        (side, lang) for side in ("harm", "stay") for lang in ("en", "ar")
    }
    assert f"{len(rows)} cases" in ran.out
    assert mizan("mizancheck", "--export", tmp_path / "no" / "cases.jsonl").status == 1


def test_the_shipped_system_is_tested_without_an_adapter(mizan: Mizan) -> None:
    ran = mizan("mizancheck", "--lang", "en", "--json")

    assert ran.status == 0, ran.err
    sizes = {one["side"]: one["total"] for one in json.loads(ran.out)["totals"]}
    assert sizes["harm"] > 25 * 11
    assert sizes["stay"] >= 450


def test_what_cannot_be_tested_is_refused(mizan: Mizan, tmp_path: Path) -> None:
    missing = mizan("mizancheck", "--adapter", "/no/such/program")
    both = mizan("mizancheck", "--adapter", "true", "--model", "base")
    no_file = mizan("mizancheck", "--model", tmp_path / "none.mizan")

    assert (missing.status, both.status, no_file.status) == (1, 2, 1)
    assert "adapter" in missing.err
    assert "Traceback" not in missing.err + both.err + no_file.err
