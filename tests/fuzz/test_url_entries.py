"""Any text at all as a key: its entries in the kernel are those of the plain way."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mizan.signals.key import key_of
from mizan.signals.url import entry_keys
from mizan.signals.url_key import lookups

PIECES = st.lists(
    st.sampled_from(
        ["a", "b.", "com", "org", ".", ":80", ":", "/", "//", "?", "x=1", "[", "]", "::1", "1",
         "0.0", "https", "-", "+", "a." * 12, "/p" * 20, "z" * 63, "\n", "\x7f", "é", "ا", "😀"]
    ),
    max_size=14,
).map("".join)  # fmt: skip

ANYTHING = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(deadline=None, max_examples=400)
@example("")
@example("a.b.c.d.e.f.g.h.i.j.example.org:8443" + "/b" * 200 + "?x=1")
@example("tg://resolve?domain=name")
@example("[::1]:80/a")
@example("127.0.0.1/a")
@given(
    st.one_of(
        PIECES,
        st.text(st.characters(codec="utf-8"), max_size=40),
        st.text(st.characters(max_codepoint=127)),
    )
)
def test_the_kernel_gives_the_entries_of_the_plain_way_in_its_order(key: str) -> None:
    found = entry_keys(key)

    assert [row.tobytes() for row in found] == [key_of(one.encode()) for one in lookups(key)]
