"""Disguises: which texts of a batch were written to escape a filter, and what they say.

Most disguises vanish in the normal form already: invisible signs, lookalikes, overrides. Here they
are named, and all are undone, with the way back to the original. That a text is disguised is no
evidence of harm: people play with letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels import disguise as signs
from mizan.kernels.compile import direct
from mizan.terms.match import Span
from mizan.text.arabizi import arabizi_to_arabic
from mizan.text.fold import Folded, fold_many
from mizan.text.language import ARABIZI, latin_languages
from mizan.text.leet import is_leet, is_only_leet, undo_leet
from mizan.text.rewrite import Rewritten, unchanged
from mizan.text.signs import sign_classes
from mizan.text.spaced import is_spaced, join_spelled
from mizan.text.unveil import dotless_words, in_one_script, with_single_letters, without_hidden

KINDS = ("spaced", "repeated", "invisible", "dotless", "lookalike", "bidi", "arabizi", "leet")
LONGEST = 20_000  # characters of a text that are undone; what stands behind them stays as it is

_FLAGS = {
    "repeated": signs.REPEATED,
    "invisible": signs.INVISIBLE,
    "dotless": signs.DOTLESS,
    "lookalike": signs.MIXED,
}
# The order in which they are undone: what parts or hides letters first. What is not here needs
# nothing: the normal form reads overrides and dotless letters.
_WAYS: dict[str, Callable[[str], Rewritten]] = {
    "invisible": without_hidden,
    "lookalike": in_one_script,
    "repeated": with_single_letters,
    "dotless": dotless_words,
    "leet": undo_leet,
    "arabizi": arabizi_to_arabic,
}
_MOST_SPANS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Undone:
    """The disguised rows of a batch, as a reader reads them.

    Dotless letters stay as they are, for nobody can tell which dots are missing; overridden ones
    stay in their order, for the normal form reads them rightly.
    """

    rows: NDArray[np.int32]  # [k], rising
    kinds: tuple[tuple[str, ...], ...]  # of each, in the order of KINDS; at least one
    texts: tuple[str, ...]  # what each says
    folded: Folded  # of `texts`, one row each
    gapless: NDArray[np.bool_]  # [k]: its words cannot be told apart
    places: tuple[NDArray[np.int32], ...]  # where each letter of the text stood in the original
    where: tuple[tuple[Span, ...], ...]  # disguised stretches of the original; none: all of it

    def spans(
        self, rows: NDArray[np.int32], starts: NDArray[np.int32], ends: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return stretches of `texts`, none empty, as stretches of the original texts.

        rows  of each stretch, places in `self.rows`
        """
        asked = list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
        first = [self.places[row][start] for row, start, _ in asked]
        last = [self.places[row][end - 1] + 1 for row, _, end in asked]
        return np.array(first, np.int32), np.array(last, np.int32)


def undone_of(folded: Folded) -> Undone:
    """Return the disguised rows of a batch; looked for once, then kept with it for all who ask."""
    if folded.undone is None:
        folded.undone = undo_many(folded)
    return folded.undone


def undo_many(folded: Folded) -> Undone:
    """Return the disguised rows of a batch, undone. Rows that are not disguised cost no Python."""
    flags = np.empty(len(folded), np.uint8)
    _flag_texts()(folded.raw, folded.raw_bounds, sign_classes(), flags)
    if not flags.any():
        return _nothing()
    if (flags & signs.ROMAN).any():
        roman = (flags & signs.ROMAN) > 0
        flags[roman & (latin_languages(folded) != ARABIZI)] &= ~np.uint8(signs.ROMAN)
    found = list(_disguised(folded, flags))
    if not found:
        return _nothing()
    undone = [_undo(text, kinds) for _, text, kinds in found]
    texts = tuple(rewritten.text for rewritten, _ in undone)
    return Undone(
        rows=np.array([row for row, _, _ in found], np.int32),
        kinds=tuple(kinds for _, _, kinds in found),
        texts=texts,
        folded=fold_many(texts),
        gapless=np.array([gapless for _, gapless in undone], np.bool_),
        places=tuple(np.array(rewritten.places, np.int32) for rewritten, _ in undone),
        where=tuple(rewritten.spans[:_MOST_SPANS] for rewritten, _ in undone),
    )


def _disguised(folded: Folded, flags: NDArray[np.uint8]) -> Iterator[tuple[int, str, Any]]:
    """Yield row, text and kinds of each row that is disguised."""
    for row in np.flatnonzero(flags).tolist():
        start, end = folded.raw_bounds[row : row + 2].tolist()
        text = folded.original.text[start:end]
        kinds = _kinds(folded, row, text[:LONGEST], int(flags[row]))
        if kinds:
            yield row, text, kinds


def _kinds(folded: Folded, row: int, text: str, flags: int) -> tuple[str, ...]:
    """Return the kinds of disguise that a text shows."""
    shown = {kind for kind, flag in _FLAGS.items() if flags & flag}
    if flags & signs.SPACED and is_spaced(text):
        shown.add("spaced")
    if flags & signs.TURNED and _turned(folded, row):
        shown.add("bidi")
    arabizi = bool(flags & signs.ROMAN)
    if flags & signs.CODED and is_leet(text) and (not arabizi or is_only_leet(text)):
        shown.add("leet")
    elif arabizi:
        shown.add("arabizi")
    return tuple(kind for kind in KINDS if kind in shown)


def _turned(folded: Folded, row: int) -> bool:
    """Say whether the letters of a row are read in another order than they are stored in."""
    if folded.order is None:
        return False
    start, end = folded.raw_bounds[row : row + 2]
    return bool((np.diff(folded.order[start:end]) < 0).any())


def _undo(text: str, kinds: tuple[str, ...]) -> tuple[Rewritten, bool]:
    """Return what a text says, and whether its words cannot be told apart."""
    head, rest = text[:LONGEST], text[LONGEST:]
    made, gapless = unchanged(head), False
    if "invisible" in kinds:
        made = made.then(without_hidden(made.text))
    if "spaced" in kinds:
        joined, gapless = join_spelled(made.text)
        made = made.then(joined)
    for kind, way in _WAYS.items():
        if kind in kinds and kind != "invisible":
            made = made.then(way(made.text))
    whole = "arabizi" in kinds or "bidi" in kinds
    places = [*made.places, *range(len(head), len(text))]
    return Rewritten(made.text + rest, places, () if whole else made.spans), gapless


@cache
def _nothing() -> Undone:
    return Undone(
        rows=np.zeros(0, np.int32),
        kinds=(),
        texts=(),
        folded=fold_many([]),
        gapless=np.zeros(0, np.bool_),
        places=(),
        where=(),
    )


@cache
def _flag_texts() -> Callable[..., Any]:
    raw = "Array(uint32, 1, 'C', readonly=True), int64[::1]"
    return direct(signs.flag_texts, f"{raw}, uint8[::1], uint8[::1]")
