"""Bank: a named collection of entries with one purpose and one owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Purpose = Literal["harm", "allow", "commons"]
MayAct = Literal["never", "queue", "auto"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """A bank's own properties, as they are at one `seq` of the store."""

    id: int  # > 0, given by the store
    name: str  # unique; [a-z0-9] then [a-z0-9._-], at most 64 characters
    purpose: Purpose  # harm: known harm; allow: known innocent; commons: shared by everybody
    may_act: MayAct = "queue"  # never: shown only; queue: at most review; auto: may reach act
    max_distance: int | None = None  # Hamming bits for perceptual signals, 0..63; None = 31
    enabled: bool = True  # a disabled bank matches nothing
    owner: str = ""  # who answers for it
    legal_basis: str = ""  # on what ground it is held
