"""Bytes into text: UTF-8, or UTF-16 and UTF-32 with a byte order mark. Nothing is guessed."""

from __future__ import annotations

import codecs

from mizan.errors import ContentError

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_HEAD = 4096  # bytes in which a binary format shows itself
_STRANGE = bytes(sorted(set(range(32)) - set(b"\t\n\v\f\r\b\x1b")))  # controls no text is full of


def decode_text(data: bytes) -> str:
    """Return the text that `data` holds, without its byte order mark.

    ContentError: `content.not_text` for binary data, `content.not_utf8` for another encoding.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    if encoding in {"utf-8", "utf-8-sig"} and _is_binary(data):
        raise _not_text()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ContentError(
            f"not {encoding.upper().removesuffix('-SIG')}: byte {error.start} cannot be decoded",
            hint="convert it first, for example: iconv -f WINDOWS-1256 -t UTF-8",
            code="content.not_utf8",
        ) from None
    if "\0" in text:
        raise _not_text()
    return text


def count_controls(data: bytes) -> int:
    """Return how many bytes of `data` are control characters that texts do not hold."""
    return len(data) - len(data.translate(None, _STRANGE))


def _is_binary(data: bytes) -> bool:
    """Tell whether `data` holds a NUL byte, or begins with more than one control in ten."""
    head = data[:_HEAD]
    return b"\0" in data or count_controls(head) * 10 > len(head)


def _not_text() -> ContentError:
    return ContentError(
        "binary data, not text",
        hint="it cannot be read as text; its fingerprint as a file is still looked up",
        code="content.not_text",
    )
