"""Phrases, as the line looks for names and cues: fold, words, table, places in the original."""

from __future__ import annotations

from collections.abc import Sequence

from mizan.text.fold import fold as normalise
from mizan.text.fold import fold_many
from mizan.text.phrases import PhraseHits, PhraseTable

__all__ = ["Index", "build", "normalise"]


class Index:
    """Known phrases. Disguised ones are no question here: the peers look for none."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._table = PhraseTable(phrases, disguised=False)

    def find(self, text: str) -> list[tuple[int, int, int]]:
        _, starts, ends, phrases = self._table.find_many(fold_many((text,))).spans.tolist()
        return list(zip(phrases, starts, ends, strict=True))

    def find_many(self, texts: Sequence[str]) -> PhraseHits:
        return self._table.find_many(fold_many(texts))

    def nbytes(self) -> int:
        return self._table.nbytes()


build = Index
