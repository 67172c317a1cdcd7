"""The short way to the key of a plain address leads to the same key as the whole parser."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.errors import SignalError
from mizan.signals.url_key import parsed_key, plain_key, url_key

ANYTHING = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
BYTES = st.text(st.characters(max_codepoint=0x7F), max_size=40)
SCHEMES = st.sampled_from(
    ["http://", "https://", "HTTPS://", "hTTp://", "https:/", "https:///", ""]
)
LABELS = st.lists(
    st.sampled_from(
        ["www", "WWW", "a", "example", "EXAMPLE", "org", "com", "xn--a", "xn--mgbh0fb", "a--b",
         "-a", "a-", "a_b", "1", "0x7f", "0", "127", "a1", "1a", "data", "http", "", "a" * 64, "ß",
         "é", "%41", "a-b", "موقع", "المغرب", "پژ", "موقعa", "مـ", "م٣", "م\u064b", "ب" * 60,
         "İ", "\u200b", "。", "１", "\ud800", "localhost", "com."]
    ),
    min_size=1,
    max_size=5,
).map(".".join)  # fmt: skip
PORTS = st.sampled_from(["", "", "", ":80", ":443", ":8080", ":0", ":", ":65536", ":080", ":1a"])
PATHS = st.lists(
    st.sampled_from(
        ["/", "//", "A", ".", "..", "/.", "/..", "/../", "%2e", "%2E%2e", "%41", "%7e", "%2f",
         "%d8%A7", "%", "%4", "%zz", "~", "-", "_", "'", "(", ")", "*", "!", ";", ":", "@", "$",
         ",", "a", "+", "=", "&", "|", "^", "`", "{", "[", "\\", '"', "<", " ", "\t",
         "\n", "ا", "é", "\x7f", "\0"]
    ),
    max_size=10,
).map("".join)  # fmt: skip
QUERIES = st.lists(
    st.sampled_from(
        ["?", "&", "&&", "=", "utm_source=a", "UTM_x", "%75tm_a=1", "fbclid", "fbclid=", "fbclidx",
         "si", "si=1", "s=i", "mtm_", "mtm_a=b", "mtm", "b=2", "a=1", "a=10", "a", "A=1", "%61=1",
         "%26", "%3d", "%27", "'", "/", "..", "%", "%4", "ا", " ", "|", "~", "+", "#", "utm_%41"]
    ),
    max_size=12,
).map("".join)  # fmt: skip
ENDS = st.sampled_from(["", "", "#", "#top", "#a?b/../c", "#é", "#ا", " ", "\n"])
MADE = st.tuples(
    SCHEMES,
    LABELS,
    PORTS,
    st.sampled_from(["", "/"]),
    PATHS,
    st.sampled_from(["", "?"]),
    QUERIES,
    ENDS,
).map("".join)


def key_or_none(url: str) -> str | None:
    try:
        return parsed_key(url)
    except SignalError:
        return None


@settings(deadline=None, max_examples=1500)
@given(st.one_of(MADE, MADE, MADE, ANYTHING, BYTES.map("https://a.example/".__add__)))
def test_the_short_way_leads_to_the_key_of_the_parser_or_nowhere(url: str) -> None:
    key = plain_key(url)

    assert key is None or key == key_or_none(url)
    if not url.isascii() and key_or_none(url) is not None:
        assert url_key(url) == key_or_none(url)


@settings(deadline=None, max_examples=300)
@given(
    BYTES,
    st.sampled_from(["https://a.example{}/b", "http://a.example/{}?c", "https://{}.b.example"]),
)
def test_no_byte_anywhere_makes_a_difference(text: str, frame: str) -> None:
    url = frame.format(text)
    key = plain_key(url)

    assert key is None or key == key_or_none(url)


@pytest.mark.parametrize("byte", range(128))
@pytest.mark.parametrize(
    "frame", ["https://a{}b.example/", "https://a.example/x{}y", "https://a.example/?x{}y", "{}"]
)
def test_every_byte_is_plain_only_where_the_parser_leaves_it(byte: int, frame: str) -> None:
    url = frame.format(chr(byte))
    key = plain_key(url)

    assert key is None or key == key_or_none(url)


@pytest.mark.parametrize("byte", range(256))
@pytest.mark.parametrize("frame", ["https://a.example/x%{}y", "https://a.example/?x%{}y=1&a"])
def test_every_escape_is_written_as_the_parser_has_it(byte: int, frame: str) -> None:
    for digits in (f"{byte:02x}", f"{byte:02X}"):
        url = frame.format(digits)
        key = plain_key(url)
        assert key is None or key == key_or_none(url)


@pytest.mark.parametrize(
    "url",
    ["https://www.example.org/a/b?x=1&utm_source=z#top", "http://m.example.co.uk:8080/%D8%A7"],
)
def test_plain_addresses_take_the_short_way(url: str) -> None:
    assert plain_key(url) == url_key(url) == key_or_none(url)


@pytest.mark.parametrize(
    "url",
    ["https://a.example/" + "a" * 9000, "https://a.example/?" + "&".join(map(str, range(99)))],
)
def test_what_is_too_long_or_has_too_many_parts_is_left_to_the_parser(url: str) -> None:
    assert plain_key(url) is None
