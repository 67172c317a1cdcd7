"""Near: which items are near-copies of each other, by the signals that were kept of them.

So that one case holds a post and its copies. An address two items share makes no copies of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mizan.engine.keep import Kept
from mizan.engine.lookback import PastMatch, look_back
from mizan.engine.scan import Engine

COPIED = frozenset({"sha256", "sha1", "md5", "pdq", "neartext"})  # signals of content itself
COPY = 0.6  # share of each of two texts that must be in the other one


class Pair(NamedTuple):
    """Two items that are near-copies: their places in the two lists that were given."""

    new: int
    old: int


def near(
    engine: Engine, new: Sequence[Sequence[Kept]], old: Iterable[Sequence[Kept]]
) -> Iterator[Pair]:
    """Yield every pair of a new item and an old one that are near-copies, by the old one.

    new, old  what is kept of each item

    They are when a file of theirs is the same, images differ in no more than 31 bits, or of two
    texts each has most of its fingerprints in the other, shared passages left out; whichever of
    two is called the new one. A pair is told once.
    """
    flat = [(place, one) for place, kept in enumerate(new) for one in kept if one.signal in COPIED]
    signals = (
        (place, one) for place, kept in enumerate(old) for one in kept if one.signal in COPIED
    )
    told, last = set[int](), -1
    for match in look_back(engine, [one for _, one in flat], signals):
        if match.ref != last:
            told, last = set(), match.ref
        place = flat[match.entry][0]
        if _is_copy(match) and place not in told:
            told.add(place)
            yield Pair(place, match.ref)


def _is_copy(match: PastMatch[int]) -> bool:
    return match.distance is not None or min(match.coverage or 0, match.share or 0) >= COPY
