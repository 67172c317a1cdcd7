"""Entry: one fingerprint in a bank, with where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EntryState = Literal["active", "disabled", "removed"]
Opinion = Literal["confirmed", "unconfirmed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a bank. The fingerprint is kept, never the content it was made from."""

    id: int  # > 0, rising in the order of adding, never used twice
    bank: str  # name of its bank
    signal: str  # name of a signal type
    value: bytes  # canonical value; its written form comes from the signal type
    label: str = ""  # the operator's word for what it is; no content
    source: str = ""  # who supplied it: "operator", or the name of a list
    source_ref: str = ""  # its name there
    opinion: Opinion = "confirmed"  # confirmed by the operator's own people, or not yet
    state: EntryState = "active"
    because: str = ""  # the reason given for overriding the stay-up check, if any
    added: str = ""  # UTC, ISO 8601, seconds
