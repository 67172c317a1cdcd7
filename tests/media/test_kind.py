from __future__ import annotations

import codecs
import random
import zlib
from pathlib import Path

import pytest

from mizan.media.kind import what_is

IMAGES = Path(__file__).parent.parent / "data" / "images"


@pytest.mark.parametrize("path", sorted(IMAGES.iterdir()), ids=lambda path: path.name)
def test_images_are_known_by_their_first_bytes_whatever_they_are_called(path: Path) -> None:
    data = path.read_bytes()

    assert what_is(data) == "image"
    assert what_is(data, "letter.txt") == "image"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"", None, "text"),
        (b"BM is how this text begins, and it goes on", None, "text"),
        ("نص عادي".encode(), None, "text"),
        (b"\xff\xfeh\0i\0", None, "text"),
        (b"<p>hello", None, "html"),
        (b"  <!DOCTYPE html><title>x</title>", None, "html"),
        (b"<!-- note -->", None, "html"),
        (b"<preface> is no tag", None, "text"),
        (b"a < b", None, "text"),
        (b"plain words", "page.HTML", "html"),
        (b"<p>hello", "note.txt", "text"),
        (b"\0\x01\x02", "note.txt", "text"),
        (b"\0\x01\x02", "film.mp4", "other"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", None, "other"),
        (b"PK\x03\x04\0\0", None, "other"),
        (b"\xff\xd8\xff<html>", None, "image"),
        (b"RIFF\0\0\0\0WAVE", None, "other"),
    ],
)
def test_a_kind_is_told_from_the_bytes(data: bytes, name: str | None, kind: str) -> None:
    assert what_is(data, name) == kind


ARABIC = "بيان من جبهة الفانوس الأسود إلى أهل الميناء. " * 3
ENGLISH = "A statement of the Black Lantern Front to the people of the harbour. " * 3


@pytest.mark.parametrize("text", [ARABIC, ENGLISH], ids=["ar", "en"])
@pytest.mark.parametrize("name", [None, "-", "note", "note.bin"])
def test_a_text_with_stray_bytes_stays_a_text(text: str, name: str | None) -> None:
    for data in (b"\xff" + text.encode(), text.encode() + b"\xc3", text.encode() + b"\x80 x\xf8"):
        assert what_is(data, name) == "text"
        assert what_is(b"<html><p>" + data, name) == "html"


@pytest.mark.parametrize(
    "data",
    [
        ARABIC.encode("cp1256"),
        ARABIC.encode("iso8859-6"),
        "\u0627\u0644".encode("cp1256"),
        "Überprüfung à la façade, café".encode("latin-1"),
        "été".encode("latin-1"),
        codecs.BOM_UTF16_LE + b"a",
    ],
)
def test_a_text_in_another_encoding_stays_a_text(data: bytes) -> None:
    assert what_is(data) == "text"


@pytest.mark.parametrize("text", [ARABIC, ENGLISH], ids=["ar", "en"])
@pytest.mark.parametrize(
    "head",
    ["GIF89a ", "GIF87a", "RIFF....WEBPVP8 ", "BM ", "BMP, ", "PK ", "ID3 ", "....ftypavif",
     "%PDF-1.4\n", "MZ", "BZh9 ", "Rar! ", "OggS ", "RIFF 12 WAVE "],
)  # fmt: skip
def test_a_text_that_begins_like_a_format_is_a_text(head: str, text: str) -> None:
    data = (head + text).encode()

    assert what_is(data) == "text"
    assert what_is(data, "note.txt") == "text"


def test_a_text_that_begins_like_an_image_and_has_a_stray_byte_is_a_text() -> None:
    assert what_is(b"GIF89a " + ENGLISH.encode() + b"\xff") == "text"


@pytest.mark.parametrize(
    "head",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"PK\x03\x04\x14\x01",
        b"\x7fELF\x02\x01\x01\xff",
        b"\x1f\x8b\x08\x08",
        b"ID3\x03\x01\xff",
        b"\xff\xfb\x90\x64",
        b"OggS\0\x02",
        b"RIFF\xf0\x01\x01\x01WAVEfmt ",
        b"7z\xbc\xaf\x27\x1c",
        b"Rar!\x1a\x07\x01\xff",
        b"SQLite format 3\0",
        b"\0\0\0\x18ftypmp42",
        b"BZh91AY&SY\xff",
        b"\xfd7zXZ\0",
    ],
)
def test_a_binary_format_is_never_taken_for_a_broken_text(head: bytes) -> None:
    data = head + b"words that stand in it " * 20

    assert what_is(data) == "other"


def test_a_pdf_in_plain_letters_is_no_text() -> None:
    assert what_is(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n") == "other"


@pytest.mark.parametrize("size", [200, 1000, 20_000])
def test_bytes_that_look_random_are_no_text(size: int) -> None:
    letters = random.Random(size).choices(ARABIC, k=size)
    packed = zlib.compress("".join(letters).encode()).replace(b"\0", b"\1")

    assert what_is(packed[2:]) == "other"
