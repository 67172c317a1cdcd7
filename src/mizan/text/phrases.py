"""Phrases: many known names and wordings, looked for in a whole batch at once.

Only whole words count. Hashes find candidates, letters decide, so no hit is an accident.
Memory while it looks: 24 bytes for each word of the batch, three times that for texts with words
that are spelled out, and 28 for each hit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import direct
from mizan.kernels.phrases import (
    EXACT,
    JOINED_ONLY,
    MOST_WORDS,
    NEVER_JOINED,
    fill_sieve,
    find_phrases,
    hash_phrases,
    settle_hits,
)
from mizan.kernels.overrides import widest
from mizan.text.clitics import with_clitics
from mizan.text.compiled import load_table
from mizan.text.fold import Folded, fold_many
from mizan.text.words import Words, words_of

_SHORT = 2  # letters; a lone word so short is not looked for in spelled-out text
_BITS = 16  # of the sieve for each entry


class PhraseHits(NamedTuple):
    """What was found, by row and then by place. Hits may overlap.

    row     int32[k]: the row of the batch
    start   int32[k], end int32[k]: where in that row's original text, end exclusive
    phrase  int32[k]: the number of the phrase in the table
    """

    row: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    phrase: NDArray[np.int32]


_NONE = np.empty((4, 0), np.int32)


class PhraseTable:
    """A set of phrases that is looked for in folded text. Immutable and thread-safe.

    A word is also found when its letters are parted by blanks or signs ("i s i s", "د.ا.ع.ش"),
    when one is drawn out three times or more ("isisss") or three in the phrase are doubled
    ("iissiis"), and when a long word in ASCII begins with a doubled consonant ("llantern"). As a
    hashtag a phrase may be written without blanks ("#BlackLantern"). A phrase that folds to
    nothing is never found. Phrases of more than six words are found by their first six.
    """

    def __init__(
        self,
        phrases: Sequence[str],
        clitics: Sequence[bool] | None = None,
        *,
        disguised: bool = True,
    ) -> None:
        """Compile `phrases`; `clitics[i]` also lets the i-th bear Arabic clitics in front.

        Without `disguised`, phrases are found only with the letters and blanks that they have.
        """
        folded = fold_many(phrases)
        bears = [False] * len(phrases) if clitics is None else clitics
        forms: list[str] = []
        owners: list[int] = []
        flags: list[int] = []
        for number in range(len(phrases)):
            for form, flag in _forms(folded.text(number), bears_clitics=bears[number]):
                if disguised or flag != JOINED_ONLY:
                    forms.append(form)
                    owners.append(number)
                    flags.append(flag if disguised else EXACT | NEVER_JOINED)
        self._compile(fold_many(forms), np.array(owners, np.int32), np.array(flags, np.uint8))

    def _compile(self, forms: Folded, owners: NDArray[np.int32], flags: NDArray[np.uint8]) -> None:
        words = words_of(forms)
        keys = np.zeros(len(forms), np.uint64)
        hash_phrases(words.rows, words.hashes, keys)
        order = np.argsort(keys, kind="stable")
        letters = [forms.text(number).encode() for number in order.tolist()]
        bounds = np.zeros(len(letters) + 1, np.int32)
        np.cumsum([len(each) for each in letters], out=bounds[1:])
        self._owners, self._flags, self._keys = owners[order], flags[order], keys[order]
        joined = np.frombuffer(b"".join(letters), np.uint8).copy()
        self._known = joined, bounds, self._flags
        self._longest = min(MOST_WORDS, int(np.bincount(words.rows).max(initial=0)))
        self._sieve = np.zeros(max(1, _power(len(keys) * _BITS) // 64), np.uint64)
        self._buckets = np.empty(max(2, _power(len(keys))) + 1, np.int32)
        fill_sieve(self._keys, self._sieve, self._buckets)

    def nbytes(self) -> int:
        """Return how many bytes of memory the table takes."""
        held = (*self._known, self._owners, self._keys, self._sieve, self._buckets)
        return sum(array.nbytes for array in held)

    def find_many(self, folded: Folded) -> PhraseHits:
        """Return every occurrence of every phrase in a batch."""
        words = words_of(folded)
        found = [self._find(folded, words, must_join=False)]
        found += [self._find(folded, read, must_join=True) for read in words.readings(folded)]
        if folded.original.order is None and len(found) == 1:
            return PhraseHits(*found[0])
        rows, starts, ends, phrases = np.concatenate(found, axis=1)
        if folded.original.order is not None:
            widest(folded.original.order, folded.original.bounds, rows, starts, ends)
        return PhraseHits(*np.unique(np.stack([rows, starts, ends, phrases]), axis=1))

    def _find(self, folded: Folded, words: Words, *, must_join: bool) -> NDArray[np.int32]:
        """Return rows, starts, ends and phrases, int32[4, k], in the order of reading."""
        hits, size = self._look_up(folded, words, must_join)
        if not size:
            return _NONE
        spans = np.empty((4, size + 1), np.int32)
        count = _settle_hits()(
            folded.original.read,
            load_table().packed,
            folded.both_bounds,
            folded.source,
            words.places,
            hits,
            size,
            self._owners,
            self._flags,
            must_join,
            spans,
        )
        return spans[:, :count]

    def _look_up(
        self, folded: Folded, words: Words, must_join: bool
    ) -> tuple[NDArray[np.int32], int]:
        size, room = words.size // 8 + 16, -1
        while size > room:
            room = size
            hits = np.empty((3, room), np.int32)
            size = _find_phrases()(
                folded.codes,
                folded.both_bounds,
                words.places,
                words.room,
                words.size,
                must_join,
                self._longest,
                self._sieve,
                self._buckets,
                self._keys,
                self._known,
                hits,
            )
        return hits, size


def _forms(phrase: str, *, bears_clitics: bool) -> list[tuple[str, int]]:
    """Return the forms of a folded phrase that are entered, each with its flags."""
    if not phrase:
        return []
    forms = [phrase, *(with_clitics(phrase) if bears_clitics else ())]
    if " " not in phrase:
        return [(form, NEVER_JOINED if len(form) <= _SHORT else 0) for form in forms]
    joined = [(form.replace(" ", ""), JOINED_ONLY) for form in forms]
    return [(form, 0) for form in forms] + joined


def _power(number: int) -> int:
    """Return the smallest power of two that is not smaller."""
    return 1 << max(0, number - 1).bit_length()


@cache
def _find_phrases() -> Callable[..., Any]:
    return direct(
        find_phrases,
        "uint32[::1], int64[:, ::1], int32[:, ::1], uint64[::1], int64, boolean, int64,"
        "uint64[::1], int32[::1], uint64[::1], Tuple((uint8[::1], int32[::1], uint8[::1])),"
        "int32[:, ::1]",
    )


@cache
def _settle_hits() -> Callable[..., Any]:
    return direct(
        settle_hits,
        "unicode_type, uint32[::1], int64[:, ::1], int32[::1], int32[:, ::1], int32[:, ::1],"
        "int64, int32[::1], uint8[::1], boolean, int32[:, ::1]",
    )
