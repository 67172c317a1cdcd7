"""The work per character is compiled: longer posts cost no more calls of Python."""

from __future__ import annotations

import sys
from typing import Any

from mizan.text.fold import fold_many
from mizan.text.language import language_many
from mizan.text.phrases import PhraseTable
from mizan.text.quotes import quoted_many
from mizan.text.script import script_many

START = "قالت «جبهة الفانوس الأسود» and the l.a.n.t.e.r.n fronnnt أمس, "
REST = "then the old words وكلمات أخرى go on, "


def posts(length: int) -> list[str]:
    return [(START + REST * (length // len(REST)))[:length] for _ in range(1000)]


def calls_for(table: PhraseTable, texts: list[str]) -> int:
    calls = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        folded = fold_many(texts)
        table.find_many(folded)
        quoted_many(folded)
        language_many(folded, script_many(folded))
    finally:
        sys.setprofile(None)
    return calls


def test_a_thousand_posts_cost_as_many_calls_however_long_they_are() -> None:
    table = PhraseTable(["جبهة الفانوس الأسود", "lantern", "front"], [True, False, False])
    calls_for(table, posts(100))  # compiles

    short, long = calls_for(table, posts(100)), calls_for(table, posts(2000))

    assert short == long
