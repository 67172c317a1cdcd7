"""What a case page shows of an item's content: as posted, as compared, its links and pictures."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mizan.errors import MizanError
from mizan.media.html import read_html
from mizan.media.kind import what_is
from mizan.media.words import decode_text
from mizan.service.console.review import names
from mizan.service.console.usertext import Span
from mizan.service.items.models import Item, ItemContent
from mizan.service.items.queries import text_of
from mizan.terms.label import LABELS
from mizan.text.fold import fold
from mizan.text.links import find_links

VIEWS = ("posted", "compared", "hidden")
MOST_LINKS = 50
MOST_LETTERS = 100_000  # of one text that a page shows
PICTURES = (  # first bytes of what may be shown as a picture, and its type (RFC 2046)
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A content, ready for the page."""

    text: str = ""
    parts: tuple[str, ...] = ()  # names of the engine's parts that the text is
    compared: str = ""
    links: tuple[str, ...] = ()
    picture: str = ""  # media type, when there is one that may be shown
    name: str = ""  # of a file
    digests: Mapping[str, str] = field(default_factory=dict)
    size: int = 0  # bytes of the file
    cut: bool = False  # there is more than the page shows
    origin: Sequence[int] = ()  # of a page's text: where each letter stands in its source


def shown(held: ItemContent) -> Shown:
    """Return what is shown of a held content. HTML becomes its text; nothing of it is run."""
    text, parts, links, origin = _words(held)
    data = bytes(held.data) if held.data is not None else b""
    found = [*([held.link] if held.link else []), *links]
    return Shown(
        text=text[:MOST_LETTERS],
        parts=parts,
        links=tuple(dict.fromkeys(found))[:MOST_LINKS],
        picture=picture_type(data),
        name=held.name,
        digests=held.digests or {},
        size=len(data),
        cut=len(text) > MOST_LETTERS,
        origin=origin,
    )


def compared(text: str) -> str:
    """Return the form in which texts are compared."""
    return fold(text)


def picture_type(data: bytes) -> str:
    """Return the media type of a picture that browsers show, by its first bytes; "" for others."""
    if not data or what_is(data[:65536]) != "image":
        return ""
    for head, kind in PICTURES:
        if data.startswith(head):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/avif" if data[4:8] == b"ftyp" else ""


def spans(item: Item, content: Shown) -> list[Span]:
    """Return the stretches of the text that the findings point to, in code points of it."""
    findings: list[dict[str, Any]] = (item.report or {}).get("findings", [])
    return [
        Span(
            start=_place(content, start),
            end=_place(content, end),
            label=names.label(found["label"]),
            kind=_kind(found["label"]),
            key=f"f{place}",
        )
        for place, found in enumerate(findings)
        if found["part"] in content.parts
        for start, end in found["spans"]
    ]


def _place(content: Shown, place: int) -> int:
    """Return a place of the original in the text that is shown."""
    return bisect_left(content.origin, place) if content.origin else place


def _kind(label: str) -> str:
    known = LABELS.get(label)
    return known.kind if known else "evidence"


_Words = tuple[str, tuple[str, ...], list[str], Sequence[int]]


def _plain(text: str) -> _Words:
    return text, ("text", "text.link"), [url for url, _, _ in find_links(text)], ()


def _words(held: ItemContent) -> _Words:
    """Return the text, the names of its parts, its links, and of a page where its letters stood."""
    text = text_of(held)
    if text is not None:
        return _plain(text)
    if held.data is None:
        return "", (), [], ()
    data = bytes(held.data)
    kind = what_is(data, held.name or None)
    if kind not in {"text", "html"}:
        return "", (), [], ()
    try:
        written = decode_text(data)
    except MizanError:
        return "", (), [], ()
    if kind == "html":
        page = read_html(written)
        return page.text, ("html",), [link.url for link in page.links], page.origin
    return _plain(written)
