"""Arabic in Latin letters, in both directions."""

from __future__ import annotations

import pytest

from mizan.text.arabizi import arabic_to_arabizi, arabizi_to_arabic


@pytest.mark.parametrize(
    ("written", "arabic"),
    [
        ("b7th almdyr 3n alktab fy albyt", "بحث المدير عن الكتاب في البيت"),
        ("5abar", "خابار"),
        ("3'areeb", "غاريب"),
        ("shams wel2amar", "شامس والءامار"),
        ("bal6a", "بالطا"),
        ("كلام 3adi", "كلام عادي"),
        ("12 35", "12 35"),
        ("", ""),
    ],
)
def test_latin_letters_become_arabic_ones(written: str, arabic: str) -> None:
    rewritten = arabizi_to_arabic(written)

    assert rewritten.text == arabic
    assert len(rewritten.places) == len(arabic)
    assert list(rewritten.places) == sorted(rewritten.places)


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("محمد", "m7md"),
        ("محمد", "mahamad"),
        ("مُحَمَّد", "mohamad"),
        ("خالد", "5ald"),
        ("خالد", "khalad"),
        ("جبهة الفانوس", "jbha alfanws"),
        ("جَبْهَةُ الفانوس", "jabhaa elfanos"),
        ("الشيخ", "alshy5"),
        ("عين", "3in"),
    ],
)
def test_a_name_has_its_usual_spellings(name: str, spelling: str) -> None:
    assert spelling in arabic_to_arabizi(name)


def test_what_is_not_arabic_has_no_spelling() -> None:
    assert arabic_to_arabizi("") == ()
    assert arabic_to_arabizi("lantern") == ()


def test_a_name_has_few_spellings_however_long_it_is() -> None:
    assert len(arabic_to_arabizi("الجبهة الوطنية " * 50)) <= 12
