"""Any text at all is searched for addresses: the shortcut hides none, and places are right."""

from __future__ import annotations

import re
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.text import links
from mizan.text.invisible import Seen, without_invisible

ANYTHING = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)
PIECES = st.lists(
    st.sampled_from(
        ["http", "hxxps", ":", "[:]", "/", "//", ".", "[.]", "(dot)", "example", "com", "t.me",
         "x", "7", "\u017f", "\u212a", "\u0130", "ا", "خبر", " ", "-", "@", "?", "&nbsp;", "。",
         "،", "\u200b", "\u200f", "\u2067", "\u2069", "\ufeff", "\ufe0f", "\u00ad", "…",
         "🔥", "\ud800"]
    ),
    max_size=16,
).map("".join)  # fmt: skip


@settings(deadline=None, max_examples=500)
@given(ANYTHING | PIECES)
def test_the_shortcut_hides_no_address(text: str) -> None:
    with mock.patch.object(links, "_HINT", re.compile("")):
        wanted = links.find_links(text)

    assert links.find_links(text) == wanted


@settings(deadline=None, max_examples=300)
@given(ANYTHING | PIECES)
def test_the_places_are_in_order_and_hold_what_was_found(text: str) -> None:
    end = 0

    for url, start, stop in links.find_links(text):
        assert end <= start < stop <= len(text)
        assert without_invisible(text[start])
        assert without_invisible(text[stop - 1])
        assert len(without_invisible(text[start:stop])) >= len(url) - len("http://")
        end = stop


@settings(deadline=None, max_examples=300)
@given(ANYTHING | PIECES)
def test_every_visible_character_knows_its_place(text: str) -> None:
    seen = Seen(text)

    for place, char in enumerate(seen.text):
        start, end = seen.span(place, place + 1)
        assert end == start + 1
        assert text[start] == char or char == " "
