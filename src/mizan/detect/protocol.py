"""What a detector is: a small protocol, no base class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mizan.terms.finding import Finding
from mizan.terms.match import Match
from mizan.text.batch import Batch


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a detector may look at.

    batch     the parts of many contents, with their texts folded
    matches   what the banks answered, of all banks
    findings  what the detectors before this one said
    """

    batch: Batch
    matches: Sequence[Match] = ()
    findings: Sequence[Finding] = ()


class Detector(Protocol):
    """Says what it sees in a batch. Thread-safe; it holds no threshold and orders nothing."""

    name: str  # as findings give it

    def detect(self, scene: Scene) -> list[Finding]:
        """Return what is seen, in the order of the parts."""
