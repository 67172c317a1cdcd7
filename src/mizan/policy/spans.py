"""Small sums over spans: which lie inside others, and how much they share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from mizan.terms.match import Span


def merge(spans: Iterable[Span]) -> list[Span]:
    """Return the same code points as rising spans that do not touch."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def length(spans: Iterable[Span]) -> int:
    """Return how many code points the spans hold; they must not overlap."""
    return sum(end - start for start, end in spans)


def inside(span: Span, merged: Sequence[Span]) -> bool:
    """Say whether a span lies wholly within one of the merged spans."""
    at = bisect_right(merged, span[0], key=lambda one: one[0]) - 1
    return at >= 0 and span[1] <= merged[at][1]


def common(one: Sequence[Span], other: Sequence[Span]) -> int:
    """Return how many code points two lists of merged spans share."""
    shared = here = there = 0
    while here < len(one) and there < len(other):
        shared += max(0, min(one[here][1], other[there][1]) - max(one[here][0], other[there][0]))
        if one[here][1] < other[there][1]:
            here += 1
        else:
            there += 1
    return shared
