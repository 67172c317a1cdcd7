"""The script of most letters, by its ISO 15924 code."""

from __future__ import annotations

import unicodedata

import pytest

from mizan.text.fold import fold_many
from mizan.text.script import letter_scripts, script_many


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("هذا خبر", "Arab"),
        ("ﻛﺘﺎﺏ", "Arab"),
        ("ئەم کتێبە", "Arab"),
        ("this is news", "Latn"),
        ("𝐛𝐨𝐥𝐝 ＦＵＬＬ", "Latn"),
        ("это новость", "Cyrl"),
        ("αυτά είναι νέα", "Grek"),
        ("חדשות", "Hebr"),
        ("新闻", "Hani"),
        ("뉴스", "Hang"),
        ("समाचार", "Deva"),
        ("ᚠᚢᚦ", "Zzzz"),
        ("هذا الخبر من BBC", "Arab"),
        ("123 ٤٥ !؟ 🔥 \u064e", "Zyyy"),
        ("", "Zyyy"),
        ("\ud800", "Zyyy"),
    ],
)
def test_the_script_is_that_of_most_letters(text: str, script: str) -> None:
    assert script_many(fold_many(["x", text]))[1] == script


def test_the_letters_of_the_blocks_are_named_after_their_script() -> None:
    scripts = letter_scripts()
    wrong = [
        code
        for code in range(0x0600, 0x0700)
        if scripts[code] and not unicodedata.name(chr(code), "ARABIC").startswith("ARABIC")
    ]

    assert wrong == []
    assert not scripts[[ord(char) for char in " 0٣،.\u064e\u0640"]].any()
