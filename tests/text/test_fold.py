"""The comparing form of texts and the way back to the original."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from mizan.text.compiled import load_table
from mizan.text.fold import Folded, fold, fold_many

ODD = ["", " ", "\u0640", "ﷺ", "ﻻ", "e\u0301", "é", "٣٣", "\U0001f1f8", "\ud800", "a" * 9999]


def tight_text(folded: Folded, row: int) -> str:
    tight = folded.tight
    return "".join(map(chr, tight.codes[tight.bounds[row] : tight.bounds[row + 1]]))


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_fold_alike_alone_and_in_a_batch(text: str) -> None:
    folded = fold_many(["before", text, "after"])

    assert folded.text(1) == fold(text)
    assert folded.text(0) == "before"
    assert folded.text(2) == "after"


def test_an_empty_batch_is_folded() -> None:
    folded = fold_many([])

    assert len(folded) == 0
    assert folded.bounds.tolist() == [0]


@pytest.mark.parametrize(
    ("text", "wanted", "original"),
    [
        ("«مُحَمَّدٌ» قال", "محمد", "مُحَمَّدٌ"),
        ("x ﷺ y", "الله", "ﷺ"),
        ("Caf\u0065\u0301!", "cafe", "Caf\u0065\u0301"),
        ("a\u200db c", "ab", "a\u200db"),
        ("one , two", "one two", "one , two"),
    ],
)
def test_a_span_covers_the_letters_and_the_marks_on_the_last(
    text: str, wanted: str, original: str
) -> None:
    folded = fold_many(["other", text])
    start = folded.text(1).index(wanted)

    begin, end = folded.span(1, start, start + len(wanted))

    assert text[begin:end] == original


@pytest.mark.parametrize(
    ("text", "tight"),
    [
        ("د ا ع ش", "داعش"),
        ("داعشششش", "داعش"),
        ("i.s-i*s", "isis"),
        ("hello book", "helobok"),
        ("l\u02bca\u02bcn\u0378t🔥e\ue000r", "lanter"),
        ("ف\u02bcا\u0378ن\u02d0و\u0378س", "فانوس"),
        ("🇮🇸🇮🇸 🇱🇦🇳", "isislan"),
        ("10 1000 ١١", "10100011"),
        ("", ""),
        ("...", ""),
    ],
)
def test_the_tight_form_has_no_blanks_and_no_repeats_but_of_digits(text: str, tight: str) -> None:
    folded = fold_many(["zz", text])

    assert tight_text(folded, 1) == tight


def test_a_span_of_the_tight_form_covers_the_whole_run() -> None:
    text = "so i s iii s\u0301\u0301 x"
    folded = fold_many(["other", text])
    start = tight_text(folded, 1).index("isis")

    begin, end = folded.tight.span(1, start, start + 4)

    assert text[begin:end] == "i s iii s\u0301\u0301"


def test_many_spans_are_found_at_once() -> None:
    folded = fold_many(["ab cd", "ef gh"])

    starts, ends = folded.spans(
        np.array([0, 1], np.int32), np.array([3, 0], np.int32), np.array([5, 2], np.int32)
    )

    assert starts.tolist() == [3, 0]
    assert ends.tolist() == [5, 2]


def test_texts_that_grow_are_folded_in_full() -> None:
    folded = fold_many(["ﷺ" * 1000, "end"])

    assert folded.text(0) == "صلي الله عليه وسلم" * 1000
    assert folded.text(1) == "end"
    assert folded.source[folded.bounds[1] - 1] == 999


def test_a_word_of_a_million_letters_takes_memory_in_proportion() -> None:
    text = "ab" * 500_000

    folded = fold_many([text])

    tight = folded.tight
    made = (folded.codes, tight.codes)
    held = folded.raw.nbytes
    held += sum(array.base.nbytes for array in made)
    assert folded.text(0) == text
    assert held <= 33 * len(text) + 4096


def test_threads_fold_alike_from_a_cold_start() -> None:
    load_table.cache_clear()
    texts = [f"النصّ {number} Ａ" for number in range(200)]

    with ThreadPoolExecutor(8) as pool:
        folded = list(pool.map(fold, texts))

    assert folded == [f"النص {number} a" for number in range(200)]


ENGLISH, ARABIC = "by the Black Lantern Front!", "قالت جبهة الفانوس الأسود اليوم"
STORED = {
    "the whole": ("\u202e" + ENGLISH[::-1], "\u202d" + ARABIC[::-1]),
    "up to its end": (f"\u202e{ENGLISH[::-1]}\u202c", f"\u202d{ARABIC[::-1]}\u202c"),
    "within a text": (f"x \u202e{ENGLISH[::-1]}\u202c y", f"س \u202d{ARABIC[::-1]}\u202c ص"),
    "not backwards": (f"\u202d{ENGLISH}", f"\u202e{ARABIC}"),
    "line by line": (f"\u202ewon\n\u202e{ENGLISH[::-1]}", f"\u202dنآلا\n\u202d{ARABIC[::-1]}"),
}


@pytest.mark.parametrize("way", STORED)
@pytest.mark.parametrize(("script", "name"), [(0, "lantern front"), (1, "الفانوس الاسود")])
def test_a_text_whose_direction_is_overridden_is_read_as_it_is_shown(
    way: str, script: int, name: str
) -> None:
    text = STORED[way][script]
    folded = fold_many(["other", text, "more"])
    start = folded.text(1).index(name)

    begin, end = folded.span(1, start, start + len(name))

    assert fold(text[begin:end]) in (name, name[::-1])
    assert fold((ENGLISH, ARABIC)[script]) in folded.text(1)
    assert [folded.text(0), folded.text(2)] == ["other", "more"]


def test_a_span_of_the_tight_form_is_found_in_an_overridden_text() -> None:
    text = "\u202eno\u202c \u202e" + "so i s iii s x"[::-1]
    folded = fold_many([text])
    start = tight_text(folded, 0).index("isis")

    begin, end = folded.tight.span(0, start, start + 4)

    assert text[begin:end] == "s iii s i"
