"""What a rules file says, read and checked: plain values, before they are asked anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mizan.policy.condition import Condition
from mizan.terms.verdict import Level

Section = Literal["rules", "contexts", "floors"]
Lang = Literal["en", "ar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a section. In `rules` it raises, in `contexts` lowers, in `floors` stops that."""

    name: str  # unique in the file
    section: Section
    needs: frozenset[str]  # kinds of evidence; it is asked only where all are present
    condition: Condition
    level: Level  # what it says, lowers to, or keeps at
    because: Mapping[Lang, str]  # the reason, in every language


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What one finding with this label adds to the score."""

    weight: float  # -1..1, before its strength and the cap of its group
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """A whole rules file."""

    name: str
    version: str
    weights: Mapping[str, Weight]  # by label
    caps: Mapping[str, float]  # by group, 0..1: as far as its findings together reach either way
    rules: tuple[Rule, ...]
    contexts: tuple[Rule, ...]
    floors: tuple[Rule, ...]
