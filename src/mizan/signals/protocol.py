"""What a signal type is: a small protocol, no base class."""

from __future__ import annotations

from typing import Literal, Protocol

from mizan.signals.arrays import SignalArrays
from mizan.terms.part import Part, PartKind
from mizan.text.batch import Batch

IndexKind = Literal["equal", "hamming", "overlap"]


class SignalType(Protocol):
    """A fingerprint. Stateless and thread-safe; raises SignalError for a value it does not know."""

    name: str  # as in `--hash TYPE:VALUE` and in findings
    kinds: frozenset[PartKind]  # kinds of part that it signs
    index: IndexKind  # how a bank finds its values again

    def sign(self, part: Part) -> bytes | None:
        """Return the value that a bank would keep for this part, or None where there is none."""

    def sign_many(self, batch: Batch) -> SignalArrays:
        """Return the signals of all parts of a batch that this type signs, as arrays to look up."""

    def parse(self, written: str) -> bytes:
        """Return the value of a written form, such as hex digits; SignalError when it is wrong."""

    def write(self, value: bytes) -> str:
        """Return the written form of a value; `parse` of it gives the value again."""

    def distance(self, one: bytes, other: bytes) -> float:
        """Return how far two values are apart, 0 when equal, in the unit of the type."""

    def examples(self) -> tuple[tuple[Part, Part], ...]:
        """Return pairs of harmless parts that match each other."""
