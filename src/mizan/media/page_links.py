"""The addresses that a page leads to, taken from the attributes of its tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from mizan.media.markup import Value, decode

MAX_LINKS = 10_000

_ADDRESSES = frozenset(  # attributes that hold one address, whatever the element
    "href src xlink:href action formaction poster background cite "
    "data-href data-url data-src data-link data-original".split()
)
_LISTS = frozenset({"srcset", "imagesrcset", "data-srcset"})  # that hold several
_CODE = frozenset({"script", "base"})  # where they lead nobody anywhere
_CANDIDATE = re.compile(r"[\s,]*+(\S++)([^,]*+)")
_REFRESH = re.compile(r"""[\d.\s;,]*+ (?:url\s*+=\s*+)?+ ["']?(.*)""", re.A | re.I | re.S | re.X)
_ADDRESS = re.compile(r"(?:https?:|[/\\]{2})", re.I)


@dataclass(frozen=True, slots=True)
class PageLink:
    """An absolute web address, and where the attribute's value that holds it stands.

    start, end  code points of the source, end exclusive, without the quotation marks
    """

    url: str
    start: int
    end: int


class LinkList:
    """Gathers the links of a page, each address once, in order; relative ones need a base."""

    def __init__(self, source: str, base: str = "") -> None:
        self.source = source
        self.base = base
        self.truncated = False
        self._links: dict[str, PageLink] = {}

    def __iter__(self) -> Iterator[PageLink]:
        """Go through the links in the order in which they were found."""
        return iter(self._links.values())

    def read(self, element: str, attributes: Mapping[str, Value]) -> None:
        """Take the links out of a tag."""
        if element == "base" and "href" in attributes:
            self.base = self.base or self._written(attributes["href"]).strip()
        if element == "meta" and self._word(attributes, "http-equiv") == "refresh":
            self._refresh(attributes)
        for name, value in attributes.items():
            if element not in _CODE and _holds_address(element, name):
                self.add(self._written(value), value)
            elif name in _LISTS:
                for address in candidates(self._written(value)):
                    self.add(address, value)

    def add(self, written: str, value: Value) -> None:
        """Keep an absolute address; a relative one only where the page names its base."""
        address = re.sub(r"[\t\n\r]", "", written).strip()  # as browsers do
        if self.base and not _ADDRESS.match(address):
            try:
                address = urljoin(self.base, address)
            except ValueError:  # a base that is no address
                return
        if not _ADDRESS.match(address):
            return
        address = address if address[0] in "hH" else "https:" + address
        if address in self._links:
            return
        if len(self._links) >= MAX_LINKS:
            self.truncated = True
            return
        self._links[address] = PageLink(address, value.start, value.end)

    def _refresh(self, attributes: Mapping[str, Value]) -> None:
        value = attributes.get("content")
        target = _REFRESH.match(self._written(value).strip()) if value else None
        if value and target:
            self.add(target[1].strip("\"' "), value)

    def _written(self, value: Value) -> str:
        """Return an attribute's value, entities decoded."""
        pieces = decode(self.source, value.start, value.end, in_address=True)
        return "".join(piece for piece, _, _ in pieces)

    def _word(self, attributes: Mapping[str, Value], name: str) -> str:
        value = attributes.get(name)
        return self._written(value).strip().lower() if value else ""


def candidates(written: str) -> Iterator[str]:
    """Yield the addresses in the value of a srcset: "a.png 1x, b.png 2x" (HTML 4.8.4.2.1)."""
    at = 0
    while found := _CANDIDATE.match(written, at):
        address = found[1].rstrip(",")
        if address:
            yield address
        at = found.end(1) if found[1].endswith(",") else found.end()


def _holds_address(element: str, name: str) -> bool:
    return name in _ADDRESSES or (name == "data" and element == "object")
