"""Group: which texts are near-copies of each other, so that a group counts once and stays together.

A campaign of one post in a hundred versions says as much about a model as that one post; and a
text that was trained on must not come back, slightly changed, among those it is tried on.
"""

from __future__ import annotations

from collections.abc import Sequence

from mizan.config import BATCH
from mizan.engine.keep import Kept, signals_to_keep
from mizan.engine.near import near
from mizan.engine.scan import Engine
from mizan.terms.content import Content


def groups_of(engine: Engine, texts: Sequence[str]) -> list[int]:
    """Return the group of each text, named by the place of its first text; int[n]."""
    kept: list[list[Kept]] = []
    for at in range(0, len(texts), BATCH):
        some = [Content(id=str(row), text=text) for row, text in enumerate(texts[at : at + BATCH])]
        kept += signals_to_keep(engine, some)
    heads = list(range(len(texts)))
    first = dict[str, int]()
    for place, text in enumerate(texts):
        _join(heads, first.setdefault(text, place), place)
    for pair in near(engine, kept, kept):
        _join(heads, pair.new, pair.old)
    return [_head(heads, place) for place in range(len(texts))]


def _join(heads: list[int], one: int, other: int) -> None:
    low, high = sorted((_head(heads, one), _head(heads, other)))
    heads[high] = low


def _head(heads: list[int], place: int) -> int:
    while heads[place] != place:
        heads[place] = heads[heads[place]]
        place = heads[place]
    return place
