"""Unpack: from contents to the parts that can be examined on their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mizan.config import MAX_FILE_BYTES, MAX_TEXT_BYTES
from mizan.errors import ContentError, SignalError
from mizan.media.html import read_html
from mizan.media.kind import what_is
from mizan.media.words import decode_text
from mizan.signals.protocol import SignalType
from mizan.terms.content import Content
from mizan.terms.part import Part
from mizan.text.links import find_links

GIVEN = ("sha256", "sha1", "md5", "pdq")  # fingerprints that may come without the bytes


@dataclass(slots=True)
class Unpacked:
    """The parts of a batch, and what went wrong on the way.

    errors  by row of the content: why it could not be examined at all; such a content has no parts
    faults  by row of the content: why its file could not be read, though its bytes are compared
    gaps    by row of the content: what of it was not examined, in words
    """

    parts: list[Part] = field(default_factory=list)
    errors: dict[int, ContentError] = field(default_factory=dict)
    faults: dict[int, ContentError] = field(default_factory=dict)
    gaps: dict[int, list[str]] = field(default_factory=dict)

    def note_gap(self, row: int, what: str) -> None:
        """Add to what was not examined of a content."""
        self.gaps.setdefault(row, []).append(what)

    def note_fault(self, row: int, error: ContentError) -> None:
        """Note that a content's file could not be read."""
        self.faults[row] = error
        self.note_gap(row, f"file: {error.message}")


def unpack(contents: Sequence[Content], signals: Mapping[str, SignalType]) -> Unpacked:
    """Take every content apart; one that is broken leaves its error and disturbs no other."""
    unpacked = Unpacked()
    for row, content in enumerate(contents):
        try:
            unpacked.parts.extend(_parts_of(row, content, signals, unpacked))
        except ContentError as error:
            unpacked.errors[row] = error
    return unpacked


def _parts_of(
    row: int, content: Content, signals: Mapping[str, SignalType], unpacked: Unpacked
) -> list[Part]:
    parts: list[Part] = []
    if content.text:
        parts += text_parts(row, content.text, name="text")
    if content.url:
        parts.append(Part(content=row, name="url", kind="url", url=content.url))
    if content.data:
        parts += _file_parts(row, content, content.data, unpacked)
    parts += _given_parts(row, content, signals)
    if not parts:
        raise ContentError(
            f"{content.id} is empty",
            hint="give it text, a URL, a file with bytes in it, or a fingerprint",
            code="content.empty",
        )
    return parts


def text_parts(
    row: int, text: str, *, name: str, origin: Sequence[int] | None = None
) -> list[Part]:
    """Return the text as a part, and a part for each address that stands in it."""
    if len(text) > MAX_TEXT_BYTES:
        raise too_large(name, MAX_TEXT_BYTES)
    parts = [Part(content=row, name=name, kind="text", text=text, origin=origin)]
    for url, start, end in find_links(text):
        place = (start, end) if origin is None else (origin[start], origin[end - 1] + 1)
        parts.append(Part(content=row, name=f"{name}.link", kind="url", url=url, place=place))
    return parts


def too_large(name: str, limit: int) -> ContentError:
    """Return the error for something above a limit of so many bytes."""
    return ContentError(
        f"{name} is larger than {limit // 2**20} MiB",
        hint="split it and scan the pieces",
        code="content.too_large",
    )


def _file_parts(row: int, content: Content, data: bytes, unpacked: Unpacked) -> list[Part]:
    name = content.name or content.id
    if len(data) > MAX_FILE_BYTES:
        raise too_large(name, MAX_FILE_BYTES)
    kind = what_is(data, content.name)
    if kind == "image":
        return [Part(content=row, name="image", kind="image", data=data)]
    whole = Part(content=row, name="file", kind="file", data=data)
    if kind == "other":
        unpacked.note_gap(row, "file: only compared as a whole, its inside was not read")
        return [whole]
    if len(data) > MAX_TEXT_BYTES:
        raise too_large(name, MAX_TEXT_BYTES)
    try:
        text = decode_text(data)
    except ContentError as error:
        told = ContentError(f"{name}: {error.message}", hint=error.hint, code=error.code)
        unpacked.note_fault(row, told)
        return [whole]
    if kind == "html":
        return [whole, *_page_parts(row, text)]
    return [whole, *text_parts(row, text, name="text")]


def _page_parts(row: int, source: str) -> list[Part]:
    page = read_html(source)
    parts = text_parts(row, page.text, name="html", origin=page.origin) if page.text else []
    parts += [Part(content=row, name="html.link", kind="url", url=url) for url in page.links]
    return parts


def _given_parts(row: int, content: Content, signals: Mapping[str, SignalType]) -> list[Part]:
    parts = []
    for name in GIVEN:
        written: str | None = getattr(content, name)
        if written is None:
            continue
        try:
            value = signals[name].parse(written)
        except SignalError as error:
            raise ContentError(
                f"{content.id}: its {name} is malformed", hint=error.hint, code="content.bad_signal"
            ) from None
        parts.append(Part(content=row, name=name, kind="digest", signal=name, value=value))
    return parts
