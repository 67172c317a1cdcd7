"""Unpack: from contents to the parts that can be examined on their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mizan.config import MAX_FILE_BYTES, MAX_TEXT_BYTES
from mizan.errors import ContentError, SignalError
from mizan.media.html import Page, read_html
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
    faults  by row of the content, then by field ("data" or "url"): why that could not be read
    gaps    by row of the content: what of it was not examined, in words
    """

    parts: list[Part] = field(default_factory=list)
    errors: dict[int, ContentError] = field(default_factory=dict)
    faults: dict[int, dict[str, ContentError]] = field(default_factory=dict)
    gaps: dict[int, list[str]] = field(default_factory=dict)

    def note_gap(self, row: int, what: str) -> None:
        """Add to what was not examined of a content."""
        self.gaps.setdefault(row, []).append(what)

    def note_fault(self, row: int, source: str, error: ContentError) -> None:
        """Note that a field of a content could not be read."""
        self.faults.setdefault(row, {})[source] = error
        self.note_gap(row, f"{source}: {error.message}")


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
        parts += _address_parts(row, content, content.url, signals, unpacked)
    if content.data:
        parts += _file_parts(row, content, content.data, unpacked)
    parts += _given_parts(row, content, signals)
    if not (parts or row in unpacked.faults):
        raise ContentError(
            f"{content.id} is empty",
            hint="give it text, a URL, a file with bytes in it, or a fingerprint",
            code="content.empty",
        )
    return parts


def text_parts(row: int, text: str, *, name: str, page: Page | None = None) -> list[Part]:
    """Return the text as a part, and a part for each address that stands in it.

    page  the page that the text was taken from, so that places can be told in its source
    """
    if len(text) > MAX_TEXT_BYTES:
        raise too_large(name, MAX_TEXT_BYTES)
    origin, ends = (page.origin, page.ends) if page else (None, None)
    parts = [Part(content=row, name=name, kind="text", text=text, origin=origin, ends=ends)]
    for url, start, end in find_links(text):
        place = (start, end) if page is None else (page.origin[start], page.ends[end - 1])
        parts.append(Part(content=row, name=f"{name}.link", kind="url", url=url, place=place))
    return parts


def _address_parts(
    row: int,
    content: Content,
    url: str,
    signals: Mapping[str, SignalType],
    unpacked: Unpacked,
) -> list[Part]:
    part = Part(content=row, name="url", kind="url", url=url)
    if signals["url"].sign(part) is not None:
        return [part]
    error = ContentError(
        f"{content.id}: its url is no address",
        hint="give it as it stands in a browser, or leave it out",
        code="content.bad_url",
    )
    unpacked.note_fault(row, "url", error)
    return []


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
    try:
        if len(data) > MAX_TEXT_BYTES:
            raise too_large(name, MAX_TEXT_BYTES)
        text = decode_text(data)
    except ContentError as error:
        message = error.message if error.code == "content.too_large" else f"{name}: {error.message}"
        unpacked.note_fault(row, "data", ContentError(message, hint=error.hint, code=error.code))
        return [whole]
    beside = "file." if content.text else ""  # the content's own text is called "text"
    if kind == "html":
        return [whole, *_page_parts(row, text, f"{beside}html", unpacked)]
    return [whole, *text_parts(row, text, name=f"{beside}text")]


def _page_parts(row: int, source: str, name: str, unpacked: Unpacked) -> list[Part]:
    page = read_html(source)
    parts = text_parts(row, page.text, name=name, page=page) if page.text else []
    for link in page.links:
        place = (link.start, link.end)
        parts.append(Part(content=row, name=f"{name}.link", kind="url", url=link.url, place=place))
    if page.truncated:
        unpacked.note_gap(row, f"{name}: only its first {len(page.links)} links were read")
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
