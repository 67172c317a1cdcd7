from __future__ import annotations

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
        (b"\xc7\xe1", None, "other"),
        (b"\xff\xd8\xff<html>", None, "image"),
        (b"RIFF\0\0\0\0WAVE", None, "other"),
    ],
)
def test_a_kind_is_told_from_the_bytes(data: bytes, name: str | None, kind: str) -> None:
    assert what_is(data, name) == kind
