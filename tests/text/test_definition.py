"""What each kind of code point becomes, and that the shipped table says the same."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest

from mizan.text.compiled import compile_table, load_table
from mizan.text.definition import fold_code_point
from mizan.text.fold import fold, table


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أإآٱٲ", "ااااا"),
        ("ؤئ", "وي"),
        ("ء", "ء"),
        ("ىیېێۍ", "ييييي"),
        ("ةہھۀە", "ههههه"),
        ("کڪګ", "ككك"),
        ("ۆۇۋ", "ووو"),
        ("ٮڡٯں", "بفقن"),
        ("پچژگڤٹڈڑے", "پچژگڤٹڈڑے"),
        ("مُحَمَّدٌ", "محمد"),
        ("كـــتاب", "كتاب"),
        ("ﻻ", "لا"),
        ("ﷺ", "صلي الله عليه وسلم"),
        ("ﻛﺘﺎﺏ", "كتاب"),
        ("٣٤۵߃", "3453"),
        ("بِهِۦ", "به"),
        ("É e\u0301 ß", "e e ss"),
        ("ＦＵＬＬ 𝐛𝐨𝐥𝐝 ⓒⓘⓡ 🅑🅾", "full bold cir bo"),
        ("ІЅІЅ оре", "isis ope"),
        ("ΑΒΕΖΗΙΚΜΟΡΤΥΧ", "abezhikmoptyx"),
        ("օսհ", "ouh"),
        ("a\u200bb\u200dc\u202ed\u2066e\u00adf", "abcdef"),
        ("a\u3164b\u2065c", "abc"),
        ("a.b_c-d،ه؟ 🔥 \t\r\n z", "a b c d ه z"),
        ("a\ud800b\ue000c", "a b c"),
        ("\U0001f1f8", "s"),
        ("🇱🇦🇳 front🇸🇦", "l a n front s a"),
        ("lan\u02bctern l\u02b9a\u02c8n\u02d0tern", "lantern lantern"),
        ("الفا\u02bcنوس ا\u02ccل\u02ccف", "الفانوس الف"),
        ("Hawai\u02bbi \ua78ca \u02b0a ab\u1d43", "hawaii a ha aba"),
        ("l\u0378a\U0003fffen\ufffft", "l a n t"),
        ("ف\u0378ا\U0003ffffن", "ف ا ن"),
        ("", ""),
        (" \u0640 ", ""),
    ],
)
def test_a_text_folds_as_the_definition_says(written: str, folded: str) -> None:
    result = fold(written)

    assert result == folded


def test_the_capitals_of_a_word_fold_as_its_small_letters_do() -> None:
    letters = [chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000]
    pairs = [(one, one.upper()) for one in letters if one.upper().lower() == one]

    apart = [pair for pair in pairs if fold(pair[0]) != fold(pair[1])]

    assert apart == []


def test_folding_any_code_point_twice_changes_nothing() -> None:
    changed = table()

    unstable = [code for code, text in changed.items() if text.translate(changed) != text]

    assert unstable == []


def test_code_points_that_are_not_assigned_become_a_blank() -> None:
    assert fold_code_point(0x0378) == " "
    assert fold("a\u0378b") == "a b"


def test_the_shipped_table_is_what_the_definition_gives() -> None:
    shipped, made = load_table(), compile_table()
    known = np.ones(0x110000, bool)
    for first, last in shipped.unknown:  # a newer Unicode may have assigned these
        known[first:last] = False

    if unicodedata.unidata_version == shipped.unicode:
        assert all(np.array_equal(getattr(shipped, name), made[name]) for name in made)
    else:
        changed = table()
        apart = [
            code
            for code in np.flatnonzero(known).tolist()
            if fold_code_point(code) != changed.get(code, chr(code))
        ]
        assert apart == []
