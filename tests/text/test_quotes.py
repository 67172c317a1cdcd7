"""Quotations are what stands between matching marks, in both scripts."""

from __future__ import annotations

import pytest

from mizan.text.fold import fold_many
from mizan.text.quotes import quoted_many


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("قال «خبر عاجل» ثم", ["خبر عاجل"]),
        ("he said “news”, and „noch“ „etwas”", ["news", "noch", "etwas"]),
        ("‘one’ don’t it’s ‘two isn’t three’", ["one", "two isn’t three"]),
        ('a "b c" d "e"', ["b c", "e"]),
        ('كتب"خبر" ثم ب"خبر"', ["خبر", "خبر"]),
        ('a 5" pipe and "b"', ["b"]),
        ("「x」《y》『z』‹w›", ["x", "y", "z", "w"]),
        ("«outer “inner” end»", ["outer “inner” end", "inner"]),
        ("> line one\nmine\n>> two\n>\n", ["line one", "two"]),
        ("it's the dogs' day, isn't it", []),
        ("l’état, c’est moi’", []),
        ("“ never closed", []),
        ("never opened ”»", []),
        ('"first part\n\nsecond part"', []),
        ('"first line\nsecond line"', ["first line\nsecond line"]),
        ('""«»', []),
        ("a > b", []),
        ("", []),
    ],
)
def test_a_quotation_is_what_matching_marks_hold(text: str, quoted: list[str]) -> None:
    quotes = quoted_many(fold_many(["“", text, "”"]))

    assert set(quotes.row.tolist()) <= {1}
    assert [text[a:b] for a, b in zip(quotes.start, quotes.end, strict=True)] == quoted


@pytest.mark.parametrize("marks", ["«", "”", '"', '" "', "«»", "«" * 20 + "»", "> \n"])
def test_hostile_heaps_of_marks_end_and_stay_in_range(marks: str) -> None:
    text = (marks * (200_000 // len(marks)))[:200_000]

    quotes = quoted_many(fold_many([text]))

    assert all(quotes.start < quotes.end)
    assert all(quotes.end <= len(text))


def test_more_quotations_than_there_is_room_for_are_all_found() -> None:
    quotes = quoted_many(fold_many(["«a» " * 5000]))

    assert len(quotes.row) == 5000
