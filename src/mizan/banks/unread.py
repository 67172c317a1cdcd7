"""Unread: entries in force whose values this version of Mizan cannot read, so that none is lost
in silence.

They match nothing. A chunk has them beside its rows as int64[u, 2]: the numbers of the entries,
rising, and of their banks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mizan.terms.bank import Bank

Unread = NDArray[np.int64]
WAY_OUT = (
    "add them again from their sources, which `mizan bank export` names, and remove the old ones"
)


def none_unread() -> Unread:
    """Return that there are none."""
    return np.zeros((0, 2), np.int64)


def put_together(pieces: Sequence[Unread]) -> Unread:
    """Return those of all pieces, of which no two have one entry, rising by number."""
    joined: Unread = np.concatenate(pieces)
    order = np.argsort(joined[:, 0], kind="stable")
    ordered: Unread = joined[order]
    return ordered


def unread_outside(unread: Unread, ranges: Sequence[tuple[int, int]]) -> Unread:
    """Return those whose numbers lie in none of the rising ranges (both ends in)."""
    if not len(unread) or not ranges:
        return unread
    firsts, lasts = np.array(ranges, np.int64).T
    within = firsts.searchsorted(unread[:, 0], "right") - 1
    left: Unread = unread[(within < 0) | (unread[:, 0] > lasts[within])]
    return left


def by_bank(pieces: Sequence[Unread]) -> dict[int, int]:
    """Return how many there are, by number of their bank."""
    banks, counts = np.unique(np.concatenate(pieces)[:, 1], return_counts=True)
    return dict(zip(banks.tolist(), counts.tolist(), strict=True))


def said_of_entries(signal: str, counts: Mapping[int, int], banks: Mapping[int, Bank]) -> str:
    """Return what to say of unread entries of a type, "" when none is in a bank that is on."""
    where = _places(counts, banks)
    said = f"{signal} entries made by another version of Mizan match nothing ({where}): {WAY_OUT}"
    return said if where else ""


def said_of_passages(counts: Mapping[int, int], banks: Mapping[int, Bank]) -> str:
    """Return what to say of unread passages, "" when none is in a bank that is on."""
    where = _places(counts, banks)
    said = f"shared passages made by another version of Mizan count for nothing ({where})"
    return f"{said}: {WAY_OUT}" if where else ""


def _places(counts: Mapping[int, int], banks: Mapping[int, Bank]) -> str:
    """Return how many there are in which of the banks that are on."""
    on = (bank for bank in sorted(counts) if bank in banks and banks[bank].enabled)
    return ", ".join(f"{counts[bank]} in {banks[bank].name}" for bank in on)
