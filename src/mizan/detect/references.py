"""References to scripture: a book's name with chapter and verse, or verses in their brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mizan.terms.match import Span

_WINDOW = 40  # code points after a book's name in which its number stands
_VERSE = re.compile(
    r"\s{0,2}[:،,]?\s{0,2}(?:ال)?(?:[آا]ي[ةه]|[آا]يات)?\s{0,2}[:،,]?\s{0,2}"
    r"(?P<first>\d{1,3})(?P<second>\s?:\s?\d{1,3})?(?:\s?[-–،,]\s?\d{1,3})?"
    r"(?P<close>\s?[)\]}\ufd3e\ufd3f])?"
)
_OPENING = "([{\ufd3e\ufd3f"
_CHAPTER_WORDS = ("سورة", "سوره")
_ORNATE = re.compile("\ufd3f[^\ufd3e\ufd3f]{1,4000}\ufd3e|\ufd3e[^\ufd3e\ufd3f]{1,4000}\ufd3f")


def verse_references(text: str, books: Sequence[Span]) -> list[Span]:
    """Return the places where a book's name bears a verse: "[البقرة: 255]", "Psalm 23:4".

    A name with one number only counts in brackets or after the word sura, since the names of
    most suras are everyday words.
    """
    found: list[Span] = []
    for start, end in books:
        verse = _VERSE.match(text, end, end + _WINDOW)
        if verse is None:
            continue
        before = text[max(0, start - 6) : start].rstrip()
        bracketed = before[-1:] in _OPENING and before and verse["close"]
        if verse["second"] or bracketed or before.endswith(_CHAPTER_WORDS):
            found.append((start, verse.end()))
    return found


def ornate_brackets(text: str) -> list[Span]:
    """Return what stands between ornate brackets, in which verses of the Quran are printed."""
    return [found.span() for found in _ORNATE.finditer(text)]
