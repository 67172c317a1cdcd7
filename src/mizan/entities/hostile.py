"""Hostile: XML from outside, read in pieces, without DTD, entities or anything that is fetched.

The standard library's expat, with handlers that refuse what XML attacks are made of: document
types (and with them entities that grow), external references, depth, length (CWE-776, CWE-611).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from mizan.entities.trouble import bad_list, no_file, too_large

MAX_BYTES = 128 * 2**20  # of a list; the UN's has 2 MB
MAX_DEPTH = 12
MAX_TEXT = 100_000  # characters in one record
MAX_RECORDS = 200_000
_CHUNK = 1 << 16


@dataclass(slots=True)
class Node:
    """An element with its text and children, in their order."""

    tag: str
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def all(self, tag: str) -> list[Node]:
        """Return the children of that tag."""
        return [child for child in self.children if child.tag == tag]

    def value(self, tag: str) -> str:
        """Return the text of the first child of that tag, blanks cut off; empty without one."""
        return next((child.text.strip() for child in self.children if child.tag == tag), "")


@dataclass(slots=True)
class Document:
    """What was read: the root's attributes, and each record."""

    attributes: dict[str, str]
    records: list[Node]


def read_chunks(path: Path) -> Iterator[bytes]:
    """Give a file's bytes, 64 KiB at a time; entities.no_file, entities.too_large."""
    size = 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > MAX_BYTES:
                    raise too_large(path, f"more than {MAX_BYTES >> 20} MiB")
                yield chunk
    except OSError as error:
        raise no_file(path, error) from None


def read_xml(
    path: Path, *, root: str, records: frozenset[str], keep: Callable[[Node], bool]
) -> Document:
    """Return the elements named in `records` for which `keep` holds, of a document `root`.

    entities.bad_list for what is not such a document, is cut off, or holds what is refused.
    """
    reader = _Reader(path, root, records, keep)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    parser.ExternalEntityRefHandler = reader.refuse
    parser.UnparsedEntityDeclHandler = reader.refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        for chunk in read_chunks(path):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code) or "not well-formed"
        raise bad_list(path, f"line {error.lineno}: {said}") from None
    except (ValueError, LookupError):  # an encoding that expat asks Python for, in vain
        raise bad_list(path, "its encoding is not known") from None
    return Document(reader.attributes, reader.found)


class _Reader:
    """Collects records out of the parser's events."""

    def __init__(
        self, path: Path, root: str, records: frozenset[str], keep: Callable[[Node], bool]
    ) -> None:
        self.attributes: dict[str, str] = {}
        self.found: list[Node] = []
        self._path, self._root, self._records, self._keep = path, root, records, keep
        self._depth = self._seen = self._length = 0
        self._open: list[Node] = []

    def refuse(self, *_: Any) -> int:
        """Take a declaration or reference that no list needs; entities.bad_list."""
        raise bad_list(self._path, "it has a document type or entities, which no list needs")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise bad_list(self._path, f"elements lie more than {MAX_DEPTH} deep")
        if self._depth == 1:
            if tag != self._root:
                raise bad_list(self._path, f"it does not begin with <{self._root}>")
            self.attributes = dict(attributes)
        elif self._open or tag in self._records:
            self._count(len(tag))
            node = Node(tag)
            if self._open:
                self._open[-1].children.append(node)
            self._open.append(node)

    def text(self, text: str) -> None:
        """Take a stretch of text."""
        if self._open:
            self._count(len(text))
            self._open[-1].text += text

    def end(self, tag: str) -> None:  # noqa: ARG002 - expat's protocol
        """Take the end of an element; keep it when it is a record that is wanted."""
        self._depth -= 1
        if not self._open:
            return
        node = self._open.pop()
        if self._open:
            return
        self._length = 0
        self._seen += 1
        if self._seen > MAX_RECORDS:
            raise too_large(self._path, f"more than {MAX_RECORDS:,} entries")
        if self._keep(node):
            self.found.append(node)

    def _count(self, length: int) -> None:
        self._length += length
        if self._length > MAX_TEXT:
            raise bad_list(self._path, f"an entry has more than {MAX_TEXT:,} characters")
