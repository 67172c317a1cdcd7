"""The definition as a two-level table: compiling it, loading it, reading it back."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.fold import DROP, MARK, OVERRIDE, PAGE_BITS, SELF, SPILL, SPILL_BITS
from mizan.text.definition import LIMIT, fold_code_point, is_mark

OVERRIDES = ("\u202d", "\u202e")
PAGE = 1 << PAGE_BITS  # code points on one page


@dataclass(frozen=True, slots=True)
class FoldTable:
    """What every code point becomes; read-only, shared by all threads.

    index    uint16[4352]: the page of each block of 256 code points; equal pages are one
    pages    uint32[pages * 256]: SELF, MARK, DROP, a code point, or SPILL | start | length
    spilled  uint32[...]: the code points of those that become several, and a 0 at the end
    packed   uint32[...]: all three in one, as kernels read it: for each block of 256 code points
             where its page begins, then the pages, then `spilled`, its starts counted from 0;
             OVERRIDE for the two code points that override the direction of letters
    unicode  the Unicode version that the definition was compiled with
    unknown  int32[k, 2]: ranges (end exclusive) that this version had not assigned
    """

    index: NDArray[np.uint16]
    pages: NDArray[np.uint32]
    spilled: NDArray[np.uint32]
    packed: NDArray[np.uint32]
    unicode: str
    unknown: NDArray[np.int32]

    def values(self) -> NDArray[np.uint32]:
        """Return the value of every code point, uint32[0x110000]; itself where it stays."""
        values = self.pages.reshape(-1, PAGE)[self.index].ravel()
        return np.where(values == SELF, np.arange(LIMIT, dtype=np.uint32), values)


@cache
def load_table() -> FoldTable:
    """Return the table that is shipped with Mizan, read once."""
    with (files("mizan.text") / "fold_table.npz").open("rb") as file:
        found = np.load(file, allow_pickle=False)
        index, pages, spilled = found["index"], found["pages"], found["spilled"]
        return FoldTable(
            index=index,
            pages=pages,
            spilled=spilled,
            packed=_packed(index, pages, spilled),
            unicode=str(found["unicode"]),
            unknown=found["unknown"],
        )


@cache
def packed_table() -> NDArray[np.uint32]:
    """Return the table as kernels read it."""
    return load_table().packed


def _packed(
    index: NDArray[np.uint16], pages: NDArray[np.uint32], spilled: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    starts = index.astype(np.uint32) * np.uint32(PAGE) + np.uint32(len(index))
    moved = np.uint32((len(index) + len(pages)) << SPILL_BITS)
    values = np.where(pages >= np.uint32(SPILL), pages + moved, pages)
    packed = np.concatenate([starts, values, spilled]).astype(np.uint32)
    for override in OVERRIDES:
        packed[starts[ord(override) // PAGE] + ord(override) % PAGE] = OVERRIDE
    return packed


def compile_table() -> dict[str, NDArray[Any]]:
    """Return the arrays of a FoldTable, made from the definition with this Python's Unicode."""
    spilled: dict[str, int] = {}
    values = np.array([_value(code, spilled) for code in range(LIMIT)], np.uint32)
    pages, index = np.unique(values.reshape(-1, PAGE), axis=0, return_inverse=True)
    return {
        "index": index.ravel().astype(np.uint16),
        "pages": pages.ravel(),
        "spilled": np.array([*map(ord, "".join(spilled)), 0], np.uint32),
        "unicode": np.array(unicodedata.unidata_version),
        "unknown": _unassigned(),
    }


def _value(code: int, spilled: dict[str, int]) -> int:
    folded = fold_code_point(code)
    if not folded:
        return MARK if is_mark(code) else DROP
    if len(folded) == 1:
        return SELF if ord(folded) == code else ord(folded)
    if folded not in spilled:
        last = next(reversed(spilled), "")
        spilled[folded] = spilled.get(last, 0) + len(last)
    return SPILL | spilled[folded] << SPILL_BITS | len(folded)


def _unassigned() -> NDArray[np.int32]:
    unknown = np.array([unicodedata.category(chr(code)) == "Cn" for code in range(LIMIT)])
    edges = np.flatnonzero(np.diff(unknown.astype(np.int8), prepend=0, append=0))
    return edges.reshape(-1, 2).astype(np.int32)


def as_dict(table: FoldTable) -> dict[int, str]:
    """Return the table as str.translate takes it; code points that stay are left out."""
    values = table.values()
    changed = np.flatnonzero(values != np.arange(LIMIT))
    return {int(code): _text(int(values[code]), table) for code in changed}


def _text(value: int, table: FoldTable) -> str:
    if value in (MARK, DROP):
        return ""
    if value < SPILL:
        return chr(value)
    start, length = (value & ~SPILL) >> SPILL_BITS, value & (2**SPILL_BITS - 1)
    return "".join(map(chr, table.spilled[start : start + length]))
