"""Keys of addresses, and which entries match which addresses."""

from __future__ import annotations

import pytest

from mizan.errors import SignalError
from mizan.signals.key import key_of
from mizan.signals.url import Url
from mizan.signals.url_key import MAX_HOSTS, MAX_PATHS, lookups, url_key
from mizan.terms.part import Part
from mizan.text.batch import make_batch


def address(url: str) -> Part:
    return Part(content=0, name="url", kind="url", url=url)


def matches(entry: str, url: str) -> bool:
    """Say whether a banked entry matches an address, as the equal index would."""
    rows = Url().sign_many(make_batch([address(url)])).rows
    return key_of(Url().parse(entry)) in {row.tobytes() for row in rows}


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://example.org/a/b", "example.org/a/b"),
        ("HTTPS://EXAMPLE.org:443/a/b#top", "example.org/a/b"),
        ("http://www.example.org/a/", "example.org/a"),
        ("  https://example.org\n", "example.org"),
        ("//example.org/a", "example.org/a"),
        ("example.org/a", "example.org/a"),
        ("example.org:8080/a", "example.org:8080/a"),
        ("https://example.org./a", "example.org/a"),
        ("https://user:word@example.org/a", "example.org/a"),
        ("https://example.org/b/../a/./", "example.org/a"),
        ("https://example.org/%2e%2E/a", "example.org/a"),
        ("https://example.org/a/.b/../c/./d", "example.org/a/c/d"),
        ("https://موقع.example:8080/.b/../A?y=2&x=1", "xn--4gbrim.example:8080/A?x=1&y=2"),
        ("https://example.org/A", "example.org/A"),
        ("https://example.org/%d8%a7", "example.org/%D8%A7"),
        ("https://example.org/ا", "example.org/%D8%A7"),
        ("https://example.org/%41%7E%2f", "example.org/A~%2F"),
        (
            "https://example.org/a?y=2&x=1&utm_source=z&fbclid=q&UTM_Medium=m",
            "example.org/a?x=1&y=2",
        ),
        ("https://example.org/?utm_source=z", "example.org"),
        ("https://example.org/?", "example.org"),
        ("https://example.org?q=a/b", "example.org?q=a/b"),
        ("https://example.org/a?x=%d8%a7", "example.org/a?x=%D8%A7"),
        ("https://lantern.example//calls", "lantern.example/calls"),
        ("lantern.example///calls//a///", "lantern.example/calls/a"),
        ("https://lantern.example//أخبار", "lantern.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"),
        ("\u2067https://lantern.example/ca\u200blls\u200f\u2069", "lantern.example/calls"),
        ("\ufeffhttps://lan\u00adtern.example/خ\u200cبر", "lantern.example/%D8%AE%D8%A8%D8%B1"),
        ("https://موقع.example/", "xn--4gbrim.example"),
        ("http://0x7f.1/a", "127.0.0.1/a"),
        ("http://[::1]:80/a", "[::1]/a"),
        ("https://www.com/", "www.com"),
        ("magnet:?dn=name&xt=urn:btih:AB&tr=tracker", "magnet:?xt=urn:btih:AB"),
        ("TG://resolve?domain=name", "tg://resolve?domain=name"),
        ("mailto:someone@example.org", "mailto:someone@example.org"),
        ("https://example.org/\ud800", "example.org/%EF%BF%BD"),
    ],
)
def test_an_address_has_one_key(url: str, key: str) -> None:
    assert url_key(url) == key
    assert url_key(key) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://a.example.org/", "https://b.example.org/"),
        ("https://example.org/watch?v=1", "https://example.org/watch"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ],
)
def test_different_places_have_different_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    "url",
    ["", " ", "http://", "https://a b/", "https://\ud800.example/", "https://example.org:99999/",
     "javascript:alert(1)", "data:text/plain,hello", "file:///etc", "https://x/" + "a" * 9000,
     "magnet:?dn=name", "https://./", "\u200f", "http:http:0", "https://data:80/",
     "https://0../"],
)  # fmt: skip
def test_what_is_no_address_is_refused_by_name_and_never_signed(url: str) -> None:
    with pytest.raises(SignalError) as caught:
        Url().parse(url)

    assert caught.value.code == "signal.bad_url"
    assert caught.value.hint
    assert Url().sign(address(url)) is None
    assert len(Url().sign_many(make_batch([address(url)])).rows) == 0


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("example.org", "https://example.org/"),
        ("example.org", "http://deep.under.example.org/a/b?x=1"),
        ("example.org", "https://example.org:8443/a"),
        ("example.org/a", "https://www.example.org/a/?utm_source=x"),
        ("example.org/a", "https://example.org/a/b/c"),
        ("lantern.example/calls", "https://lantern.example//calls//1"),
        ("lantern.example/calls", "https://lantern.example/calls\u200f"),
        ("lantern.example/أخبار", "https://lantern.example//أخ\u200dبار/"),
        ("example.org/watch?v=1", "https://m.example.org/watch?v=1&fbclid=2"),
        ("youtube.com/watch?v=abc", "https://www.youtube.com/watch?si=x&v=abc"),
        ("t.me/a_channel", "https://t.me/a_channel/12"),
        ("t.me/s/a_channel", "https://t.me/s/a_channel"),
        ("a_page.blogspot.com", "https://a_page.blogspot.com/2020/01/x.html"),
        ("مثال.example/أ", "https://xn--mgbh0fb.example/%d8%a3/b"),
        ("127.0.0.1", "http://127.0.0.1:81/a"),
        ("magnet:?xt=urn:btih:AB", "magnet:?dn=x&xt=urn:btih:AB"),
    ],
)
def test_an_entry_matches_what_lies_under_it(entry: str, url: str) -> None:
    assert matches(entry, url)


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("example.org", "https://badexample.org/"),
        ("example.org", "https://example.org.evil.example/"),
        ("example.org/a", "https://example.org/ab"),
        ("example.org/a", "https://example.org/A"),
        ("example.org/a/b", "https://example.org/a"),
        ("sub.example.org", "https://example.org/"),
        ("example.org/watch?v=1", "https://example.org/watch?v=2"),
        ("example.org/watch?v=1", "https://example.org/watch"),
        ("example.org:8443", "https://example.org/"),
        ("127.0.0.1", "http://1.127.0.0.1.example/"),
    ],
)
def test_an_entry_matches_nothing_else(entry: str, url: str) -> None:
    assert not matches(entry, url)


@pytest.mark.parametrize(
    "entry",
    ["com", "localhost", "co.uk", "com.sa", "org.eg", "github.io", "blogspot.com", "t.me",
     "https://www.youtube.com/", "m.youtube.com", "youtube.com/watch", "m.youtube.com/watch/",
     "x.com", "mobile.twitter.com", "facebook.com/groups", "drive.google.com", "archive.org",
     "drive.google.com/file/d", "archive.org/details", "justpaste.it", "pastebin.com",
     "telegra.ph", "bit.ly", "x.com:8080"],
)  # fmt: skip
def test_an_entry_that_would_hit_very_many_people_is_refused(entry: str) -> None:
    with pytest.raises(SignalError) as caught:
        Url().parse(entry)

    assert caught.value.code == "signal.too_wide"
    assert caught.value.hint


def test_lookups_are_bounded_and_hold_the_key_first() -> None:
    key = url_key("https://" + "a." * 60 + "example.org:81/" + "/b" * 900 + "?x=1")

    found = lookups(key)

    assert found[0] == key
    assert len(found) <= 2 * MAX_HOSTS * (MAX_PATHS + 2)
    assert "example.org" in found


def test_rows_name_the_part_they_come_from() -> None:
    parts = [
        address("https://example.org/a"),
        Part(content=0, name="text", kind="text", text="no address"),
        address("no address"),
        Part(content=0, name="url", kind="digest", signal="url", value=b"example.org/b"),
    ]

    digests = Url().sign_many(make_batch(parts))

    assert digests.owner.tolist() == [0, 0, 3, 3]
    assert digests.rows.shape == (4, 16)


@pytest.mark.parametrize("url", ["https://example.org/a?x=1", "tg://resolve?domain=name"])
def test_the_written_form_gives_the_value_again(url: str) -> None:
    value = Url().parse(url)

    assert Url().parse(Url().write(value)) == value


def test_the_examples_match() -> None:
    for one, other in Url().examples():
        entry, hit = Url().sign(one), Url().sign(other)
        assert entry is not None
        assert hit is not None
        assert Url().distance(entry, hit) == 0
        assert matches(one.url or "", other.url or "")
