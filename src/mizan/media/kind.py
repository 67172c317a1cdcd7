"""What bytes really are, told from the bytes; a file's name only decides between texts."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath
from typing import Literal

from mizan.errors import ContentError
from mizan.media.words import count_controls, decode_text

FileKind = Literal["text", "html", "image", "other"]

_IMAGES = (  # first bytes of the formats that the image reader decodes; the others: is_image
    b"\xff\xd8\xff",  # JPEG
    b"\x89PNG\r\n\x1a\n",
    b"II*\0",  # TIFF, little-endian
    b"II\0*",  # the same, written wrongly; the image reader takes it
    b"II+\0",  # BigTIFF
    b"MM\0*",  # TIFF, big-endian
    b"MM*\0",
    b"MM\0+",
)
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})  # sizes in bytes of its second header
_AVIF = (b"avif", b"avis")  # brands of an ISO base media file (ISO/IEC 14496-12)
_BINARY = (  # first bytes of common formats; none begins a text
    b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08",  # ZIP, and what is packed with it
    b"\x1f\x8b", b"\x1f\x9d", b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18",  # packers
    b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07",
    b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xd0\xcf\x11\xe0", b"SQLite format 3\0",
    b"ID3\x02", b"ID3\x03", b"ID3\x04", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2",  # MP3
    b"\xff\xf1", b"\xff\xf9", b"OggS\0", b"\x1aE\xdf\xa3", b"FLV\x01",
)  # fmt: skip
_LETTERED = re.compile(  # the same, in letters with which a text may begin, too
    rb"%PDF-|BZh[1-9]|fLaC|wOF[F2]|RIFF[\s\S]{4}(?:WAVE|AVI |WEBP|ACON|sfbk|RMID)"
)
_PDF = re.compile(rb"%PDF-[0-9]\.[0-9]\s")
_HEAD = 4096  # bytes that are looked at
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml", ".xht"})
_TEXT_NAMES = frozenset({".txt", ".text", ".md", ".csv", ".tsv", ".json", ".jsonl", ".log"})
_HTML_HEADS = (  # how HTML without a name begins (WHATWG MIME Sniffing, 7.1)
    "<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<script", "<style", "<iframe",
    "<table", "<div", "<font", "<h1", "<br", "<p", "<a", "<b", "<!--",
)  # fmt: skip


def what_is(data: bytes, name: str | None = None) -> FileKind:
    """Return what to examine `data` as.

    image  its first bytes are those of JPEG, PNG, GIF, WebP, AVIF, BMP or TIFF
    html   text that its name or its first tag calls HTML
    text   decodes as text, is called text by its name, or looks like text with broken bytes or in
           another encoding: reading it then says why it cannot be
    other  everything else; only fingerprints of the whole file apply
    """
    if is_image(data):
        return "image"
    suffix = PurePath(name or "").suffix.lower()
    if suffix in _HTML_NAMES:
        return "html"
    if suffix in _TEXT_NAMES:
        return "text"
    if data.startswith(_BINARY):
        return "other"
    try:
        text = decode_text(data)
    except ContentError as error:
        if error.code != "content.not_utf8" or not _may_be_text(data):
            return "other"
        text = data[:_HEAD].decode("utf-8", "replace")
    if _is_document(data):
        return "other"
    return "html" if _begins_as_html(text) else "text"


def is_image(data: bytes) -> bool:
    """Tell whether the first bytes are those of an image format that the image reader decodes.

    A text may begin like a GIF or a WebP ("GIF89a is ..."), but holds no NUL byte; they all do.
    """
    if data.startswith(_IMAGES):
        return True
    if data.startswith(b"BM"):
        return int.from_bytes(data[14:18], "little") in _BMP_HEADERS
    if data.startswith((b"GIF87a", b"GIF89a")) or data[:4] + data[8:15] == b"RIFFWEBPVP8":
        return b"\0" in data
    return data[:1] == b"\0" and data[4:8] == b"ftyp" and _has_avif_brand(data)


def _may_be_text(data: bytes) -> bool:
    """Tell whether bytes that are not UTF-8 look like a text that went wrong.

    Up to one byte in ten that UTF-8 does not know: a text with stray bytes. More of them: a text
    in another encoding, where it holds next to no controls; of bytes that look random, as
    compressed ones do, one in ten is a control. In doubt it is a text, so that its reader says
    that it was not read.
    """
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    if _LETTERED.match(data):
        return False
    head = data[:_HEAD]
    unknown = sum("\udc80" <= sign <= "\udcff" for sign in head.decode("utf-8", "surrogateescape"))
    return unknown * 10 <= len(head) or count_controls(head) * 100 <= len(head)


def _is_document(data: bytes) -> bool:
    """Tell whether `data` is a PDF, even one in plain ASCII: its text is not in its bytes."""
    return _PDF.match(data) is not None and b"endobj" in data and b"%%EOF" in data[-1024:]


def _has_avif_brand(data: bytes) -> bool:
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = data[8:length]
    return any(brands[at : at + 4] in _AVIF for at in range(0, len(brands), 4))


def _begins_as_html(text: str) -> bool:
    head = text[:512].lstrip().lower()
    tag = next((tag for tag in _HTML_HEADS if head.startswith(tag)), None)
    return tag is not None and (tag == "<!--" or head[len(tag) : len(tag) + 1] in " \t\n\f\r/>")
