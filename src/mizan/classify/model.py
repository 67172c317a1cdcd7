"""The model: for each language the readings that it knows, with one reader or more under each.

Readers differ in what they were shown. `posts` knows how supporters posted, `acts` what support
does: pledge, call, threaten, praise. One that is sure is enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mizan.classify.linear import Bounds, Codes, LinearTable, Rows, WordWeight
from mizan.classify.net import Net
from mizan.classify.readings import PLAIN
from mizan.classify.scale import Scale

Pools = dict[int, NDArray[np.float32]]  # pooled vectors of rows, by the identity of the vectors
FEATURES = 2  # version of the features; a model is of use with its own alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One way to judge texts of one language under one reading."""

    name: str = "posts"
    table: LinearTable
    bias: float = 0.0  # of the table, in log odds
    scale: Scale
    net: Net | None = None  # for the plain reading, where it was trained
    net_share: float = 0.0  # of the net's score, beside the table's

    def scores(
        self, codes: Codes, bounds: Bounds, rows: Rows, pools: Pools | None = None
    ) -> NDArray[np.float64]:
        """Return the scores of some rows of a batch, float64[k], not yet on the scale.

        pools  what readers asked about the same rows have pooled already; added to
        """
        made = self.table.score_rows(codes, bounds, rows) + self.bias
        if self.net is None or not len(rows):
            return made
        pools = {} if pools is None else pools
        words = self.net.words
        if id(words) not in pools:
            pools[id(words)] = words.pool(*_some(codes, bounds, rows))
        return made + self.net_share * self.net.score_pooled(pools[id(words)])


def _some(codes: Codes, bounds: Bounds, rows: Rows) -> tuple[Codes, Bounds]:
    """Return the normal forms of some rows, one after the other."""
    if len(rows) == len(bounds) - 1:
        return codes, bounds  # all of them: rows are never asked for twice
    lengths = np.diff(bounds)[rows]
    kept = np.concatenate([[0], np.cumsum(lengths)])
    return codes[np.repeat(bounds[:-1][rows] - kept[:-1], lengths) + np.arange(kept[-1])], kept


Readers = Mapping[str, tuple[Reader, ...]]  # by the name of the reading; the plain one is there


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Readers for languages. Thread-safe: nothing in it is ever altered."""

    languages: Mapping[str, Readers]  # by BCP 47 tag
    about: Mapping[str, str] = field(default_factory=dict)  # what is to be known of it, for people
    measures: Mapping[str, float] = field(default_factory=dict)  # shares, by name
    # by language: certainty, and the share of support that is as certain
    curve: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check that each language has the plain reading; ValueError otherwise."""
        if not self.languages or not all(known.get(PLAIN) for known in self.languages.values()):
            raise ValueError("a model needs the plain reading of each of its languages")

    def knows(self, lang: str, reading: str = PLAIN) -> bool:
        """Say whether the model can read a language so."""
        return bool(self.languages.get(lang, {}).get(reading))

    def certainty(
        self, lang: str, reading: str, codes: Codes, bounds: Bounds, rows: Rows
    ) -> NDArray[np.float64]:
        """Return how sure the surest reader is that some rows are for review, float64[k], 0..1.

        0 for a language or reading that the model does not know.
        """
        surest, pools = np.zeros(len(rows)), Pools()
        for reader in self.languages.get(lang, {}).get(reading, ()):
            made = reader.scale.certainty(reader.scores(codes, bounds, rows, pools))
            np.maximum(surest, made, out=surest)
        return surest

    def explain(self, lang: str, codes: Codes) -> list[WordWeight]:
        """Return what the words of one text's normal form add, to the reader that is surest."""
        bounds, row = np.array([0, len(codes)]), np.zeros(1, np.int32)
        readers = self.languages.get(lang, {}).get(PLAIN, ())
        if not readers:
            return []
        surest = max(
            readers,
            key=lambda reader: float(reader.scale.certainty(reader.scores(codes, bounds, row))[0]),
        )
        return surest.table.explain(codes)
