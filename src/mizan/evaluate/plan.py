"""Plan: which slices are run, and what is made of them: disguises, quotations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mizan.evaluate.derived import Wrap, disguised, quoted
from mizan.evaluate.development import MOST, development_slices
from mizan.evaluate.slices import ALL, CHECK, PACK, Slice, shipped_slices

DERIVED = 500  # texts of a slice that are disguised, or quoted


def planned(wrap: Wrap, *, data: Path | None = None, most: int = MOST) -> Iterator[Slice]:
    """Yield all slices: the shipped ones, and those of the development data where it is named.

    wrap  wraps a post of support into a report, a condemnation or a study
    most  rows of a group of that data

    MizanError as of `development_slices`.
    """
    shipped = list(shipped_slices())
    yield from shipped
    for one in shipped:
        if (one.source, one.group) == (PACK, ALL):
            yield from disguised(one, DERIVED)
    for one in shipped:
        if (one.source, one.role) == (CHECK, "support"):
            yield from quoted(one, DERIVED, wrap)
    for one, uses in development_slices(data, most=most) if data else ():
        yield one
        if "hide" in uses:
            yield from disguised(one, DERIVED)
        if "quote" in uses:
            yield from quoted(one, DERIVED, wrap)
