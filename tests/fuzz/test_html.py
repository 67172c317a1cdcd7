from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.media.html import read_html

MARKUP = (
    "< > </ <a <A\n <p> </p> <!-- --> <!x <? ' \" = / &amp; &#65; &#x; & ; href= src= alt= title= "
    "<title> </title> <textarea> </textarea> <noscript> </noscript> <svg> </svg> <style/> <style> "
    "</style> <select> <plaintext> <![CDATA[ ]]> <iframe srcdoc= srcset= --!> <!--> /> "
    "<script> </script> <base <meta <br/> http://a.example // [ text نص \ud800 \0"
)
PIECES = st.sampled_from(MARKUP.split(" "))
SOURCES = st.lists(PIECES | st.text(max_size=3), max_size=60).map("".join)


@settings(max_examples=300, deadline=None)
@given(SOURCES)
def test_any_page_is_read_and_every_character_keeps_its_place(source: str) -> None:
    page = read_html(source)

    assert len(page.text) == len(page.origin)
    assert list(page.origin) == sorted(page.origin)
    assert list(page.ends) == sorted(page.ends)
    for character, place, end in zip(page.text, page.origin, page.ends, strict=True):
        assert place < end <= len(source)
        assert source[place] in (character, "&") or character in " \n"
    for link in page.links:
        assert 0 <= link.start < link.end <= len(source)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters="<&")))
def test_a_text_without_markup_is_itself(source: str) -> None:
    assert read_html(source).text == source
