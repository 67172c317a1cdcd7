"""Match: a signal of a part agrees with an entry of a bank."""

from __future__ import annotations

from dataclasses import dataclass

from mizan.terms.bank import Bank

Span = tuple[int, int]  # start and end, end exclusive, in code points


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One hit, with how near it is and, for text, how much of each side it covers."""

    part: int  # row of the part in the batch, from 0
    signal: str  # name of the signal type
    bank: Bank
    entry: int  # id of the entry
    confirmed: bool  # the operator's own people confirmed this entry
    label: str = ""  # the entry's label
    distance: int | None = None  # bits for perceptual signals; 0 for equality; None for text
    coverage: float | None = None  # 0..1, share of the banked text that is here
    share: float | None = None  # 0..1, share of this text that is banked text
    spans: tuple[Span, ...] = ()  # into the part's text, rising, not touching
