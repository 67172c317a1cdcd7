"""Links in running text, clickable or not, and no trouble with hostile strings."""

from __future__ import annotations

import re._parser as parser
import sys
from typing import Any
from unicodedata import category

import pytest

from mizan.text.invisible import without_invisible
from mizan.text.links import _LINK, find_links


@pytest.mark.parametrize(
    ("text", "urls", "written"),
    [
        ("see https://example.org/a.", ["https://example.org/a"], ["https://example.org/a"]),
        ("(http://example.org/a_(b))", ["http://example.org/a_(b)"], ["http://example.org/a_(b)"]),
        ("«https://example.org/خبر»", ["https://example.org/خبر"], ["https://example.org/خبر"]),
        ("اقرأ http://example.org/a، ثم", ["http://example.org/a"], ["http://example.org/a"]),
        ("hxxps://example[.]org/x", ["https://example.org/x"], ["hxxps://example[.]org/x"]),
        ("hXXp[:]//example(dot)org", ["http://example.org"], ["hXXp[:]//example(dot)org"]),
        ("example[.]org!", ["http://example.org"], ["example[.]org"]),
        ("www.example.org,", ["http://www.example.org"], ["www.example.org"]),
        ("example.org/path?x=1#y", ["http://example.org/path?x=1#y"], ["example.org/path?x=1#y"]),
        ("قناتنا t.me/example", ["http://t.me/example"], ["t.me/example"]),
        ("شاهدt.me/example", ["http://t.me/example"], ["t.me/example"]),
        ("T.ME", ["http://T.ME"], ["T.ME"]),
        ("http://[::1]:80/a", ["http://[::1]:80/a"], ["http://[::1]:80/a"]),
        ("http://user@example.org/", ["http://user@example.org/"], ["http://user@example.org/"]),
        (
            "a https://a.org b http://b.org",
            ["https://a.org", "http://b.org"],
            ["https://a.org", "http://b.org"],
        ),
        ("e.g. this.that, and/or 3.5/10 v1.2 file.txt", [], []),
        ("write to first.last@example.org", [], []),
        ("http:// https://... www.", [], []),
        ("", [], []),
        ("\ud800 نص بلا روابط", [], []),
    ],
)
def test_links_are_found_and_written_back(text: str, urls: list[str], written: list[str]) -> None:
    links = find_links(text)

    assert [url for url, _, _ in links] == urls
    assert [text[start:end] for _, start, end in links] == written


ADDRESS = "https://lantern.example/calls"


@pytest.mark.parametrize(
    "behind",
    [
        *"\u200e\u200f\u061c\u200b\u200c\u2060\ufeff\u00ad",
        *"。।۔،؛؟、，．！？；：…–—―·•",
        *"”’»›」』）】‟",
        *"🔥★→\u3000\u00a0",
        "❤️",
        "\u200f.",
        ".\u200f",
        "؟!",
        "&nbsp;",
        "&nbsp;more",
        "&#160;more",
        "&rlm;",
        "。次の",
        "،ثم",
        "۔پھر",
        "🔥more",
        "—and more",
        "\u200fالمزيد",
        "\u200bالمزيد",
    ],
)
def test_what_stands_behind_an_address_is_no_part_of_it(behind: str) -> None:
    for text in (f"{ADDRESS}{behind}", f"see {ADDRESS}{behind} now", f"اقرأ {ADDRESS}{behind} ثم"):
        [(url, start, end)] = find_links(text)

        assert url == ADDRESS
        assert text[start:end] == ADDRESS


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("\u2067", "\u2069"),
        ("\u2066", "\u2069"),
        ("\u202a", "\u202c"),
        ("\u200f", "\u200f"),
        ("\ufeff", "\ufeff"),
        ("«", "»"),
        ("‘", "’"),
        ("（", "）"),
    ],
)
@pytest.mark.parametrize("word", ["", "see", "اقرأ"])
def test_an_address_is_found_between_marks(before: str, behind: str, word: str) -> None:
    text = f"{word}{before}{ADDRESS}{behind} {word}"

    [(url, start, end)] = find_links(text)

    assert url == ADDRESS
    assert text[start:end] == ADDRESS


@pytest.mark.parametrize(
    ("text", "url", "written"),
    [
        ("x lantern.example/ca\u200blls\u200b y",
         "http://lantern.example/calls", "lantern.example/ca\u200blls"),
        ("https://lan\u200ctern.example/a\u200fb", "https://lantern.example/ab",
         "https://lan\u200ctern.example/a\u200fb"),
        ("ht\u200btps:/\u2060/lantern\u00ad.\u200bexample", "https://lantern.example",
         "ht\u200btps:/\u2060/lantern\u00ad.\u200bexample"),
        ("https://lantern.example/خ\u200cبر، ثم", "https://lantern.example/خبر",
         "https://lantern.example/خ\u200cبر"),
        ("https://lantern.example/A–B", "https://lantern.example/A–B",
         "https://lantern.example/A–B"),
        ("https://lantern。example/calls。", "https://lantern。example/calls",
         "https://lantern。example/calls"),
        ("https://lantern.example/?a=1&amp;b=2", "https://lantern.example/?a=1&amp;b=2",
         "https://lantern.example/?a=1&amp;b=2"),
    ],
)  # fmt: skip
def test_invisible_marks_within_an_address_are_left_out(text: str, url: str, written: str) -> None:
    [(found, start, end)] = find_links(text)

    assert found == url
    assert text[start:end] == written


def test_a_mark_between_two_addresses_parts_them() -> None:
    links = find_links(f"{ADDRESS}\u200f{ADDRESS}\u200bhxxps://t.me/x")

    assert [url for url, _, _ in links] == [ADDRESS, ADDRESS, "https://t.me/x"]


def test_every_format_character_is_known_to_be_invisible() -> None:
    formats = [chr(code) for code in range(0x110000) if category(chr(code)) == "Cf"]

    assert without_invisible("".join(formats)) == ""
    assert without_invisible("a ب-") == "a ب-"


HOSTILE = [
    "a",
    "a.",
    "a-",
    ".",
    "http",
    "http://",
    "h",
    "www.",
    "[.]",
    "a[.]",
    "x@",
    "a.b@",
    "(",
    "t.me/)",
    "/",
    "ا.",
    "\ud800",
    "-.",
    "a:",
    "a.b:9",
    "\u200b",
    "\u200f.",
    "a.b/\u200f",
    "h\u200b",
    "a.b…",
    "http://a。",
    "http://a&nbsp",
    "،–",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_of_hostile_text_takes_few_steps(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    calls = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        links = find_links(text)
    finally:
        sys.setprofile(None)

    assert all(0 <= start < end <= len(text) for _, start, end in links)
    assert calls <= 40 * (len(links) + len(text) // len(piece) + 10)


def test_no_unbounded_repetition_ever_gives_back_what_it_took() -> None:
    seen = list(_operations(parser.parse(_LINK.pattern, _LINK.flags)))

    unbounded = [name for name, low, high in seen if high == parser.MAXREPEAT]

    assert set(unbounded) == {"POSSESSIVE_REPEAT"}


def _operations(pattern: Any) -> Any:
    """Yield every repetition of a parsed expression as (kind, least, most)."""
    if isinstance(pattern, parser.SubPattern):
        for operation, argument in pattern:
            if "REPEAT" in str(operation):
                yield str(operation), argument[0], argument[1]
            yield from _operations(argument)
    elif isinstance(pattern, list | tuple):
        for part in pattern:
            yield from _operations(part)
