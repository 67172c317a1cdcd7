from __future__ import annotations

import pytest

from mizan.detect.references import ornate_brackets, verse_references


def references(text: str, book: str) -> list[str]:
    start = text.index(book)
    return [text[slice(*span)] for span in verse_references(text, [(start, start + len(book))])]


@pytest.mark.parametrize(
    ("text", "book", "found"),
    [
        ("الصبر (البقرة: 153) مفتاح", "البقرة", "البقرة: 153)"),
        ("[محمد: 7]", "محمد", "محمد: 7]"),
        ("[محمد: ٧]", "محمد", "محمد: ٧]"),
        ("﴿...﴾ [الشرح: 5-6]", "الشرح", "الشرح: 5-6]"),
        ("سورة البقرة، الآية 255", "البقرة", "البقرة، الآية 255"),
        ("سورة الكهف 10 كل جمعة", "الكهف", "الكهف 10"),
        ("البقرة 2:255", "البقرة", "البقرة 2:255"),
        ("Psalm 23:4 again", "Psalm", "Psalm 23:4"),
        ("(Quran 2:153)", "Quran", "Quran 2:153)"),
        ("Numbers 6:24-26", "Numbers", "Numbers 6:24-26"),
    ],
)
def test_a_book_with_its_verse_is_a_reference(text: str, book: str, found: str) -> None:
    assert references(text, book) == [found]


@pytest.mark.parametrize(
    ("text", "book"),
    [
        ("ذبحوا البقرة في القرية", "البقرة"),
        ("محمد 7 سنوات", "محمد"),
        ("(محمد: 7 سنوات)", "محمد"),
        ("الناس: 40 رجلًا", "الناس"),
        ("(البقرة)", "البقرة"),
        ("John was 30", "John"),
        ("Job number 7", "Job"),
        ("Mark: 12 points", "Mark"),
        ("Quran", "Quran"),
    ],
)
def test_a_word_that_only_looks_like_a_book_is_none(text: str, book: str) -> None:
    assert references(text, book) == []


def test_ornate_brackets_hold_a_verse_whichever_way_they_are_typed() -> None:
    text = "﴿إن مع العسر يسرا﴾ ثم \ufd3eإن مع العسر يسرا\ufd3f"

    assert len(ornate_brackets(text)) == 2


@pytest.mark.parametrize("text", ["﴿ لم يغلق", "﴾ لم يفتح", "﴿﴾", "[آية]", ""])
def test_brackets_without_partner_or_content_hold_none(text: str) -> None:
    assert ornate_brackets(text) == []
