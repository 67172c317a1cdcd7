"""Receiving: what a request holds becomes rows to store, or a fault that says what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from mizan.config import MAX_FILE_BYTES, MAX_TEXT_BYTES
from mizan.errors import ContentError, DeskError
from mizan.service.items.models import Item, ItemContent
from mizan.terms.time import Moment, now

Kind = Literal["text", "html", "file", "url", "digest"]
DIGESTS = {"sha256": 64, "sha1": 40, "md5": 32, "pdq": 64}  # hex digits
LONGEST_SOURCE, LONGEST_ID = 64, 255  # characters
MOST_FILE = min(MAX_FILE_BYTES, 64 * 2**20)  # bytes; larger files are hashed where they lie


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """One thing that the service hands in."""

    source: str  # 1..64 characters
    external_id: str  # 1..255 characters
    text: str | None = None
    html: str | None = None
    url: str | None = None  # an address that is the content
    data: bytes | None = None
    name: str = ""
    digests: dict[str, str] = field(default_factory=dict)
    surface: str = ""
    public: bool = True
    author: str = ""
    thread: str = ""
    link: str = ""  # where the item itself stands
    reach: int = 0
    posted_at: Moment | None = None


def rows_of(
    new: NewItem, *, actor: str, closed_surfaces: tuple[str, ...]
) -> tuple[Item, ItemContent]:
    """Return the rows of a new item. ContentError or DeskError when it cannot be taken.

    closed_surfaces  surfaces that are not public and are scanned all the same
    """
    if not new.public and new.surface not in closed_surfaces:
        raise DeskError(
            "what is not public is not scanned",
            hint="an operator may switch it on for a named surface, in the settings",
            code="desk.not_public",
        )
    _refuse_unusable(new)
    held = ItemContent(
        text=_bytes(new.text if new.html is None else None),
        link=new.url,
        data=_bytes(new.html) if new.html is not None else new.data,
        name=new.name[:255] or ("page.html" if new.html is not None else ""),
        digests=new.digests,
    )
    item = Item(
        source=new.source,
        external_id=new.external_id,
        kind=_kind(new),
        surface=new.surface[:64],
        public=new.public,
        author=new.author[:128],
        thread=new.thread[:255],
        url=new.link,
        reach=max(0, min(new.reach, 2**62)),
        posted_at=new.posted_at,
        received_at=now(),
        received_by=actor,
        sha256=new.digests.get("sha256") or _hash(held),
    )
    return item, held


def _refuse_unusable(new: NewItem) -> None:
    _refuse_names(new)
    given = [one for one in (new.text, new.html, new.url, new.data) if one]
    if not given and not new.digests:
        raise ContentError(
            "there is nothing to look at",
            hint="give text, html, url, a file, or fingerprints",
            code="content.empty",
        )
    for name, value in new.digests.items():
        if len(value) != DIGESTS.get(name, -1) or value.strip("0123456789abcdef"):
            raise ContentError(
                f"the {name[:16]} is no fingerprint",
                hint="sha256 and pdq have 64 hex digits, sha1 40, md5 32, in lower case",
                code="content.bad_digest",
            )
    most = {"text": MAX_TEXT_BYTES, "data": MOST_FILE}
    sizes = {"text": len(new.text or new.html or ""), "data": len(new.data or b"")}
    for part, size in sizes.items():
        if size > most[part]:
            raise ContentError(
                f"the {part} is larger than {most[part] // 2**20} MiB",
                hint="hand in its fingerprints instead",
                code="content.too_large",
            )


def _refuse_names(new: NewItem) -> None:
    """Refuse names that no database can keep. What people wrote themselves may hold anything."""
    names = (new.source, new.external_id, new.surface, new.author, new.thread, new.link, new.name)
    written = "".join((*names, new.url or ""))
    lengths = 0 < len(new.source) <= LONGEST_SOURCE and 0 < len(new.external_id) <= LONGEST_ID
    if not lengths or "\0" in written or not _is_unicode(written):
        raise DeskError(
            "the item cannot be named like this",
            hint=f"source has 1 to {LONGEST_SOURCE} characters, external_id 1 to {LONGEST_ID}; "
            "names and addresses hold no NUL and no lone surrogate",
            code="desk.bad_item",
        )


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _kind(new: NewItem) -> Kind:
    if new.html is not None:
        return "html"
    if new.text is not None:
        return "text"
    if new.data is not None:
        return "file"
    return "url" if new.url is not None else "digest"


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogatepass")


def _hash(held: ItemContent) -> str:
    """Return the SHA-256 of what is stored: of its text, its bytes, or its address."""
    data = held.data or held.text or (held.link or "").encode("utf-8", "replace")
    return sha256(bytes(data)).hexdigest()
