"""Phrases, as the line looks for names and cues: fold, words, table, places in the original."""

from __future__ import annotations

from collections.abc import Sequence

from mizan.text.fold import fold as normalise
from mizan.text.fold import fold_many
from mizan.text.phrases import PhraseTable

__all__ = ["Index", "build", "normalise"]


class Index:
    """Known phrases. Disguised ones are no question here: the peers look for none."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._table = PhraseTable(phrases, disguised=False)

    def find(self, text: str) -> list[tuple[int, int, int]]:
        hits = self._table.find_many(fold_many((text,)))
        return list(
            zip(hits.phrase.tolist(), hits.start.tolist(), hits.end.tolist(), strict=True)
        )

    def find_many(self, texts: Sequence[str]) -> list[list[tuple[int, int, int]]]:
        hits = self._table.find_many(fold_many(texts))
        found: list[list[tuple[int, int, int]]] = [[] for _ in texts]
        for row, *hit in zip(*(column.tolist() for column in hits), strict=True):
            found[row].append((hit[2], hit[0], hit[1]))
        return found

    def nbytes(self) -> int:
        return self._table.nbytes()


build = Index
