"""HTML into the text people see or could be made to see, with a way back to the source.

Own scanner, because the standard library's parser takes quadratic time on hostile input before
Python 3.11.14 and does not say where a decoded character stood. It keeps no tree, so depth costs
nothing, and looks at every character a fixed number of times.

Text in hidden elements and attributes is text too: hiding is a disguise. Only scripts, styles and
comments are left out, where they are closed; an unclosed one hides nothing. Where browsers, or a
browser with scripts and one without, may disagree about what is markup, the reader turns wary:
from there on it leaves out nothing at all. To read too much is the safe side.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from mizan.media.markup import FOREIGN, HIDDEN, ISLANDS, LITERAL, Scanner, Tag, Value, decode
from mizan.media.page_links import MAX_LINKS, LinkList, PageLink

__all__ = ["MAX_LINKS", "Page", "PageLink", "read_html"]

_MAX_DEPTH = 3  # pages within pages; what lies deeper is read with its tags
_BLOCK_NAMES = (  # elements that stand on lines of their own, or in a box
    "address article aside blockquote body br button caption center dd details dialog dir div dl "
    "dt fieldset figcaption figure footer form frame h1 h2 h3 h4 h5 h6 head header hgroup hr html "
    "iframe input legend li listing main menu nav noembed noframes noscript ol optgroup option p "
    "plaintext pre search section select summary table tbody td template textarea tfoot th thead "
    "title tr ul video xmp"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_PECULIAR = HIDDEN | LITERAL | ISLANDS | {"noscript"}  # to FOREIGN elements, other than to HTML
_SPOKEN = frozenset({"alt", "title", "aria-label", "placeholder", "label"})  # for eyes or ears
_SIGN = re.compile("[<>]")
_SHOWN = frozenset({("input", "value"), ("iframe", "srcdoc")})


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says and where it points.

    text       the text; block elements begin a new line, attribute texts stand between blanks
    origin     int32, one for each code point of `text`: its place in the source, never falling.
               A decoded entity stands at its "&", an added line break at its tag's "<", added
               blanks at the two ends of the attribute
    ends       int32, one for each code point of `text`: where its stretch of the source ends,
               exclusive; behind the ";" of an entity, else one behind its place
    links      absolute web addresses as written, entities decoded, each once, in order
    truncated  there were more links than MAX_LINKS
    """

    text: str
    origin: array[int]
    ends: array[int]
    links: tuple[PageLink, ...]
    truncated: bool


def read_html(source: str) -> Page:
    """Return the text and the links of a page. Any string is accepted; time is linear in it."""
    reader = _Reader(source, LinkList(source))
    reader.read()
    text, links = "".join(reader.pieces), reader.links
    return Page(text, reader.origin, reader.ends, tuple(links), links.truncated)


class _Reader:
    """One pass over a source. `pieces`, `origin` and `ends` grow together."""

    def __init__(self, source: str, links: LinkList, depth: int = 0) -> None:
        self.source = source
        self.links = links
        self.pieces: list[str] = []
        self.origin = array("i")
        self.ends = array("i")
        self._scan = Scanner(source)
        self._depth = depth
        self._open = dict.fromkeys(FOREIGN, 0)  # elements in which tags mean something else
        self._wary = False

    @property
    def _foreign(self) -> bool:
        return any(self._open.values())

    def read(self) -> None:
        """Go through the source from tag to tag."""
        at, length = 0, len(self.source)
        while at < length:
            tag = self._scan.markup(at)
            if tag > at:
                self._text(at, tag)
            at = self._markup(tag) if tag < length else length

    def _markup(self, at: int) -> int:
        """Read what begins with the "<" at `at` and return the place behind it."""
        source = self.source
        if name := self._scan.name(at + 1):
            return self._start(name.group().lower(), at, name.end())
        if source.startswith("</", at) and (name := self._scan.name(at + 2)):
            return self._end(name.group().lower(), at, name.end())
        if source.startswith("<![CDATA[", at):
            return self._section(at)
        if source.startswith("<!--", at):
            end = self._scan.comment_end(at)
        else:
            end = self._scan.sign_end(at)
        if end < 0 or self._wary:  # the sign itself is text
            self._wary = True
            self._text(at, at + 1)
            return at + 1
        return end

    def _section(self, at: int) -> int:
        """Read a CDATA section: text inside SVG and MathML, elsewhere a comment up to a ">"."""
        self._wary = self._wary or not self._foreign
        start, end = at + len("<![CDATA["), self._scan.section_end(at)
        if end < 0:
            return self._rest(start)
        self._text(start, end - len("]]>"))
        return end

    def _start(self, name: str, at: int, end: int) -> int:
        tag = self._scan.tag(end)
        if tag is None:
            return self._rest(at)
        self._break(name, at)
        if not self._doubted(at, tag):
            self._attribute_texts(name, tag.attributes)
        self.links.read(name, tag.attributes)
        if not tag.closed:
            return self._inside(name, tag.end)
        # Outside SVG and MathML, a browser overlooks the "/"; an XML reader does not.
        self._wary |= not self._foreign and name in HIDDEN | LITERAL
        empty = self._foreign and not self._wary and name in ISLANDS | {"title"}
        if empty or name in HIDDEN or name in {"svg", "math"}:
            return tag.end
        return self._inside(name, tag.end)

    def _inside(self, name: str, at: int) -> int:
        """Read on behind a start tag, over whatever is no markup inside its element."""
        self._wary |= name == "select" and self._open[name] > 0  # the second one ends the first
        if name in FOREIGN:
            self._open[name] += 1
        if self._foreign and name in _PECULIAR:
            self._wary |= not self._scan.is_plain(name, at)
        if name in LITERAL:
            return self._literal(name, at)
        if name == "plaintext":
            return self._rest(at, inside=True)
        if name == "noscript":
            self._scan.fence(at)
        if name not in HIDDEN or self._foreign or self._wary:
            return at
        end = self._scan.element_end(name, at)
        self._wary |= end < 0
        return max(at, end)

    def _literal(self, name: str, at: int) -> int:
        end = self._scan.element_end(name, at)
        if end < 0:
            return self._rest(at, inside=True)
        self._text(at, end)
        return end

    def _end(self, name: str, at: int, end: int) -> int:
        tag = self._scan.tag(end)
        if tag is None:
            return self._rest(at)
        self._break(name, at)
        self._doubted(at, tag)
        if self._open.get(name):
            self._open[name] -= 1
        return tag.end

    def _rest(self, at: int, *, inside: bool = False) -> int:
        """Take all from or inside something that never ends as text, so that nothing is hidden."""
        self._wary = True
        end = self._scan.limit(at - inside)
        self._text(at, end)
        return end

    def _attribute_texts(self, element: str, attributes: Mapping[str, Value]) -> None:
        for name, value in attributes.items():
            spoken = name in _SPOKEN or (element, name) in _SHOWN
            if value.end <= value.start or not spoken:
                continue
            self._add(" ", value.start - 1)
            if name == "srcdoc" and self._depth < _MAX_DEPTH:
                self._page_within(value)
            else:
                self._text(value.start, value.end)
            self._add(" ", value.end)

    def _doubted(self, at: int, tag: Tag) -> bool:
        """Take a whole tag as text where a browser may see its end in one of its values."""
        if not self._wary or not _SIGN.search(self.source, at + 1, tag.end - 1):
            return False
        self._text(at, tag.end)
        return True

    def _page_within(self, value: Value) -> None:
        """Read an attribute that holds a page of its own."""
        pieces, starts, ends = [], array("i"), array("i")
        for piece, begins, stops in decode(self.source, value.start, value.end):
            pieces.append(piece)
            starts.extend(begins)
            ends.extend(stops)
        source = "".join(pieces)
        inner = _Reader(source, LinkList(source, self.links.base), self._depth + 1)
        inner.read()
        self.pieces += inner.pieces
        self.origin.extend(starts[place] for place in inner.origin)
        self.ends.extend(ends[place - 1] for place in inner.ends)
        for link in inner.links:
            self.links.add(link.url, value)
        self.links.truncated |= inner.links.truncated

    def _break(self, name: str, at: int) -> None:
        if name in _BLOCKS and self.pieces and not self.pieces[-1].endswith("\n"):
            self._add("\n", at)

    def _add(self, text: str, at: int) -> None:
        """Add one character that does not stand in the source."""
        self.pieces.append(text)
        self.origin.append(at)
        self.ends.append(at + 1)

    def _text(self, start: int, end: int) -> None:
        """Take a stretch of the source as text, its entities decoded."""
        for piece, starts, ends in decode(self.source, start, end):
            self.pieces.append(piece)
            self.origin.extend(starts)
            self.ends.extend(ends)
