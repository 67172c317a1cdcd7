"""Own words: the normal forms of a batch as a model reads them.

Links and mentions say who and where, not what; they are left out. So are stretches that the text
reports as another's words, where the caller names them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.classify.linear import Bounds, Codes
from mizan.kernels.compile import direct
from mizan.kernels.own import blank_addresses, blank_spans, tell_letters
from mizan.text.fold import Folded

Places = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]  # row, start, end


def own_words(folded: Folded, others: Places | None = None) -> Codes:
    """Return a copy of the normal forms with what is not the texts' own made blanks.

    others  rows, starts and ends in the original texts of what they report
    """
    codes = folded.codes.copy()
    original, text = folded.original, folded.original.text
    if "@" in text or "ttp" in text.lower() or "www." in text.lower():
        _blank_addresses()(original.raw, original.bounds, folded.source, folded.bounds, codes)
    if others is not None and len(others[0]):
        blank_spans(*others, folded.source, folded.bounds, codes)
    return codes


def languages_of(codes: Codes, bounds: Bounds) -> NDArray[np.str_]:
    """Return the language by the letters of each text's own words: "ar", "en", or "und".

    In Latin letters it is taken for English, which is the only such language that models know.
    Of a few letters nothing is told: a word alone, or a name, is never read for its stance.
    """
    found = np.empty(len(bounds) - 1, np.uint8)
    _tell_letters()(codes, bounds, found)
    return np.array(["und", "ar", "en"])[found]


def places_of(spans: Sequence[Sequence[tuple[int, int]]]) -> Places | None:
    """Return the stretches of each row as arrays of rows, starts and ends; None without any."""
    rows = list(chain.from_iterable(repeat(row, len(some)) for row, some in enumerate(spans)))
    if not rows:
        return None
    starts, ends = np.array(list(chain.from_iterable(spans)), np.int32).T.copy()
    return np.array(rows, np.int32), starts, ends


@cache
def _tell_letters() -> Callable[..., Any]:
    return direct(tell_letters, "uint32[::1], int64[::1], uint8[::1]")


@cache
def _blank_addresses() -> Callable[..., Any]:
    raw = "Array(uint32, 1, 'C', readonly=True), int64[::1]"
    return direct(blank_addresses, f"{raw}, int32[::1], int64[::1], uint32[::1]")
