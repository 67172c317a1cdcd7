"""What comes from outside cannot order a terminal about."""

from __future__ import annotations

import pytest

from mizan.cli.plain import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("good morning", "good morning"),
        ("صباح الخير", "صباح الخير"),
        ("one\ntwo\tthree", "one two three"),
        ("\x1b[2Jgone", "<U+001B>[2Jgone"),
        ("\x9b31m", "<U+009B>31m"),
        ("\u202eright\u202c to \u2067left\u2069", "right to left"),
        ("a\ud800b", "a<U+D800>b"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_would_be_obeyed_is_shown_or_left_out(text: str, shown: str) -> None:
    assert plain(text) == shown
    assert plain(text).encode()
