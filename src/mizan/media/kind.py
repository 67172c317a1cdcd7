"""What bytes really are, told from the bytes; a file's name only decides between texts."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

from mizan.errors import ContentError
from mizan.media.words import decode_text

FileKind = Literal["text", "html", "image", "other"]

_IMAGES = (  # first bytes of the formats that the image reader decodes
    b"\xff\xd8\xff",  # JPEG
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"II*\0",  # TIFF, little-endian
    b"MM\0*",  # TIFF, big-endian
)
_AVIF = (b"avif", b"avis")  # brands of an ISO base media file (ISO/IEC 14496-12)
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
    text   decodes as text, or is called text by its name: reading it then says why it cannot be
    other  everything else; only fingerprints of the whole file apply
    """
    if is_image(data):
        return "image"
    suffix = PurePath(name or "").suffix.lower()
    if suffix in _HTML_NAMES:
        return "html"
    if suffix in _TEXT_NAMES:
        return "text"
    try:
        text = decode_text(data)
    except ContentError:
        return "other"
    return "html" if _begins_as_html(text) else "text"


def is_image(data: bytes) -> bool:
    """Tell whether the first bytes are those of an image format that the image reader decodes."""
    if data.startswith(_IMAGES):
        return not data.startswith(b"BM") or _is_bmp(data)
    if data.startswith(b"RIFF"):
        return data[8:12] == b"WEBP"
    return data[4:8] == b"ftyp" and _has_avif_brand(data)


def _is_bmp(data: bytes) -> bool:
    """Tell a bitmap from a text that begins with "BM": its reserved bytes are zero."""
    return len(data) > 18 and data[6:10] == bytes(4) and data[15:18] == bytes(3)


def _has_avif_brand(data: bytes) -> bool:
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = data[8:length]
    return any(brands[at : at + 4] in _AVIF for at in range(0, len(brands), 4))


def _begins_as_html(text: str) -> bool:
    head = text[:512].lstrip().lower()
    tag = next((tag for tag in _HTML_HEADS if head.startswith(tag)), None)
    return tag is not None and (tag == "<!--" or head[len(tag) : len(tag) + 1] in " \t\n\f\r/>")
