"""Links in running text, clickable or not, and no trouble with hostile strings."""

from __future__ import annotations

import re._parser as parser
import sys
from typing import Any

import pytest

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
