"""The language of a text, or "und" when it cannot be told."""

from __future__ import annotations

import pytest

from mizan.text.fold import fold_many
from mizan.text.language import language_many
from mizan.text.script import script_many


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("افتتحت البلدية المكتبة الجديدة أمس", "ar"),
        ("هٰذا خبر", "ar"),
        ("افتتحت البلدیة المکتبة الجدیدة أمس إلى الناس", "ar"),
        ("این کتاب را از بازار می‌خریم و می‌خوانیم", "fa"),
        ("یہ کتاب بازار سے خریدی گئی ہے اور میں نے پڑھی ہے", "ur"),
        ("ئەم کتێبە لە بازاڕ کڕدراوە", "und"),
        ("دا کتاب په ښار کې پېرل شوی دی ځکه چې ښه دی", "und"),
        ("The library of the town was opened yesterday", "en"),
        ("THE ＬＩＢＲＡＲＹ is open", "en"),
        ("Die Bibliothek ist seit gestern wieder offen", "und"),
        ("La biblioteca se abrió ayer", "und"),
        ("Lantern Front", "und"),
        ("Библиотека открыта", "und"),
        ("123", "und"),
        ("", "und"),
    ],
)
def test_the_language_is_told_where_it_can_be(text: str, language: str) -> None:
    folded = fold_many(["the one and the other", text, "خبر"])

    languages = language_many(folded, script_many(folded))

    assert languages == ["en", language, "ar"]
