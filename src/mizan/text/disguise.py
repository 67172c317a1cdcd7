"""Disguises: which texts of a batch were written to escape a filter, and what they say.

Most disguises vanish in the normal form already: invisible signs, lookalikes, overrides, letters
drawn out. Here they are named, and those that do not vanish are undone, with the way back to the
original. That a text is disguised is no evidence of harm: people play with letters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels import disguise as signs
from mizan.kernels.compile import direct
from mizan.text.arabizi import arabizi_to_arabic
from mizan.text.compiled import OVERRIDES
from mizan.text.definition import INVISIBLE, LIMIT
from mizan.text.fold import Folded, fold_many
from mizan.text.language import language_many
from mizan.text.leet import undo_leet
from mizan.text.script import letter_scripts, script_many
from mizan.text.spaced import join_spelled

KINDS = ("spaced", "repeated", "invisible", "dotless", "lookalike", "bidi", "arabizi", "leet")
LONGEST = 20_000  # characters of a text that are undone

_DOTLESS = "ٮٯڡں"
_DOTTED = "بتثجخذزشضظغفقني" + "ة"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u034f\u2061\u2062\u2063\u2064"
_LEET_SIGNS = "@$!|+"
_ENOUGH_LETTERS = 12  # Arabic ones, none of them dotted: dotless
_SOME = 3  # words that show a disguise; fewer are play


@dataclass(frozen=True, slots=True, eq=False)
class Undone:
    """The disguised rows of a batch.

    Where nothing had to be undone, because the normal form does, the text is the original one.
    """

    rows: NDArray[np.int32]  # [k], rising
    kinds: tuple[tuple[str, ...], ...]  # of each, in the order of KINDS; at least one
    texts: tuple[str, ...]  # what each says
    folded: Folded  # of `texts`, one row each
    gapless: NDArray[np.bool_]  # [k]: its words cannot be told apart
    places: tuple[NDArray[np.int32] | None, ...]  # where each letter came from; None: unmoved

    def spans(self, number: int, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original that [start, end) of an undone text came from."""
        places = self.places[number]
        if places is None:
            return start, end
        return int(places[start]), int(places[end - 1]) + 1


def undo_many(folded: Folded) -> Undone:
    """Return the disguised rows of a batch, undone."""
    counts = _counts(folded)
    found = _kinds(folded, counts)
    rows = np.flatnonzero(np.logical_or.reduce(list(found.values()))).astype(np.int32)
    if not len(rows):
        return _nothing()
    undone = [
        _undo(_text(folded, row), {kind for kind in KINDS if found[kind][row]})
        for row in rows.tolist()
    ]
    texts = tuple(text for text, _, _ in undone)
    return Undone(
        rows=rows,
        kinds=tuple(tuple(kind for kind in KINDS if found[kind][row]) for row in rows),
        texts=texts,
        folded=fold_many(texts),
        gapless=np.array([gapless for _, _, gapless in undone], np.bool_),
        places=tuple(places for _, places, _ in undone),
    )


def undone_of(folded: Folded) -> Undone:
    """Return the disguised rows of a batch; looked for once, then kept with it for all who ask."""
    if folded.undone is None:
        folded.undone = undo_many(folded)
    return folded.undone


def _text(folded: Folded, row: int) -> str:
    start, end = folded.raw_bounds[row : row + 2]
    return folded.original.text[start : min(end, start + LONGEST)]


def _undo(text: str, kinds: set[str]) -> tuple[str, NDArray[np.int32] | None, bool]:
    places: NDArray[np.int32] | None = None
    gapless = False
    if "spaced" in kinds:
        text, moved, gapless = join_spelled(text)
        places = np.array(moved, np.int32)
    if "leet" in kinds:
        text = undo_leet(text)
    if "arabizi" in kinds:
        text, moved = arabizi_to_arabic(text)
        further = np.array(moved, np.int32)
        places = further if places is None else places[further]
    return text, places, gapless


def _counts(folded: Folded) -> NDArray[np.int32]:
    counts = np.empty((len(folded), signs.COLUMNS), np.int32)
    _count_signs()(folded.original.raw, folded.raw_bounds, _classes(), counts)
    return counts


def _kinds(folded: Folded, counts: NDArray[np.int32]) -> dict[str, NDArray[np.bool_]]:
    """Return for each kind which rows show it.

    A sign or two is play, a name or a slip; a disguise runs through a good part of a text.
    """
    column = dict(zip(_NAMES, counts.T, strict=True))
    words, letters, arabic = column["words"], column["letters"], column["arabic"]
    coded = column["coded"]
    dotless = (column["bare"] >= 2) & (column["bare"] * 4 >= column["pointed"])
    dotless |= (arabic >= _ENOUGH_LETTERS) & (column["pointed"] == 0)
    overridden = np.zeros(len(counts), np.bool_)
    if any(sign in folded.original.text for sign in OVERRIDES):
        overridden = np.array(
            [any(sign in _text(folded, row) for sign in OVERRIDES) for row in range(len(counts))]
        )
    roman = (column["roman"] * 2 > letters) & (column["roman"] >= _SOME)
    arabizi, leet = _written_in_latin(folded, roman, coded, words)
    return {
        "spaced": (column["singles"] >= signs.SPELLED) & (column["singles"] * 6 >= letters),
        "repeated": (column["drawn"] >= _SOME) & (column["drawn"] * 5 >= words * 2),
        "invisible": (column["hidden"] >= _SOME) & (column["hidden"] * 4 >= words),
        "dotless": dotless,
        "lookalike": (column["mixed"] >= 2) & (column["mixed"] * 5 >= words),
        "bidi": overridden,
        "arabizi": arabizi,
        "leet": leet,
    }


def _written_in_latin(
    folded: Folded,
    roman: NDArray[np.bool_],
    coded: NDArray[np.int32],
    words: NDArray[np.int32],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which rows are Arabizi and which are leetspeak, of those mostly in Latin letters.

    Arabizi is what `mizan.text.language` takes for it. Digits within words of any other text in
    Latin letters are leetspeak, where they are many.
    """
    if not roman.any():
        return roman, roman
    languages = language_many(folded, script_many(folded))
    arabizi = roman & np.array([lang == "ar-Latn" for lang in languages], np.bool_)
    return arabizi, roman & ~arabizi & (coded >= 2) & (coded * 5 >= words)


_NAMES = "words letters run singles drawn hidden bare pointed mixed coded roman arabic".split()


@cache
def _nothing() -> Undone:
    return Undone(
        rows=np.zeros(0, np.int32),
        kinds=(),
        texts=(),
        folded=fold_many([]),
        gapless=np.zeros(0, np.bool_),
        places=(),
    )


@cache
def _classes() -> NDArray[np.uint8]:
    """Return what each code point is, as `mizan.kernels.disguise` numbers it."""
    scripts = letter_scripts()
    latin, arabic = int(scripts[ord("a")]), int(scripts[ord("ب")])
    classes = np.where(scripts > 0, np.minimum(scripts + 3, 240), 0).astype(np.uint8)
    classes[scripts == latin] = signs.LATIN
    classes[scripts == arabic] = signs.ARABIC
    marks = [*range(0x300, 0x370), *range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, 0x640]
    classes[[*marks, *range(0x6D6, 0x6E5), *range(0xFE00, 0xFE10)]] = signs.TRANSPARENT
    classes[[ord(sign) for sign in INVISIBLE if ord(sign) < LIMIT and sign != "\u0640"]] = (
        signs.INVISIBLE
    )
    for some, kind in (
        (_UNSEEN, signs.INVISIBLE),
        ("0123456789", signs.DIGIT),
        (_LEET_SIGNS, signs.SIGN),
        (_DOTLESS, signs.DOTLESS),
        (_DOTTED, signs.DOTTED),
    ):
        classes[[ord(one) for one in some]] = kind
    return classes


@cache
def _count_signs() -> Callable[..., Any]:
    raw = "Array(uint32, 1, 'C', readonly=True), int64[::1]"
    return direct(signs.count_signs, f"{raw}, uint8[::1], int32[:, ::1]")
