from __future__ import annotations

import codecs

import pytest

from mizan.errors import ContentError
from mizan.media.words import decode_text

BOTH = "Harbour news — أخبار الميناء"


@pytest.mark.parametrize(
    "data",
    [
        BOTH.encode(),
        codecs.BOM_UTF8 + BOTH.encode(),
        codecs.BOM_UTF16_LE + BOTH.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + BOTH.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + BOTH.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + BOTH.encode("utf-32-be"),
    ],
)
def test_text_is_decoded_by_its_mark_and_else_as_utf8(data: bytes) -> None:
    assert decode_text(data) == BOTH


def test_no_bytes_are_an_empty_text() -> None:
    assert decode_text(b"") == ""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04\0\0\0", "content.not_text"),
        (bytes(range(1, 9)) * 4, "content.not_text"),
        (codecs.BOM_UTF16_LE + b"a\0\0\0", "content.not_text"),
        ("أخبار الميناء".encode("cp1256"), "content.not_utf8"),
        ("café".encode("latin-1"), "content.not_utf8"),
        (codecs.BOM_UTF16_LE + b"\0\xdc", "content.not_utf8"),
        (codecs.BOM_UTF16_LE + b"a", "content.not_utf8"),
    ],
)
def test_what_is_no_text_is_refused_with_a_way_out(data: bytes, code: str) -> None:
    with pytest.raises(ContentError) as caught:
        decode_text(data)

    assert caught.value.code == code
    assert caught.value.hint


def test_the_hint_for_another_encoding_names_a_tool() -> None:
    with pytest.raises(ContentError, match="iconv"):
        decode_text(b"\xc7\xe1")
