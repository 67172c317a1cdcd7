from __future__ import annotations

import pytest

from mizan.media.html import MAX_LINKS, Page, read_html

MILLION = 1_000_000
MANY = 100_000


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
        ("<noscript>a</noscript>b<!-- no -->c<!-->d<![CDATA[e]]>f", "a bcdef"),
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

    assert len(page.origin) == len(page.ends) == len(page.text)
    assert list(page.origin) == sorted(page.origin)
    assert list(page.ends) == sorted(page.ends)
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
        ("<iframe src='http://c.example'></iframe><video src=http://d.example><source src=http://e.example>",
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
        ("<form action=http://a.example><button formaction=http://b.example>",
         ("http://a.example", "http://b.example")),
        ("<object data=http://a.example><p data='http://b.example'>", ("http://a.example",)),
        ("<embed src=http://a.example><area href=http://b.example><link href=http://c.example>",
         ("http://a.example", "http://b.example", "http://c.example")),
        ("<video poster=http://a.example><div data-href=http://b.example data-url=//c.example>",
         ("http://a.example", "http://b.example", "https://c.example")),
        ("<img srcset='http://a.example/1 1x, //b.example/2 2x,http://c.example/3,, http://d.example'>",
         ("http://a.example/1", "https://b.example/2", "http://c.example/3", "http://d.example")),
        ("<svg><a xlink:href=http://a.example>", ("http://a.example",)),
        ("<script src=http://a.example></script><a href=//b.example><a href=//b.example>",
         ("https://b.example",)),
        ("<iframe srcdoc=\"<a href='http://a.example'>\">", ("http://a.example",)),
    ],
)  # fmt: skip
def test_links_are_the_addresses_a_page_leads_to(source: str, links: tuple[str, ...]) -> None:
    page = read_html(source)

    assert tuple(link.url for link in page.links) == links
    assert not page.truncated


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("<p>خبر <a class=x href='http://a.example/؟'>هنا</a>", "http://a.example/؟"),
        ("<p>news <a href=http://a.example>here</a>", "http://a.example"),
        ('<a href=" &#104;ttp://a.example/ ">', " &#104;ttp://a.example/ "),
        ("<img alt=a srcset='x 1x, http://a.example 2x'>", "x 1x, http://a.example 2x"),
        ("<meta http-equiv=refresh content='0; url=http://a.example'>", "0; url=http://a.example"),
    ],
)
def test_a_link_stands_where_the_value_of_its_attribute_stands(source: str, value: str) -> None:
    (link,) = read_html(source).links

    assert source[link.start : link.end] == value


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
        "<title>" * MANY,
        "<textarea></textarea " * MANY,
        "<svg><style><" * MANY,
        "<svg><title>a" * MANY,
        "<script><!--<script>" * MANY,
        "<script><!--<script></script>" * MANY,
        "<noscript>" + "<!--" * MANY + "</noscript>-->",
        "<noscript>" + "<script>" * MANY + "</noscript></script>",
        "<noscript><script></noscript>" * MANY + "</script>",
        "<noscript><!--</noscript>" * MANY + "-->",
        "<noscript><a b='</noscript>" * MANY + "'>",
        "<noscript><a b=</noscript>" * MANY + "'>",
        "<noscript><a b='</noscript><noscript><a b=\"</noscript>" * MANY + "'\">",
        "<noscript>" * MANY + "</noscript>",
        "<![CDATA[" * MANY,
        "<img srcset='" + "a," * MANY + "'>",
        "<img srcset='" + "a " * MANY + "'>",
        "<iframe srcdoc='" * MANY + "'>",
        "<!-- --!" * MANY,
    ],
    ids=lambda source: source[:12].encode("ascii", "backslashreplace").decode(),
)
def test_hostile_pages_are_read_to_the_end(source: str) -> None:
    page = read_html(source)  # a quadratic reader would take hours

    assert len(page.origin) == len(page.text)


STATEMENTS = ["Join the Black Lantern Front", "انضم إلى جبهة الفانوس الأسود"]


@pytest.mark.parametrize("statement", STATEMENTS, ids=["en", "ar"])
@pytest.mark.parametrize(
    "source",
    [
        # an element that holds no markup
        "<title>x<!--</title><p>ST</p><!-- -->",
        "<textarea>x<!--</textarea><p>ST</p><!-- -->",
        "<title>x<script></title><p>ST</p><script></script>",
        "<iframe><!--</iframe><p>ST</p><!-- -->",
        "<noembed><!--</noembed><p>ST</p><!-- -->",
        "<noframes><!--</noframes><p>ST</p><!-- -->",
        "<xmp><!--</xmp><p>ST</p><!-- -->",
        "<xmp><!-- ST --></xmp>",
        "<textarea><script>ST</script></textarea>",
        "<textarea><p class='ST'></textarea>",
        "<textarea>x</textarea\v><!--</textarea><p>ST</p><!-- -->",
        "<plaintext><!-- ST -->",
        "<title>never closed <!-- ST -->",
        "<title/><!-- </title><p>ST</p> -->",
        "<textarea/><x class='ST",
        "<select><textarea/><x class='ST'></textarea>",
        "<script/><x a=' </script>'ST>",
        "<svg><table><xmp/><x a=' ST<br/>",
        "<select><select/><xmp/><!x ST<script/>",
        "<script/><x a=\"</script>'ST</p>",
        "<select></svg><style></select><p>ST</p></style>",
        "<svg></math><style><p>ST</p></style>",
        "<select/><style></select><p>ST</p></style>",
        "<plaintext/><!-- ST -->",
        # comments
        "<!-- x --!><p>ST</p><!-- -->",
        "<!--><p>ST</p><!-- -->",
        "<!---><p>ST</p><!-- -->",
        "<!----!><p>ST</p><!-- -->",
        "<!--!><script>--><p>ST</p><script></script>",
        "<!---!><script>--><p>ST</p><script></script>",
        # scripts and styles
        "<script src='x'/>ST<script></script>",
        "<script/><!-- </script><p>ST</p> -->",
        "<svg><style/></svg><p>ST</p><style></style>",
        "<svg><style><p>ST</p></style>",
        "<svg><script><b>ST</b></script>",
        "<math><style><p>ST</p></style>",
        "<svg><svg></svg><style><p>ST</p></style>",
        "<svg href=x/><style><p>ST</p></style>",
        "<svg><foreignObject></svg></foreignObject><style><p>ST</p></style>",
        "<svg><title><textarea></title></svg></textarea></title><style><p>ST</p></style>",
        "<math><textarea><x a='</textarea></math><!-- '><p>ST</p><!-- -->",
        "<math><textarea><x a='</textarea><y b=\"'><p>ST</p>\">",
        "<select><style></select><p>ST</p></style>",
        "<svg><text><![CDATA[ST]]></text></svg>",
        "<svg><text><![CDATA[ <x> <script>ST<script></script> ]]></text></svg>",
        "<![CDATA[><textarea>]]><!--</textarea>ST-->",
        "<script><!--<script></script><!--</script><p>ST</p><!-- -->",
        "<style></\u017ftyle><!--</style><p>ST</p><!-- -->",
        "<script\v>ST<script></script>",
        # with scripts and without
        "<noscript><!--</noscript><p>ST</p><!-- -->",
        "<noscript><!-- </noscript><p>ST</p><!-- -->",
        "<noscript><textarea></noscript><x a='</textarea>'>ST",
        "<noscript><plaintext></noscript><p>ST",
        "<noscript><script></noscript><p>ST</p><script></script>",
        "<noscript><p class='</noscript>ST'>",
        "<noscript><x a='</noscript><!--'><p>ST</p><!-- -->",
        # attributes
        "<x a=\v'><p>ST</p><x a='>",
        "<input type=submit value='ST'>",
        "<option label='ST'>",
        "<iframe srcdoc='<p>ST</p>'></iframe>",
        "<iframe srcdoc='&lt;p&gt;ST&lt;/p&gt;'></iframe>",
    ],
)  # fmt: skip
def test_no_trick_of_markup_hides_a_visible_text(source: str, statement: str) -> None:
    page = read_html(source.replace("ST", statement))

    assert statement in words(page)


@pytest.mark.parametrize("statement", STATEMENTS, ids=["en", "ar"])
@pytest.mark.parametrize(
    "source",
    [
        "<!-- ST -->",
        "<p>a</p><!-- x -> -- > ST -->",
        "<script>a <!-- <script> </script> ST --></script>",
        "<style>ST</style >",
        "<svg><title>Icon</title><path d='M0'/></svg><script>ST</script><!-- ST -->",
        "<svg><title/><desc/><path/></svg><script>ST</script><!-- ST -->",
        "<svg><desc>drawn</desc><style>a{}</style></svg><style>ST</style><!-- ST -->",
        "<noscript><iframe src='x'></iframe></noscript><script>ST</script>",
        "<select><option>a</select><script>ST</script>",
        "<p class='ST'>",
    ],
)
def test_what_no_browser_shows_is_left_out(source: str, statement: str) -> None:
    page = read_html(source.replace("ST", statement))

    assert statement not in words(page)


@pytest.mark.parametrize(
    ("source", "span", "stretch"),
    [
        ("<p>a&#116;</p>", "at", "a&#116;"),
        ("<p>&#1605;&#x646; هنا", "من", "&#1605;&#x646;"),
        ("x &amp; y", "& y", "&amp; y"),
        ("<img alt='&#116;o'>", "to", "&#116;o"),
        ("<b>fr</b>ont", "front", "fr</b>ont"),
        ("<textarea>&#1605;ن</textarea>", "من", "&#1605;ن"),
        ("<iframe srcdoc='&lt;p&gt;&amp;#116;o'>", "to", "&amp;#116;o"),
    ],
)
def test_a_span_covers_whole_entities_in_the_source(source: str, span: str, stretch: str) -> None:
    page = read_html(source)

    start = page.text.index(span)
    end = start + len(span)
    assert source[page.origin[start] : page.ends[end - 1]] == stretch


def test_pages_within_pages_are_read_to_some_depth_and_deeper_ones_with_their_tags() -> None:
    source = "<b>deep</b>"
    for _ in range(6):
        source = "<iframe srcdoc='" + source.replace("&", "&amp;").replace("'", "&#39;") + "'>"

    assert "deep" in read_html(source).text
