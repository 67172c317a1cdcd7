"""Where the pieces of markup end, by the rules of HTML's tokenizer (WHATWG HTML, 13.2.5).

Exactness is safety here: whoever ends a comment or a script elsewhere than a browser does can be
made to take visible text for a hidden one. Every search is made at most twice, so time stays
linear in the source whatever stands in it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HIDDEN = frozenset({"script", "style"})  # elements whose inside is no text
LITERAL = frozenset({"title", "textarea", "iframe", "noembed", "noframes", "xmp"})  # no markup
# Between these, elements mean something else: SVG and MathML have no raw text, a choice ignores
# most tags. Inside some of their elements, in turn, HTML begins again.
FOREIGN = frozenset({"svg", "math", "select"})
ISLANDS = frozenset("foreignobject desc annotation-xml mi mo mn ms mtext template".split())

_BLANK = r" \t\n\f\r"  # not \s: to HTML, a vertical tab is a letter like any other
_BEHIND = rf"(?=[{_BLANK}/>])"
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
_NAME = re.compile(rf"[A-Za-z][^{_BLANK}/>]*+")
_ATTRIBUTE = re.compile(  # possessive throughout, so that nothing is looked at again
    rf"""[{_BLANK}/]*+ (?P<name> =?[^{_BLANK}/>=]*+)
    (?: [{_BLANK}]*+ = [{_BLANK}]*+ (?: (?P<quote>["']) | (?P<bare>[^{_BLANK}>]*+) ) )?+""",
    re.X,
)
_ENTITY = re.compile(
    r"&(?: \#0*+([0-9]{1,7}) | \#[xX]0*+([0-9a-fA-F]{1,6}) | [A-Za-z][A-Za-z0-9]{1,31}+ );?", re.X
)
_COMMENT_END = re.compile(r"--!?>")
_SECTION_END = re.compile(r"]]>")
_SIGN_END = re.compile(r">")
_SCRIPT = re.compile(rf"<!--|-->|</?script{_BEHIND}", re.A | re.I)
_ENDS = {  # re.A: else "\u017f" would count as an "s"
    name: re.compile(rf"</{name}{_BEHIND}", re.A | re.I)
    for name in {"noscript"} | HIDDEN | LITERAL | ISLANDS
}


@dataclass(frozen=True, slots=True)
class Value:
    """An attribute's value: a stretch of the source, without its quotation marks."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A whole tag: its attributes, the place behind its ">", and whether it ends in "/>"."""

    attributes: dict[str, Value]
    end: int
    closed: bool


class Scanner:
    """Finds where markup ends. All methods return -1 (or None) for what never ends."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._fence = -1
        self._vain: dict[re.Pattern[str], int] = {}  # how far a search went without success
        self._last = {mark: source.rfind(mark) for mark in "\"'>"}

    def limit(self, at: int) -> int:
        """Return the place that nothing which begins at `at` reaches beyond."""
        return self._fence if at < self._fence else len(self.source)

    def fence(self, at: int) -> None:
        """Keep all markup of the <noscript> that begins at `at` inside it.

        A browser with scripts looks only for its end tag, one without reads what is in it.
        """
        if at >= self._fence:
            self._fence = max(self._fence, self.element_end("noscript", at))

    def markup(self, at: int) -> int:
        """Return the place of the next "<" that may begin markup, or of the source's end."""
        found = _MARKUP.search(self.source, at)
        return found.start() if found else len(self.source)

    def name(self, at: int) -> re.Match[str] | None:
        """Return the name of a tag that stands at `at`."""
        return _NAME.match(self.source, at)

    def sign_end(self, at: int) -> int:
        """Return the place behind the next ">"."""
        return self._behind(_SIGN_END, at)

    def section_end(self, at: int) -> int:
        """Return the place behind the next "]]>"."""
        return self._behind(_SECTION_END, at)

    def comment_end(self, at: int) -> int:
        """Return the place behind a comment whose "<!--" begins at `at`."""
        for whole in ("<!-->", "<!--->"):
            if self.source.startswith(whole, at):
                return at + len(whole)
        return self._behind(_COMMENT_END, at + 4)

    def element_end(self, name: str, at: int) -> int:
        """Return the place of the end tag of an element that holds no markup."""
        if name == "script":
            return self._script_end(at)
        found = self._search(_ENDS[name], at)
        return found.start() if found else -1

    def is_plain(self, name: str, at: int) -> bool:
        """Tell whether the element whose inside begins at `at` holds only text."""
        sign = self.source.find("<", at)
        return sign < 0 or _ENDS[name].match(self.source, sign) is not None

    def tag(self, at: int) -> Tag | None:
        """Return the tag whose name ends at `at`."""
        found: dict[str, Value] = {}
        limit, bare_end = self.limit(at), -1
        while at <= self._last[">"] and at < limit:
            if self.source[at] == ">":
                closed = self.source[at - 1] == "/" and at != bare_end
                return Tag(found, at + 1, closed)
            match = _ATTRIBUTE.match(self.source, at, limit)
            if match is None or match.end() == at:
                at += 1
                continue
            name, quote, at = match["name"].lower(), match["quote"], match.end()
            value = Value(*match.span("bare"))
            bare_end = value.end
            end = self.source.find(quote, at, limit) if quote and at <= self._last[quote] else -1
            if end >= 0:
                value, at = Value(at, end), end + 1
            if name and value.start >= 0:
                found.setdefault(name, value)  # of two with one name, the first counts
        return None

    def _script_end(self, at: int) -> int:
        """Return the place of a script's end tag (13.2.5.15 to 13.2.5.31).

        Between "<!--" and "-->", a script inside the script takes the next end tag for itself.
        """
        limit, escaped, nested = self.limit(at - 1), False, False
        while found := self._search(_SCRIPT, at):
            at = found.start() + 2  # "<!-->" closes what it opens
            match found[0].lower():
                case "<!--":
                    escaped = True
                case "-->":
                    escaped = nested = False
                case "<script":
                    nested = escaped
                case _ if nested:
                    nested = False
                case _:
                    return found.start()
        self._vain[_SCRIPT] = max(limit, self._vain.get(_SCRIPT, -1))
        return -1

    def _behind(self, pattern: re.Pattern[str], at: int) -> int:
        found = self._search(pattern, at)
        return found.end() if found else -1

    def _search(self, pattern: re.Pattern[str], at: int) -> re.Match[str] | None:
        limit = self.limit(at - 1)
        if self._vain.get(pattern, -1) >= limit:
            return None
        found = pattern.search(self.source, at, limit)
        if found is None:
            self._vain[pattern] = limit
        return found


def decode(
    source: str, start: int, end: int, *, in_address: bool = False
) -> Iterator[tuple[str, Sequence[int], Sequence[int]]]:
    """Yield the pieces of a stretch, entities decoded, with start and end of each character.

    In an attribute that is an address, "&copy=1" is a parameter and no entity (HTML 13.2.5.73).
    """
    at = start
    for match in _ENTITY.finditer(source, start, end):
        behind = source[match.end() : min(match.end() + 1, end)]
        if in_address and not match[0].endswith(";") and (behind == "=" or behind.isalnum()):
            continue
        text = _entity(match)
        if text == match[0]:
            continue
        if match.start() > at:
            yield _plain(source, at, match.start())
        yield text, [match.start()] * len(text), [match.end()] * len(text)
        at = match.end()
    if at < end:
        yield _plain(source, at, end)


def _plain(source: str, start: int, end: int) -> tuple[str, Sequence[int], Sequence[int]]:
    return source[start:end], range(start, end), range(start + 1, end + 1)


def _entity(match: re.Match[str]) -> str:
    """Return what an entity stands for, or the entity itself where it stands for nothing."""
    if match[1]:
        return html.unescape(f"&#{match[1]};")
    if match[2]:
        return html.unescape(f"&#x{match[2]};")
    return html.unescape(match[0])
