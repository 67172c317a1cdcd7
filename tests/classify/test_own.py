"""A text's own words: links, mentions and what it reports are blank; nothing else is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.classify.own import languages_of, own_words, places_of
from mizan.text.fold import fold_many


def own(text: str, *spans: tuple[int, int]) -> str:
    folded = fold_many(["first", text])
    codes = own_words(folded, places_of([[], spans]))
    return " ".join("".join(map(chr, codes[folded.bounds[1] :].tolist())).split())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("see https://lantern.example/a?b=c&d now", "see now"),
        ("HTTP://x.example www.lantern.example/y end", "end"),
        ("قال @someone_1 إن الميناء مفتوح", "قال ان الميناء مفتوح"),
        ("رد على @اسم_طويل هنا", "رد علي هنا"),
        ("mail me at a@b.example", "mail me at a example"),
        ("http is a protocol, www too", "http is a protocol www too"),
        ("5 @ noon", "5 noon"),
        ("", ""),
        ("https://", ""),
    ],
)
def test_addresses_are_blank_and_nothing_else(text: str, wanted: str) -> None:
    assert own(text) == wanted


def test_stretches_of_others_are_blank() -> None:
    text = "he wrote: rise now, and was jailed"

    assert own(text, (10, 19)) == "he wrote and was jailed"


@given(st.text(alphabet="ab @:/.hptsw\u0628\u202e", max_size=60))
@settings(deadline=None, max_examples=80)
def test_own_words_are_as_long_as_the_normal_form(text: str) -> None:
    folded = fold_many([text])

    assert len(own_words(folded)) == len(folded.codes)


def test_the_language_is_that_of_the_own_words() -> None:
    texts = [
        "قال الرجل إن الطريق طويل جدا هذا اليوم https://averylongaddress.example/with/much/latin",
        "green tea شاي with mint and honey",
        "1234567890 1234567890 1234567890",
        "",
    ]
    folded = fold_many(texts)

    assert languages_of(own_words(folded), folded.bounds).tolist() == ["ar", "en", "und", "und"]


@pytest.mark.parametrize("text", ["post 101", "the Black Lantern", "القنديل الأسود", "سلام عليكم"])
def test_of_a_few_letters_nothing_is_told(text: str) -> None:
    folded = fold_many([text])

    assert languages_of(own_words(folded), folded.bounds).tolist() == ["und"]


def test_without_stretches_there_are_no_places() -> None:
    assert places_of([[], []]) is None
    found = places_of([[], [(1, 2), (4, 6)]])
    assert found is not None
    assert [one.tolist() for one in found] == [[1, 1], [1, 4], [2, 6]]
    assert all(one.dtype == np.int32 for one in found)
