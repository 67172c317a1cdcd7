"""Any text at all as an address: a key or a clear refusal, and the key is its own key."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.errors import SignalError
from mizan.signals.url_key import MAX_HOSTS, MAX_PATHS, lookups, refuse_wide, url_key

ANYTHING = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
PIECES = st.lists(
    st.sampled_from(
        ["http", "https", "magnet", "tg", "data", ":", "/", "//", "?", "#", "&", "=", "@", "%",
         "%2e", "%41", "%d8%a7", ".", "..", "www.", "example", "org", "xt=", "utm_source=", "[",
         "]", "::1", "127", "0x7f", ":80", "\\", "\t", " ", "ا", "İ", "ß", "\ud800", "\0", "x",
         "\u200b", "\u200f"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


def key_or_code(url: str, *, entry: bool = False) -> tuple[str, str]:
    """Return (key, "") or ("", the code of the refusal)."""
    try:
        key = url_key(url)
        if entry:
            refuse_wide(key)
    except SignalError as error:
        return "", error.code
    return key, ""


@settings(deadline=None, max_examples=400)
@given(st.one_of(ANYTHING, PIECES, PIECES.map("https://".__add__)))
def test_every_text_has_a_stable_key_or_is_refused(url: str) -> None:
    key, code = key_or_code(url)

    assert code in ("", "signal.bad_url")
    if key:
        found = lookups(key)
        assert key.encode()
        assert url_key(key) == key
        assert found[0] == key
        assert len(found) == len(set(found)) <= 2 * MAX_HOSTS * (MAX_PATHS + 2)


@settings(deadline=None, max_examples=100)
@given(PIECES)
def test_an_entry_is_taken_or_refused_by_code(url: str) -> None:
    _, code = key_or_code(url, entry=True)

    assert code in ("", "signal.bad_url", "signal.too_wide")
