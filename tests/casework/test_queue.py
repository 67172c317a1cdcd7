"""The order of a queue, and its name."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.casework.queue import Rank, confidence_of, queue_of, rank, severity_of, weight
from mizan.terms.time import Moment, read, shift

NOON = read("2026-11-22T12:00:00+00:00")


def place(**changes: Any) -> Rank:
    said: dict[str, Any] = {"due": None, "weight": 1.0, "reach": 10, "opened": NOON, "case_id": 5}
    return rank(**(said | changes))


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"due": NOON, "weight": 0.0}, {"due": None, "weight": 4.0}),
        ({"due": NOON}, {"due": shift(NOON, seconds=1), "weight": 4.0}),
        ({"weight": 2.0, "reach": 0}, {"weight": 1.9, "reach": 9_999}),
        ({"reach": 11, "opened": shift(NOON, days=1)}, {"reach": 10}),
        ({"opened": shift(NOON, days=-1), "case_id": 9}, {}),
        ({"case_id": 4}, {"case_id": 5}),
    ],
)
def test_due_time_then_weight_then_reach_then_age(
    first: dict[str, Any], then: dict[str, Any]
) -> None:
    assert place(**first) < place(**then)


cases = st.lists(
    st.tuples(
        st.none() | st.integers(0, 5),
        st.integers(0, 3),
        st.sampled_from([None, 0.0, 0.1, 0.3333333, 0.5, 1.0]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=20,
)


@given(cases)
@settings(max_examples=60, deadline=None)
def test_a_database_gives_the_same_order(rows: list[tuple[Any, ...]]) -> None:
    def after(hours: int | None) -> Moment | None:
        return None if hours is None else shift(NOON, hours=hours)

    weighed = [
        (number, after(due), weight(severity, confidence_of(score)), reach, shift(NOON, hours=age))
        for number, (due, severity, score, reach, age) in enumerate(rows)
    ]
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE c (id INTEGER, due TEXT, weight REAL, reach INTEGER, opened TEXT)")
    base.executemany(
        "INSERT INTO c VALUES (?, ?, ?, ?, ?)",
        [(i, d.isoformat() if d else None, w, r, o.isoformat()) for i, d, w, r, o in weighed],
    )

    told = base.execute(
        "SELECT id FROM c ORDER BY due ASC NULLS LAST, weight DESC, reach DESC, opened, id"
    ).fetchall()
    base.close()
    ranked = sorted(
        weighed,
        key=lambda c: rank(due=c[1], weight=c[2], reach=c[3], opened=c[4], case_id=c[0]),
    )

    assert [number for (number,) in told] == [case[0] for case in ranked]


@pytest.mark.parametrize(
    ("labels", "threat", "severity"),
    [
        ((), False, 0),
        (("reporting", "mourning"), False, 0),
        (("allowed",), False, 0),
        (("named_self",), False, 1),
        (("learned_support",), False, 1),
        (("known_file", "reporting"), False, 2),
        (("no such label",), False, 0),
        ((), True, 3),
        (("known_file",), True, 3),
    ],
)
def test_how_severe_labels_are(labels: tuple[str, ...], threat: bool, severity: int) -> None:
    assert severity_of(labels, threat=threat) == severity


@pytest.mark.parametrize(
    ("score", "confidence"),
    [(None, 0.5), (float("nan"), 0.5), (-1.0, 0.0), (0.25, 0.25), (1.0, 1.0), (7.0, 1.0)],
)
def test_how_sure_a_score_is(score: float | None, confidence: float) -> None:
    assert confidence_of(score) == confidence


def test_a_threat_to_life_that_a_person_reported_weighs_most() -> None:
    assert weight(severity_of((), threat=True), 1.0) == 4.0
    assert weight(0, 0.5) == 0.5


@pytest.mark.parametrize(
    ("lang", "name"),
    [
        ("ar", "review.ar"),
        ("ar-EG", "review.ar"),
        ("EN", "review.en"),
        ("fa", "review.other"),
        ("und", "review.other"),
        ("", "review.other"),
        ("arz", "review.other"),
    ],
)
def test_a_queue_is_named_by_duty_and_language(lang: str, name: str) -> None:
    assert queue_of(lang) == name


def test_another_duty_has_another_queue() -> None:
    assert queue_of("ar", "appeal") == "appeal.ar"
