"""Choice: one of a few things a person picks, with its key and its words in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One row of a catalogue; its stable name is its key in the catalogue."""

    en: str  # what it means, a phrase
    ar: str  # the same in Arabic
    key: str = ""  # the digit or letter that picks it in its own list; "" for none
