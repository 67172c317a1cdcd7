"""People's own text as safe HTML: as posted, hidden characters on demand, spans marked.

Places are counted in code points, as the engine counts them. Everything that comes from a person is
escaped; nothing of it becomes a link, an image or an attribute's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from unicodedata import name

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from mizan.text.invisible import UNSEEN

_UNSEEN = re.compile(f"[{UNSEEN}]")
_DEEPEST = 3  # deeper nesting looks the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch [start, end) of a text, in code points, and what was found there."""

    start: int
    end: int
    label: str  # what it is called to people, already translated
    kind: str = "evidence"  # evidence, lexical or context: context is drawn apart
    key: str = ""  # of the finding, so that the two can be lit together


def usertext(text: str, *, hidden: bool = False) -> SafeString:
    """Return a text of people as a block in its own direction; `hidden` shows what nobody sees."""
    return format_html('<bdi class="usertext" dir="auto">{}</bdi>', _letters(text, hidden=hidden))


def marked(text: str, spans: Iterable[Span], *, hidden: bool = False) -> SafeString:
    """Return a text with its spans marked; they may nest, overlap, or reach beyond the text.

    The text is cut where any span begins or ends, so that no mark crosses another; a piece
    that lies in several carries all their labels.
    """
    clean = [span for span in (_within(s, len(text)) for s in spans) if span.start < span.end]
    edges = sorted({0, len(text), *(s.start for s in clean), *(s.end for s in clean)})
    pieces = []
    for start, end in pairwise(edges):
        letters = _letters(text[start:end], hidden=hidden)
        over = [span for span in clean if span.start <= start and end <= span.end]
        pieces.append(_mark(letters, over) if over else letters)
    return format_html(
        '<bdi class="usertext" dir="auto">{}</bdi>',
        mark_safe("".join(pieces)),  # noqa: S308 - every piece was escaped
    )


def span_of(found: Mapping[str, Any]) -> Span:
    """Return the span of a mapping with start, end, label and perhaps kind and key."""
    return Span(
        start=int(found["start"]),
        end=int(found["end"]),
        label=str(found["label"]),
        kind=str(found.get("kind", "evidence")),
        key=str(found.get("key", "")),
    )


def called(character: str) -> str:
    """Return the short name of a hidden character: its code point, as Unicode writes it."""
    return f"U+{ord(character):04X}"


def _within(span: Span, size: int) -> Span:
    return Span(
        start=max(0, min(span.start, size)),
        end=max(0, min(span.end, size)),
        label=span.label,
        kind=span.kind,
        key=span.key,
    )


def _mark(letters: SafeString, over: list[Span]) -> SafeString:
    labels = "; ".join(dict.fromkeys(span.label for span in over))
    keys = " ".join(dict.fromkeys(span.key for span in over if span.key))
    context = all(span.kind == "context" for span in over)
    return format_html(
        '<mark class="span" data-kind="{}" data-depth="{}" data-finding="{}" title="{}">{}</mark>',
        "context" if context else "evidence",
        min(len(over), _DEEPEST),
        keys,
        labels,
        letters,
    )


def _letters(text: str, *, hidden: bool) -> SafeString:
    if not hidden:
        return escape(text)
    pieces, end = [], 0
    for found in _UNSEEN.finditer(text):
        pieces += [escape(text[end : found.start()]), _shown(found[0])]
        end = found.end()
    return mark_safe("".join([*pieces, escape(text[end:])]))  # noqa: S308 - every piece was escaped


def _shown(character: str) -> SafeString:
    title = name(character, called(character)).lower()
    return format_html('<span class="hidden-char" title="{}">{}</span>', title, called(character))
