"""Keep: what is kept of an item for the table of recent signals: fingerprints, never its content.

They come out of the signals that the scan made anyway, so nothing is signed twice. A text of up to
4,000 letters gives what a bank would keep of it, and beside that its fingerprints of the long
scale; a longer one the other way round. A scan looks a text up at both scales, so with both kept an
entry of any length can be found later. As a scan does, of a text below `BRIEF` letters every
fingerprint of the short scale is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mizan.engine.admit import OTHER_DIGESTS
from mizan.kernels.postings import ENOUGH
from mizan.kernels.winnow import BRIEF
from mizan.signals.arrays import Bits, Digests, SignalArrays, Sketches
from mizan.signals.sketch import EVERY, LONG, SHORT, SHORT_LETTERS, Value, write_value
from mizan.terms.content import Content
from mizan.text.batch import Batch

if TYPE_CHECKING:
    from mizan.engine.scan import Engine

MOST_LINKS = 64  # addresses kept of one content: its own first, then in their order
MOST_LETTERS = 40_000  # of a longer text only the long scale is kept, a seventh of the room


class Kept(NamedTuple):
    """A value of a signal type that is kept of an item; as an entry, a bank would take it."""

    signal: str  # name of a signal type
    value: bytes  # canonical value


def signals_to_keep(engine: Engine, contents: Sequence[Content]) -> list[list[Kept]]:
    """Return, in order, what is kept of each content; nothing of one that cannot be examined.

    `Engine.scan_and_keep` gives the same beside the verdicts.
    """
    examined = engine.examine(contents)
    return keep(examined.batch, examined.signals, len(contents))


def keep(batch: Batch, signals: Mapping[str, SignalArrays], size: int) -> list[list[Kept]]:
    """Return what is kept of each of a batch's `size` contents, each value once.

    Of the digests of files the SHA-256 is kept, and another one where it is all that was given.
    Where MIZAN_FAST_IMAGES is on, a hash of a large image may differ by the bits that were in
    doubt.
    """
    found: list[dict[Kept, None]] = [{} for _ in range(size)]
    links = [0] * size
    for name, arrays in signals.items():
        for row, value in sorted(_values(batch, arrays), key=lambda one: _is_found(batch, one[0])):
            part = batch.parts[row]
            if name in OTHER_DIGESTS and part.kind != "digest":
                continue
            if part.kind == "url":
                links[part.content] += 1
                if links[part.content] > MOST_LINKS:
                    continue
            found[part.content][Kept(name, value)] = None
    return [[*kept] for kept in found]


def _is_found(batch: Batch, row: int) -> bool:
    """Tell whether a part is an address that was found in a text, not the content's own."""
    return batch.parts[row].name.endswith(".link")


def _values(batch: Batch, arrays: SignalArrays) -> Iterator[tuple[int, bytes]]:
    """Yield the row of the part and the value of every signal, as far as arrays tell them."""
    if isinstance(arrays, Digests):
        yield from arrays.values.items()
    elif isinstance(arrays, Bits):
        rows = arrays.rows.astype("<u8")
        yield from (
            (int(part), row.tobytes()) for part, row in zip(arrays.owner, rows, strict=True)
        )
    else:
        yield from _texts(batch, arrays)


def _texts(batch: Batch, sketches: Sketches) -> Iterator[tuple[int, bytes]]:
    lengths, digests = sketches.lengths.tolist(), sketches.digest.tolist()
    bounds, hashes = sketches.bounds.tolist(), sketches.hashes
    for row, part in enumerate(sketches.owner.tolist()):
        if not any(char.isalpha() for char in batch.parts[part].text or ""):
            continue
        here, letters, digest = hashes[bounds[row] : bounds[row + 1]], lengths[row], digests[row]
        if not letters:
            continue
        scale = here & np.uint64(1)
        short, long = np.unique(here[scale == 0]), np.unique(here[scale == 1])
        if letters > SHORT_LETTERS:
            yield part, write_value(Value(LONG, digest, long))
        if letters <= MOST_LETTERS:
            yield part, write_value(Value(EVERY if letters < BRIEF else SHORT, digest, short))
        if letters <= SHORT_LETTERS and len(long) >= ENOUGH[0]:  # fewer are never enough to match
            yield part, write_value(Value(LONG, digest, long))
