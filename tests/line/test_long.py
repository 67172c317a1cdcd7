"""Quotations in long articles: what a few words are, and what is more."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from mizan.banks import changes
from mizan.engine.admit import values_of
from mizan.engine.build import open_engine
from mizan.engine.scan import Engine
from mizan.terms.content import Content
from mizan.terms.verdict import Verdict

LETTERS = "abcdefghijklmnopqrstuvwxyz"
REPORTED = "Officials said, according to a report."


def words(count: int, seed: int) -> list[str]:
    """Return made-up words, so that nothing in a test says anything."""
    chance = random.Random(seed)
    return ["".join(chance.choices(LETTERS, k=chance.randint(2, 8))) for _ in range(count)]


LONG = words(5000, 1)
STATEMENTS = [words(400, 100 + row) for row in range(10)]


@pytest.fixture(scope="module")
def long_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine whose bank holds one text of 5,000 words and ten of 400."""
    with open_engine(tmp_path_factory.mktemp("long")) as opened:
        to = {"actor": "test", "why": "test"}
        changes.create_bank(opened.store, name="long", purpose="harm", owner="Test", **to)
        for known in (LONG, *STATEMENTS):
            content = Content(id="known", text=" ".join(known))
            rows = [
                changes.NewEntry(signal=signal, value=value, label="known")
                for signal, value in values_of(content, opened.signals, "harm")
            ]
            changes.add_entries(opened.store, bank="long", rows=rows, **to)
        opened.reader.refresh(now=True)
        yield opened


def scanned(engine: Engine, *quotations: list[str], frame: str = "{}", filler: int) -> Verdict:
    """Scan an article of `filler` words of its own, with the quotations spread through it."""
    own = iter(words(filler, 9))
    each = filler // (len(quotations) + 1)
    pieces = [REPORTED, *(next(own) for _ in range(each))]
    for quotation in quotations:
        pieces += [frame.format(" ".join(quotation)), *(next(own) for _ in range(each))]
    return engine.scan(Content(id="1", text=" ".join(pieces)))


def known(verdict: Verdict) -> int:
    return sum(finding.label == "known_text" for finding in verdict.findings)


@pytest.mark.parametrize("frame", ["{}", "“{}”"])
def test_1650_words_of_a_long_text_are_no_short_quotation(long_engine: Engine, frame: str) -> None:
    verdict = scanned(long_engine, LONG[1000:2650], frame=frame, filler=4200)

    [match] = [finding.match for finding in verdict.findings if finding.match]
    assert verdict.verdict == "review"
    assert "reporting" in verdict.labels
    assert (match.coverage or 0) < 0.35
    assert (match.share or 0) < 0.3


@pytest.mark.parametrize("frame", ["{}", "“{}”"])
def test_130_words_of_each_of_ten_texts_are_no_short_quotation(
    long_engine: Engine, frame: str
) -> None:
    parts = [statement[100:230] for statement in STATEMENTS]

    verdict = scanned(long_engine, *parts, frame=frame, filler=4200)

    assert verdict.verdict == "review"
    assert known(verdict) == 10


def test_ten_short_quotations_of_ten_statements_go_to_review(long_engine: Engine) -> None:
    parts = [statement[100:120] for statement in STATEMENTS]

    verdict = scanned(long_engine, *parts, frame="“{}”", filler=1500)

    assert verdict.verdict == "review"
    assert known(verdict) == 10
    assert {"reporting", "quotation"} <= set(verdict.labels)


@pytest.mark.parametrize(
    ("count", "frame", "level"),
    [(50, "{}", "leave"), (100, "{}", "review"), (100, "“{}”", "leave"), (180, "“{}”", "review")],
)
def test_a_short_quotation_stays_up_in_an_article(
    long_engine: Engine, count: int, frame: str, level: str
) -> None:
    verdict = scanned(long_engine, LONG[1000 : 1000 + count], frame=frame, filler=800)

    assert verdict.verdict == level
    assert known(verdict) == 1
    assert [step.said for step in verdict.trail][-1] == level


def test_a_whole_statement_in_much_filler_goes_to_review(long_engine: Engine) -> None:
    verdict = scanned(long_engine, STATEMENTS[0], frame="“{}”", filler=4200)

    assert verdict.verdict == "review"
    assert {"reporting", "quotation"} <= set(verdict.labels)
