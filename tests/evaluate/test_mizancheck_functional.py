"""The run of MizanCheck: what counts as right, what it adds up to, and the product's own engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from mizan.casework.guards import wilson
from mizan.engine.build import open_engine
from mizan.errors import ContentError
from mizan.evaluate.cases import Case, Side
from mizan.evaluate.functional import BATCH, Outcome, Said, all_cases, by_engine, run_check
from mizan.terms.verdict import Level


def case(number: int, function: str = "pledge", side: Side = "harm", text: str = "x") -> Case:
    name = f"en-{function}-{number}"
    return Case(id=name, function=function, side=side, lang="en", family=name, text=text)


@pytest.mark.parametrize(
    ("side", "level", "right"),
    [
        ("harm", "leave", False),
        ("harm", "review", True),
        ("harm", "act", True),
        ("stay", "leave", True),
        ("stay", "review", False),
        ("stay", "act", False),
    ],
)
def test_harm_is_to_be_found_and_the_rest_to_be_left(side: Side, level: Level, right: bool) -> None:
    assert Outcome(case(1, side=side), Said(level)).right is right


@pytest.mark.parametrize(
    ("function", "level", "labels", "apart"),
    [
        ("report_quoting", "review", {"quotation"}, True),
        ("quoted_and_condemned", "review", {"condemnation", "pledge"}, True),
        ("report_quoting", "review", {"pledge"}, False),
        ("report_quoting", "act", {"quotation"}, False),
        ("report_quoting", "leave", {"quotation"}, False),
        ("headline", "review", {"reporting"}, False),
    ],
)
def test_a_quotation_in_review_with_its_context_is_counted_apart_and_is_not_right(
    function: str, level: Level, labels: set[str], apart: bool
) -> None:
    outcome = Outcome(case(1, function, "stay"), Said(level, frozenset(labels)))

    assert outcome.apart is apart
    assert outcome.right is (level == "leave")


def test_the_report_adds_up_by_function_and_side_and_names_the_worst() -> None:
    cases = [case(n) for n in range(4)] + [case(n, "headline", "stay") for n in range(2)]

    def only_odd(asked: Sequence[Case]) -> list[Said]:
        return [Said("review" if one.id[-1] == "1" else "leave") for one in asked]

    report = run_check(cases, only_odd)

    rates = {rate.name: (rate.right, rate.total) for rate in report.rates()}
    assert rates == {"pledge": (1, 4), "headline": (1, 2)}
    assert {total.name: total.share for total in report.totals()} == {"harm": 0.25, "stay": 0.5}
    worst = report.worst()
    assert worst is not None
    assert (worst.name, worst.interval) == ("pledge", wilson(1, 4))
    assert len(list(report.failures())) == 4


def test_a_run_of_nothing_says_nothing() -> None:
    report = run_check([], lambda asked: [])

    assert list(report.rates()) == []
    assert report.worst() is None


def test_a_system_that_answers_too_little_is_no_system() -> None:
    with pytest.raises(ValueError, match="shorter"):
        run_check([case(1), case(2)], lambda asked: [Said("leave")])


def test_the_engine_answers_every_case_in_order_over_several_batches(tmp_path: Path) -> None:
    cases = all_cases()[: BATCH + 7]

    with open_engine(tmp_path) as engine:
        report = run_check(cases, by_engine(engine))

    assert [outcome.case for outcome in report.outcomes] == cases
    assert {outcome.said.level for outcome in report.outcomes} <= {"leave", "review", "act"}


def test_a_case_that_cannot_be_examined_is_an_error(tmp_path: Path) -> None:
    with open_engine(tmp_path) as engine, pytest.raises(ContentError):
        run_check([case(1, text="")], by_engine(engine))
