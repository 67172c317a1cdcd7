"""Rows become a corpus: each text once, in its own words, and no copy parted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mizan.train.corpus import PARTS, Corpus, make_corpus
from mizan.train.rows import Row

PLAIN = Row(text="", support=False, lang="en", group="", kind="own", source="test")
LONG = "the ferry leaves the old harbour at nine and comes back before the market closes today"


def corpus(*texts: str, groups: list[str] | None = None) -> Corpus:
    rows = [
        replace(PLAIN, text=text, group=groups[number] if groups else str(number))
        for number, text in enumerate(texts)
    ]
    return make_corpus(rows, seed=5)


def read(made: Corpus, row: int) -> str:
    codes = made.codes[made.bounds[row] : made.bounds[row + 1]]
    return " ".join("".join(map(chr, codes.tolist())).split())


def test_a_text_that_is_there_twice_is_taken_once() -> None:
    made = corpus("Tea, with mint", "tea with MINT!", "rain")

    assert len(made.rows) == 2


def test_support_comes_before_the_same_text_without_it() -> None:
    rows = [replace(PLAIN, text="tea"), replace(PLAIN, text="tea", support=True)]

    made = make_corpus(rows, seed=5)

    assert made.labels.tolist() == [True]


def test_texts_without_a_letter_are_left_out() -> None:
    assert len(corpus("...", "", "rain").rows) == 1


def test_links_and_mentions_are_blank() -> None:
    made = corpus("@someone see https://lantern.example/x now")

    assert read(made, 0) == "see now"


def test_rows_of_one_origin_are_never_parted() -> None:
    texts = [f"note number {number} about tea" for number in range(40)]

    made = corpus(*texts, groups=["one"] * 40)

    assert len(set(made.parts.tolist())) == 1


def test_near_copies_are_never_parted() -> None:
    made = corpus(*[f"{LONG} and number {number}" for number in range(30)])

    assert len(set(made.parts.tolist())) == 1


def test_other_texts_spread_over_all_parts() -> None:
    made = corpus(*[f"w{number} x{number} y{number}" for number in range(200)])

    assert set(made.parts.tolist()) == set(range(PARTS))


def test_some_rows_come_in_the_order_asked_for() -> None:
    made = corpus("tea", "rain", "wind")

    codes, bounds = made.some(np.array([2, 0]))

    assert bounds.tolist() == [0, 4, 7]
    assert "".join(map(chr, codes.tolist())) == "windtea"
