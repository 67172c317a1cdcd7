from __future__ import annotations

import pytest

from mizan.media.html import MAX_LINKS, Page, read_html

MILLION = 1_000_000


def words(page: Page) -> str:
    return " ".join(page.text.split())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>one<p>two", "one two"),
        ("Har<b>bour</b> news", "Harbour news"),
        ("الم<i>ين</i>اء", "الميناء"),
        ("a<br>b<td>c</td>d", "a b c d"),
        ("&#1605;&#x64a;&#X646;اء &amp; &copy; &notit; &nosuch;", "ميناء & © ¬it; &nosuch;"),
        ("&#0000000000065; &#xD800; 3 & 4 < 5 &", "A \ufffd 3 & 4 < 5 &"),
        ("<title>T</title><style>p{}</style><script>if (a<b) '<p>no'</SCRIPT >x", "T x"),
        ("<p hidden>a</p><div style='display:none'>b</div><template>c</template>", "a b c"),
        ("<noscript>a</noscript>b<!-- no -->c<!-->d<![CDATA[e]]>f", "a bcdf"),
        ("<img alt='a boat' src=x>and<a title=\"a quay\">here</a>", "a boat and a quay here"),
        ("<img alt=b>oat", "b oat"),
        ("before <!-- never closed <b>bold</b>", "before <!-- never closed bold"),
        ("<script>never closed", "never closed"),
        ("before <a href='x' and nothing more", "before <a href='x' and nothing more"),
        ('<a b="x>still read', "still read"),
        ("<1> </ > <", "<1> <"),
        ("</p foo='>'>after", "after"),
    ],
)
def test_a_page_says_what_can_be_read_or_was_hidden(source: str, text: str) -> None:
    assert words(read_html(source)) == text


@pytest.mark.parametrize(
    "source",
    [
        "Da<b>i</b>ly &amp; weekly<p>new &notit; line <img alt='a &lt; b'> &#x1F600;!",
        "<div>خبر &#1605;&#1606; <i>الم</i>يناء</div><li>بند",
        "<a href='unclosed &amp; tag",
    ],
)
def test_every_character_knows_its_place_in_the_source(source: str) -> None:
    page = read_html(source)

    assert len(page.origin) == len(page.text)
    assert list(page.origin) == sorted(page.origin)
    for character, place in zip(page.text, page.origin, strict=True):
        copied = source[place] == character
        decoded = source[place] == "&"
        added = source[place] == "<" if character == "\n" else character == " "
        assert copied or decoded or added


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("<a href=https://a.example/x>", ("https://a.example/x",)),
        ("<A HREF = 'HTTP://a.example/' >", ("HTTP://a.example/",)),
        ("<img src=//b.example/i.png>", ("https://b.example/i.png",)),
        ("<iframe src='http://c.example'><video src=http://d.example><source src=http://e.example>",
         ("http://c.example", "http://d.example", "http://e.example")),
        ("<a href='http://a.example/?a=1&copy=2&amp;b=3'>", ("http://a.example/?a=1&copy=2&b=3",)),
        ("<a href='ht\ntps://a.exa\tmple/'>", ("https://a.example/",)),
        ("<a href='&#104;ttp://a.example/'>", ("http://a.example/",)),
        ("<meta http-equiv=Refresh content='0; URL=http://f.example/'>", ("http://f.example/",)),
        ("<meta http-equiv=refresh content=\"5;url='http://f.example/'\" >", ("http://f.example/",)),
        ("<link rel=Canonical href=https://g.example/p>", ("https://g.example/p",)),
        ("<base href='https://h.example/a/' ><a href='b?c'>", ("https://h.example/a/b?c",)),
        ("<a href=/x><a href='#y'><a href='mailto:a@b.example'><a href='javascript:0'><a>", ()),
        ("<a href=http://a.example/><a href=http://a.example/>", ("http://a.example/",)),
        ("<base href='http://['><a href='http://a.example'><a href=b>", ("http://a.example",)),
    ],
)  # fmt: skip
def test_links_are_the_addresses_a_page_leads_to(source: str, links: tuple[str, ...]) -> None:
    page = read_html(source)

    assert page.links == links
    assert not page.truncated


def test_more_links_than_the_limit_are_cut_and_said_to_be() -> None:
    page = read_html("".join(f"<a href=http://h{i}.example/>" for i in range(MAX_LINKS + 1)))

    assert len(page.links) == MAX_LINKS
    assert page.truncated


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * MILLION,
        "<" * 5 * MILLION,
        "<!--" * MILLION,
        "</" * MILLION,
        "<a b='" * MILLION + "'>'",
        "<a b='\"" * MILLION + ">'",
        "<a " + "= " * MILLION + ">",
        "<a href='" + "x" * 5 * MILLION + "'>",
        "<script>" * MILLION,
        "<script></script" * MILLION,
        "&#" + "0" * 5 * MILLION,
        "&" + "a" * 5 * MILLION,
        "<meta http-equiv=refresh content='0" + " url=" * MILLION + "'>",
        "\ud800" * MILLION,
    ],
    ids=lambda source: source[:12].encode("ascii", "backslashreplace").decode(),
)
def test_hostile_pages_are_read_to_the_end(source: str) -> None:
    page = read_html(source)  # a quadratic reader would take hours

    assert len(page.origin) == len(page.text)
