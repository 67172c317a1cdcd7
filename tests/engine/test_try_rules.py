"""Candidate rules and entries, tried before they are in force: what must stay up stops them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from mizan import Content, open_engine
from mizan.banks import changes
from mizan.engine.admit import values_of
from mizan.engine.rules import (
    chosen_policy,
    publish_policy,
    recorded_policy,
    rules_in_force,
)
from mizan.engine.scan import Engine
from mizan.engine.trial import refusals, try_values
from mizan.engine.try_rules import Change, try_rules
from mizan.errors import PolicyError

STATEMENT = (Path(__file__).parents[2] / "examples/statement_ar.txt").read_text("utf-8")
SHIPPED = files("mizan.policy").joinpath("default.yaml").read_text("utf-8")
CONDOLENCES = (
    "إنا لله وإنا إليه راجعون",
    "رحم الله الشهيد وأسكنه فسيح جناته",
    "إنا لله وإنا إليه راجعون، رحمه الله وأسكنه فسيح جناته",
    "إنا لله وإنا إليه راجعون، رحم الله الشهيد وأسكنه فسيح جناته وألهم أهله الصبر والسلوان",
    "شهيد",
)
WHO = {"actor": "test", "why": "a test"}
RULES = """\
name: mine
version: "2"
rules:
  - name: words
    needs: [{needs}]
    when: {when}
    says: {says}
    because: {{en: many, ar: كثير}}
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with open_engine(tmp_path_factory.mktemp("engine")) as opened:
        changes.create_bank(opened.store, name="statements", purpose="harm", **WHO)
        values = values_of(Content(id="1", text=STATEMENT), opened.signals, "harm")
        rows = [changes.NewEntry(signal=name, value=value) for name, value in values]
        changes.add_entries(opened.store, bank="statements", rows=rows, **WHO)
        yield opened


@pytest.mark.parametrize("when", ["named.count > 0", "named.count > 0 || text.words > 2"])
def test_a_rule_that_rests_on_names_or_words_alone_is_stopped(engine: Engine, when: str) -> None:
    with pytest.raises(PolicyError) as caught:
        try_rules(engine, RULES.format(needs="named", when=when, says="review"))

    assert any("names or words" in fault.message for fault in caught.value.faults)


def test_a_rule_on_the_word_martyr_alone_cannot_even_be_written(engine: Engine) -> None:
    for when in ("'شهيد' in text", "text.has('شهيد')", "cue.word == 'شهيد'"):
        with pytest.raises(PolicyError):
            try_rules(engine, RULES.format(needs="named", when=when, says="review"))


@pytest.mark.parametrize("formula", CONDOLENCES)
def test_an_entry_that_is_a_condolence_formula_is_stopped(engine: Engine, formula: str) -> None:
    values = values_of(Content(id="1", text=formula), engine.signals, "harm")

    trial = try_values(engine, values)
    reasons = refusals(engine, [changes.NewEntry(signal=n, value=v) for n, v in values])

    assert trial.refused
    assert reasons[0]


def test_the_shipped_rules_raise_nothing_that_must_stay_up(engine: Engine) -> None:
    trial = try_rules(engine, SHIPPED)

    assert trial.pack > 200
    assert not trial.refused


def test_rules_that_raise_a_text_of_the_pack_are_refused_by_its_kind(tmp_path: Path) -> None:
    with open_engine(tmp_path / "own") as engine:
        changes.create_bank(engine.store, name="mistake", purpose="harm", **WHO)
        data = files("mizan.banks").joinpath("shipped/stayup_en.jsonl").read_text("utf-8")
        text = data.splitlines()[0].split('"text": "')[1].split('"')[0]
        values = values_of(Content(id="1", text=text), engine.signals, "harm")
        rows = [changes.NewEntry(signal=name, value=value) for name, value in values]
        changes.add_entries(engine.store, bank="mistake", rows=rows, **WHO)

        wide = try_rules(engine, RULES.format(needs="copy", when="copy.count > 0", says="review"))

    assert wide.refused
    assert sum(wide.raised.values()) >= 1


def test_what_changes_for_given_contents_is_counted_and_named(engine: Engine) -> None:
    narrow = RULES.format(needs="exact", when="exact.count > 100", says="review")
    contents = [
        Content(id="a", text=STATEMENT),
        Content(id="b", text="a quiet day in the hills"),
        Content(id="c"),
    ]

    trial = try_rules(engine, narrow, contents)

    assert trial.policy.name == "mine"
    assert trial.contents == 2
    assert trial.before == {"review": 1, "leave": 1}
    assert trial.after == {"leave": 2}
    assert trial.changes == (Change("a", "review", "leave"),)
    assert trial.fired == {}
    assert sum(try_rules(engine, SHIPPED, contents).fired.values()) >= 1


def test_rules_are_published_from_their_text_and_read_back(tmp_path: Path) -> None:
    text = RULES.format(needs="exact", when="exact.count > 100", says="review").encode()
    with open_engine(tmp_path / "data") as engine:
        folder = engine.reader.folder
        before = rules_in_force(folder)

        ref = publish_policy(folder, engine.store, text, **WHO)

        assert before == SHIPPED.encode()
        assert rules_in_force(folder) == text
        assert recorded_policy(engine.store) == ref.sha256
        with pytest.raises(PolicyError):
            publish_policy(folder, engine.store, b"name: [", **WHO)
        assert rules_in_force(folder) == text
        publish_policy(folder, engine.store, None, **WHO)
        assert chosen_policy(folder) is None
