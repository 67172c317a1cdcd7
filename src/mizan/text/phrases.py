"""Phrases: many known names and wordings, looked for in a whole batch at once.

Only whole words count. Hashes find candidates, letters decide, so no hit is an accident.
Memory while it looks: 24 bytes for each word of the batch, three times that for texts with words
that are spelled out, and 28 for each hit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import direct
from mizan.kernels.fold import TOO_SMALL
from mizan.kernels.known import fill_buckets, hash_phrases
from mizan.kernels.overrides import widest
from mizan.kernels.phrases import (
    EXACT,
    FLAG_BITS,
    JOINED_ONLY,
    NEVER_JOINED,
    cut_and_find,
    find_phrases,
)
from mizan.text.clitics import with_clitics
from mizan.text.compiled import packed_table
from mizan.text.fold import Folded, fold_many
from mizan.text.words import Words, words_of

_SHORT = 2  # letters; a lone word so short is not looked for in spelled-out text
_BITS = 16  # of the sieve for each entry
_SHARE = 4  # entries in a bucket


class PhraseHits:
    """What was found, by row and then by place. Hits may overlap.

    spans  int32[4, k]: row, start, end and phrase, as below
    """

    __slots__ = ("spans",)

    def __init__(self, spans: NDArray[np.int32]) -> None:
        self.spans = spans

    @property
    def row(self) -> NDArray[np.int32]:
        """Return the row of the batch of each, int32[k]."""
        row: NDArray[np.int32] = self.spans[0]
        return row

    @property
    def start(self) -> NDArray[np.int32]:
        """Return where each begins in that row's original text, int32[k]."""
        start: NDArray[np.int32] = self.spans[1]
        return start

    @property
    def end(self) -> NDArray[np.int32]:
        """Return where each ends, exclusive, int32[k]."""
        end: NDArray[np.int32] = self.spans[2]
        return end

    @property
    def phrase(self) -> NDArray[np.int32]:
        """Return the number of each phrase in the table, int32[k]."""
        phrase: NDArray[np.int32] = self.spans[3]
        return phrase


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
        sieve = np.zeros(max(2, _power(len(keys) * _BITS) // 64), np.uint64)
        hash_phrases(words.rows, words.hashes, keys, sieve)
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        buckets = np.empty(max(2, _power(len(keys)) // _SHARE) + 2, np.int32)
        fill_buckets(keys, buckets)
        letters = [forms.text(number).encode() for number in order.tolist()]
        joined = b"".join(letters)
        writing = np.frombuffer(joined + bytes(-len(joined) % 8), np.uint64)
        records = np.zeros((len(keys) + 1, 2), np.uint64)
        records[:-1, 0] = keys
        records[1:, 1] = np.cumsum([len(each) for each in letters], dtype=np.uint64)
        numbers = np.array(owners, np.uint64) << FLAG_BITS | np.array(flags, np.uint64)
        records[:-1, 1] |= numbers[order] << 32
        header = np.array([len(sieve), len(buckets) // 2, records.size], np.uint64)
        parts = [header, sieve, buckets.view(np.uint64), records.ravel(), writing]
        self._known = np.concatenate(parts)

    def nbytes(self) -> int:
        """Return how many bytes of memory the table takes."""
        return self._known.nbytes

    def find_many(self, folded: Folded) -> PhraseHits:
        """Return every occurrence of every phrase in a batch."""
        spans = self._find_first(folded) if folded.words is None else None
        words = words_of(folded)
        if spans is None:
            spans = self._find(folded, words)
        if folded.order is None and not words.spelled:
            return PhraseHits(spans)
        found = [
            spans,
            *(self._find(folded, each, must_join=True) for each in words.readings(folded)),
        ]
        rows, starts, ends, phrases = np.concatenate(found, axis=1)
        if folded.order is not None:
            widest(folded.order, folded.raw_bounds, rows, starts, ends)
        return PhraseHits(np.unique(np.stack([rows, starts, ends, phrases]), axis=1))

    def _find_first(self, folded: Folded) -> NDArray[np.int32] | None:
        """Cut the words and look for phrases in one call; None where it needs more room."""
        block, plan = folded.block, folded.plan
        spans = np.empty((4, plan[1] // 4 + 8), np.int32)
        count, size, spelled = _cut_and_find()(
            folded.read, packed_table(), block, plan, folded.traced, self._known, spans
        )
        if size <= plan[1]:
            folded.words = Words(block, plan, size, spelled=spelled)
        if count == TOO_SMALL:
            return None
        folded.traced |= count > 0
        return spans[:, :count]

    def _find(self, folded: Folded, words: Words, *, must_join: bool = False) -> NDArray[np.int32]:
        """Return rows, starts, ends and phrases, int32[4, k], in the order of reading."""
        count, room = TOO_SMALL, words.size // 8 + 16
        while count == TOO_SMALL:
            spans = np.empty((4, room), np.int32)
            count = _find_phrases()(
                folded.read,
                packed_table(),
                folded.block,
                folded.plan,
                folded.traced,
                words.lines,
                (words.size, must_join),
                self._known,
                spans,
            )
            room *= 4
        folded.traced |= count > 0
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


_BATCH = "unicode_type, uint32[::1], int32[::1], UniTuple(int64, 3), boolean"
_KNOWN = "uint64[::1], int32[:, ::1]"


@cache
def _cut_and_find() -> Callable[..., Any]:
    return direct(cut_and_find, f"{_BATCH}, {_KNOWN}")


@cache
def _find_phrases() -> Callable[..., Any]:
    return direct(find_phrases, f"{_BATCH}, int32[:, ::1], Tuple((int64, boolean)), {_KNOWN}")
