"""Phrases: many known names and wordings, looked for in a whole batch at once.

Only whole words count. Hashes find candidates, letters decide, so no hit is an accident.
Memory while it looks: 33 bytes for each word of the batch, twice that where words are spelled out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.phrases import (
    EXACT,
    JOINED_ONLY,
    MOST_WORDS,
    NEVER_JOINED,
    fill_slots,
    hash_phrases,
    look_up_words,
    verify_words,
)
from mizan.text.clitics import with_clitics
from mizan.text.fold import Folded, fold_many
from mizan.text.words import Words, spelled_out, words_of

_SHORT = 2  # letters; a lone word so short is not looked for in spelled-out text
_BITS = 16  # of the sieve for each entry


@dataclass(frozen=True, slots=True)
class PhraseHits:
    """What was found, by row and then by place. Hits may overlap.

    row     int32[k]: the row of the batch
    phrase  int32[k]: the number of the phrase in the table
    start   int32[k], end int32[k]: where in that row's original text, end exclusive
    """

    row: NDArray[np.int32]
    phrase: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]


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
        lengths = np.diff(forms.bounds)[order]
        bounds = np.zeros(len(forms) + 1, np.int64)
        np.cumsum(lengths, out=bounds[1:])
        moved = np.repeat(forms.bounds[:-1][order] - bounds[:-1], lengths)
        self._letters = forms.codes[moved + np.arange(len(moved))]
        self._letter_bounds = bounds
        self._owners, self._flags, self._keys = owners[order], flags[order], keys[order]
        self._longest = min(MOST_WORDS, int(np.bincount(words.rows).max(initial=0)))
        self._sieve = np.zeros(max(1, _power(len(keys) * _BITS) // 64), np.uint64)
        self._slots = np.full(_power(len(keys) * 2 + 2), -1, np.int32)
        fill_slots(self._keys, self._sieve, self._slots)

    def nbytes(self) -> int:
        """Return how many bytes of memory the table takes."""
        held = (self._letters, self._letter_bounds, self._owners, self._flags, self._keys)
        return sum(array.nbytes for array in (*held, self._sieve, self._slots))

    def find_many(self, folded: Folded) -> PhraseHits:
        """Return every occurrence of every phrase in a batch."""
        words = words_of(folded)
        found = [self._find(folded, words, must_join=0)]
        found += [self._find(folded, read, must_join=1) for read in spelled_out(folded, words)]
        rows, phrases, starts, ends = np.concatenate(found, axis=1)
        starts, ends = folded.spans(rows, starts, ends)
        hits = np.unique(np.stack([rows, starts, ends, phrases]), axis=1)
        row, start, end, phrase = (np.ascontiguousarray(column) for column in hits)
        return PhraseHits(row, phrase, start, end)

    def _find(self, folded: Folded, words: Words, *, must_join: int) -> NDArray[np.int32]:
        """Return rows, phrases, starts and ends in the normal form, int32[4, k]."""
        first, entries = self._look_up(words)
        last = np.empty(len(first), np.int32)
        verify_words(
            folded.codes,
            folded.bounds,
            words.places,
            words.joined,
            must_join,
            (self._letters, self._letter_bounds, self._flags),
            first,
            entries,
            last,
        )
        right = last >= 0
        first, last, entries = first[right], last[right], entries[right]
        owners = self._owners[entries]
        return np.stack([words.rows[first], owners, words.starts[first], words.ends[last]])

    def _look_up(self, words: Words) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        size, room = len(words.rows) // 8 + 1024, 0
        while size > room:
            room = size
            first, entries = np.empty(room, np.int32), np.empty(room, np.int32)
            size = look_up_words(
                words.rows,
                words.hashes,
                self._longest,
                self._sieve,
                self._slots,
                self._keys,
                first,
                entries,
            )
        return first[:size], entries[:size]


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
