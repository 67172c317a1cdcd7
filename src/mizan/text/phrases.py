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
    fill_buckets,
    find_phrases,
    hash_phrases,
)
from mizan.kernels.fold import TOO_SMALL
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
        self._compile(fold_many(forms), owners, flags)

    def _compile(self, forms: Folded, owners: list[int], flags: list[int]) -> None:
        words = words_of(forms)
        keys = np.zeros(len(forms), np.uint64)
        self._sieve = np.zeros(max(2, _power(len(keys) * _BITS) // 64), np.uint64)
        hash_phrases(words.rows, words.hashes, keys, self._sieve)
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._buckets = np.empty(max(2, _power(len(keys))) + 1, np.int32)
        fill_buckets(self._keys, self._buckets)
        letters = [forms.text(number).encode() for number in order.tolist()]
        self._letters = np.frombuffer(bytearray(b"".join(letters)), np.uint8)
        self._entries = np.zeros((3, len(keys) + 1), np.int32)
        np.cumsum([len(each) for each in letters], out=self._entries[0, 1:])
        self._entries[1, :-1] = np.array(owners, np.int32)[order]
        self._entries[2, :-1] = np.array(flags, np.int32)[order]

    def nbytes(self) -> int:
        """Return how many bytes of memory the table takes."""
        held = (self._letters, self._entries, self._keys, self._sieve, self._buckets)
        return sum(array.nbytes for array in held)

    def find_many(self, folded: Folded) -> PhraseHits:
        """Return every occurrence of every phrase in a batch."""
        words = words_of(folded)
        spans = self._find(folded, words, must_join=False)
        if folded.order is None and not words.spelled:
            return PhraseHits(*spans)
        joined = [self._find(folded, each, must_join=True) for each in words.readings(folded)]
        rows, starts, ends, phrases = np.concatenate([spans, *joined], axis=1)
        if folded.order is not None:
            widest(folded.order, folded.raw_bounds, rows, starts, ends)
        return PhraseHits(*np.unique(np.stack([rows, starts, ends, phrases]), axis=1))

    def _find(self, folded: Folded, words: Words, *, must_join: bool) -> NDArray[np.int32]:
        """Return rows, starts, ends and phrases, int32[4, k], in the order of reading."""
        count, room = TOO_SMALL, words.size // 8 + 16
        source, traced = folded.room_for_source()
        while count == TOO_SMALL:
            spans = np.empty((4, room), np.int32)
            count = _find_phrases()(
                folded.read,
                load_table().packed,
                folded.letters,
                folded.both_bounds,
                source,
                traced,
                words.places,
                words.room,
                (words.size, must_join),
                self._sieve,
                self._buckets,
                self._keys,
                self._letters,
                self._entries,
                spans,
            )
            room *= 4
        if count:
            folded.keep_source(source)
        return spans[:, :count]


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
        "unicode_type, uint32[::1], uint32[::1], int64[:, ::1], int32[::1], boolean,"
        "int32[:, ::1], uint64[::1], Tuple((int64, boolean)),"
        "uint64[::1], int32[::1], uint64[::1], uint8[::1], int32[:, ::1], int32[:, ::1]",
    )
