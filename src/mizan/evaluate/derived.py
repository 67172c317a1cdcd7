"""Derived: slices made of others, whose texts are disguised, quoted or dressed up.

A disguise or a trimming changes nothing of what a text does; a report, a condemnation or a study of
it does. The wrappers are handed in, so that this floor knows nothing of training.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from zlib import crc32

from mizan.evaluate.cases import load_functions
from mizan.evaluate.disguises import DISGUISES
from mizan.evaluate.slices import Slice

Wrap = Callable[[str, str, str, Random], str]  # kind, language, post, chance -> the post wrapped
QUOTING = ("report", "condemn", "research")  # kinds of wrappers that make another deed of a post
STUFF = "stuff"  # and the kind that does not
SEED = 7


def ways(lang: str) -> tuple[str, ...]:
    """Return the names of the disguises that a language is written in."""
    return tuple(
        one.name for one in load_functions() if one.name in DISGUISES and lang in one.langs
    )


def disguised(some: Slice, most: int) -> Iterator[Slice]:
    """Yield a slice in each disguise of its language, at most so many texts of it."""
    texts = _texts(some, most)
    for way in ways(some.lang):
        items = tuple(
            DISGUISES[way](text, crc32(text.encode("utf-8", "replace"))) for text in texts
        )
        yield replace(some, items=items, way=way)


def quoted(some: Slice, most: int, wrap: Wrap) -> Iterator[Slice]:
    """Yield a slice of support as reports, condemnations and studies tell it, and dressed up."""
    texts = _texts(some, most)
    for kind in (*QUOTING, STUFF):
        random = Random(f"{SEED} {kind} {some.key}")  # noqa: S311 - a choice of texts, no secret
        items = tuple(wrap(kind, some.lang, text, random) for text in texts)
        yield replace(some, items=items, way=kind, role="support" if kind == STUFF else "quoted")


def _texts(some: Slice, most: int) -> list[str]:
    texts = [item for item in some.items if isinstance(item, str)]
    if len(texts) <= most:
        return texts
    return Random(f"{SEED} {some.key}").sample(texts, most)  # noqa: S311 - no secret
