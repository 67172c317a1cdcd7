"""HTML into the text people see or could be made to see, with a way back to the source.

Own scanner, because the standard library's parser takes quadratic time on hostile input before
Python 3.11.14 and does not say where a decoded character stood. It keeps no tree, so depth costs
nothing, and looks at every character a fixed number of times.

Text in hidden elements and attributes is text too: hiding is a disguise. Only scripts, styles and
comments are left out, where they are closed; an unclosed one hides nothing.
"""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

MAX_LINKS = 1000

_BLOCK_NAMES = (  # elements that stand on lines of their own, or in a box
    "address article aside blockquote body br button caption center dd details dialog dir div dl "
    "dt fieldset figcaption figure footer form frame h1 h2 h3 h4 h5 h6 head header hgroup hr html "
    "iframe input legend li main menu nav noscript ol optgroup option p pre search section select "
    "summary table tbody td template textarea tfoot th thead title tr ul video"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_RAW = frozenset({"script", "style"})
_SPOKEN = frozenset({"alt", "title", "aria-label", "placeholder"})  # read or heard by people
_SOURCES = {  # where an element's address stands
    **dict.fromkeys(("a", "area"), "href"),
    **dict.fromkeys(("img", "iframe", "frame", "video", "audio", "source", "embed"), "src"),
}
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
_NAME = re.compile(r"[A-Za-z][^\s/>]*+", re.A)
_ATTRIBUTE = re.compile(  # possessive throughout, so that nothing is looked at again
    r"""[\s/]*+ (?P<name> =?[^\s/>=]*+)
    (?: \s*+ = \s*+ (?: (?P<quote>["']) | (?P<bare>[^\s>]*+) ) )?+""",
    re.A | re.X,
)
_ENTITY = re.compile(
    r"&(?: \#0*+([0-9]{1,7}) | \#[xX]0*+([0-9a-fA-F]{1,6}) | [A-Za-z][A-Za-z0-9]{1,31}+ );?", re.X
)
_REFRESH = re.compile(r"""[\d.\s;,]*+ (?:url\s*+=\s*+)?+ ["']?(.*)""", re.A | re.I | re.S | re.X)
_ADDRESS = re.compile(r"(?:https?:|[/\\]{2})", re.I)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says and where it points.

    text       the text; block elements begin a new line, attribute texts stand between blanks
    origin     int32, one for each code point of `text`: its place in the source, never falling.
               A decoded entity stands at its "&", an added line break at its tag's "<", added
               blanks at the two ends of the attribute
    links      absolute web addresses as written, entities decoded, each once, in order
    truncated  there were more links than MAX_LINKS
    """

    text: str
    origin: array[int]
    links: tuple[str, ...]
    truncated: bool


def read_html(source: str) -> Page:
    """Return the text and the links of a page. Any string is accepted; time is linear in it."""
    reader = _Reader(source)
    reader.read()
    return Page("".join(reader.pieces), reader.origin, tuple(reader.links), reader.truncated)


@dataclass(frozen=True, slots=True)
class _Value:
    """An attribute's value: a stretch of the source."""

    start: int
    end: int


class _Reader:
    """One pass over a source. `pieces` and `origin` grow together."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.origin = array("i")
        self.links: dict[str, None] = {}
        self.truncated = False
        self._base = ""
        self._missing: set[str] = set()  # closings that do not come again
        self._last = {mark: source.rfind(mark) for mark in "\"'>"}

    def read(self) -> None:
        """Go through the source from tag to tag."""
        at, length = 0, len(self.source)
        while at < length:
            found = _MARKUP.search(self.source, at)
            tag = found.start() if found else length
            if tag > at:
                self._text(at, tag)
            at = self._markup(tag) if tag < length else length

    def _markup(self, at: int) -> int:
        """Read what begins with the "<" at `at` and return the place behind it."""
        source = self.source
        if source.startswith("<!--", at):
            end = self._close("-->", at + 2)  # "<!-->" is a whole comment
        elif source.startswith(("<!", "<?"), at):
            end = self._close(">", at)
        elif name := _NAME.match(source, at + 1):
            return self._start(name.group().lower(), at, name.end())
        elif source.startswith("</", at):
            if name := _NAME.match(source, at + 2):
                return self._end(name.group().lower(), at, name.end())
            end = self._close(">", at)
        else:
            end = -1
        if end < 0:  # no markup after all: the sign itself is text
            self._text(at, at + 1)
            return at + 1
        return end

    def _close(self, mark: str, at: int) -> int:
        """Return the place behind the next `mark`, or -1; a search in vain is made only once."""
        if mark in self._missing:
            return -1
        found = self.source.find(mark, at)
        if found < 0:
            self._missing.add(mark)
            return -1
        return found + len(mark)

    def _start(self, name: str, at: int, end: int) -> int:
        attributes, end = self._attributes(end)
        if end < 0:
            return self._rest(at)
        self._break(name, at)
        self._attribute_texts(attributes)
        self._attribute_links(name, attributes)
        if name in _RAW:
            end = self._skip_raw(name, end)
        return end

    def _end(self, name: str, at: int, end: int) -> int:
        _, end = self._attributes(end)
        if end < 0:
            return self._rest(at)
        self._break(name, at)
        return end

    def _rest(self, at: int) -> int:
        """Take all from a tag that never ends as text, so that nothing behind it is hidden."""
        self._text(at, len(self.source))
        return len(self.source)

    def _skip_raw(self, name: str, at: int) -> int:
        """Return the place of the end tag of a script or style; `at` where there is none."""
        if name in self._missing:
            return at
        closing = re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.I).search(self.source, at)
        if closing is None:
            self._missing.add(name)
            return at
        return closing.start()

    def _attributes(self, at: int) -> tuple[dict[str, _Value], int]:
        """Return the attributes of a tag from `at` on and the place behind its ">", else -1."""
        found: dict[str, _Value] = {}
        while at <= self._last[">"]:
            if self.source[at] == ">":
                return found, at + 1
            match = _ATTRIBUTE.match(self.source, at)
            if match is None or match.end() == at:
                at += 1
                continue
            name, quote, at = match["name"].lower(), match["quote"], match.end()
            value = _Value(*match.span("bare"))
            if quote and at <= self._last[quote]:
                end = self.source.find(quote, at)
                value, at = _Value(at, end), end + 1
            if name and value.start >= 0:
                found.setdefault(name, value)  # of two with one name, the first counts
        return found, -1

    def _attribute_texts(self, attributes: dict[str, _Value]) -> None:
        spoken = [value for name, value in attributes.items() if name in _SPOKEN]
        for value in spoken:
            if value.end > value.start:
                self._add(" ", value.start - 1)
                self._text(value.start, value.end)
                self._add(" ", value.end)

    def _attribute_links(self, name: str, attributes: dict[str, _Value]) -> None:
        if name in _SOURCES:
            self._link(self._word(attributes, _SOURCES[name], fold=False))
        elif name == "base":
            self._base = self._base or self._word(attributes, "href", fold=False).strip()
        elif name == "link" and "canonical" in self._word(attributes, "rel").split():
            self._link(self._word(attributes, "href", fold=False))
        elif name == "meta" and self._word(attributes, "http-equiv") == "refresh":
            target = _REFRESH.match(self._word(attributes, "content", fold=False).strip())
            self._link(target[1].strip("\"' ") if target else "")

    def _word(self, attributes: dict[str, _Value], name: str, *, fold: bool = True) -> str:
        """Return the value of an attribute, entities decoded; empty where there is none."""
        value = attributes.get(name)
        if value is None:
            return ""
        pieces = self._entities(value.start, value.end, in_address=True)
        text = "".join(piece for piece, _ in pieces)
        return text.strip().lower() if fold else text

    def _link(self, written: str) -> None:
        """Keep an absolute address; a relative one only where the page names its base."""
        address = re.sub(r"[\t\n\r]", "", written).strip()  # as browsers do
        if self._base and not _ADDRESS.match(address):
            try:
                address = urljoin(self._base, address)
            except ValueError:  # a base that is no address
                return
        if not _ADDRESS.match(address) or address in self.links:
            return
        if len(self.links) >= MAX_LINKS:
            self.truncated = True
            return
        self.links[address if address[0] in "hH" else "https:" + address] = None

    def _break(self, name: str, at: int) -> None:
        if name in _BLOCKS and self.pieces and not self.pieces[-1].endswith("\n"):
            self._add("\n", at)

    def _add(self, text: str, at: int) -> None:
        self.pieces.append(text)
        self.origin.extend([at] * len(text))

    def _text(self, start: int, end: int) -> None:
        """Take a stretch of the source as text, its entities decoded."""
        for piece, places in self._entities(start, end):
            self.pieces.append(piece)
            self.origin.extend(places)

    def _entities(
        self, start: int, end: int, *, in_address: bool = False
    ) -> Iterator[tuple[str, Sequence[int]]]:
        """Yield the pieces of a stretch, entities decoded, with the place of each character.

        In an attribute that is an address, "&copy=1" is a parameter and no entity (HTML 13.2.5.73).
        """
        at = start
        for match in _ENTITY.finditer(self.source, start, end):
            behind = self.source[match.end() : min(match.end() + 1, end)]
            if in_address and not match[0].endswith(";") and (behind == "=" or behind.isalnum()):
                continue
            text = _entity(match)
            if text == match[0]:
                continue
            if match.start() > at:
                yield self.source[at : match.start()], range(at, match.start())
            yield text, [match.start()] * len(text)
            at = match.end()
        if at < end:
            yield self.source[at:end], range(at, end)


def _entity(match: re.Match[str]) -> str:
    """Return what an entity stands for, or the entity itself where it stands for nothing."""
    if match[1]:
        return html.unescape(f"&#{match[1]};")
    if match[2]:
        return html.unescape(f"&#x{match[2]};")
    return html.unescape(match[0])
