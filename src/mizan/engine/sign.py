"""Sign: the signals of a whole batch, one array structure for each signal type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mizan.banks.snapshot import Snapshot
from mizan.engine.unpack import Unpacked
from mizan.errors import ContentError, MediaError
from mizan.signals.arrays import SignalArrays
from mizan.signals.pdq import LEAST_QUALITY, Pdq, in_doubt, read_images, settle
from mizan.signals.protocol import SignalType
from mizan.terms.content import Content
from mizan.text.batch import Batch


def sign(
    batch: Batch, types: Mapping[str, SignalType], snapshot: Snapshot
) -> dict[str, SignalArrays]:
    """Return the signals of all parts by type, ready to be looked up in the snapshot.

    Types that no part calls for are left out. Where MIZAN_FAST_IMAGES is on, the hash of a
    large image may have bits in doubt; where they could decide about a match it is hashed again at
    full size, so that every match that is found is that of the full size.
    """
    kinds = {part.kind for part in batch.parts}
    given = {part.signal for part in batch.parts if part.kind == "digest"}
    signals = {
        name: signal.sign_many(batch)
        for name, signal in types.items()
        if kinds & signal.kinds or name in given
    }
    if Pdq.name in signals and "image" in kinds:
        doubts = in_doubt(batch)
        near = snapshot.near(Pdq.name, doubts.hashes, beyond=doubts.bits)
        if near:
            settle(batch, near)
            signals[Pdq.name] = types[Pdq.name].sign_many(batch)
    return signals


def note_images(batch: Batch, contents: Sequence[Content], unpacked: Unpacked) -> None:
    """Say of each image without a fingerprint why it has none."""
    if not any(part.kind == "image" for part in batch.parts):
        return
    for place, result in read_images(batch).items():
        row = batch.parts[place].content
        if isinstance(result, MediaError):
            name = contents[row].name or contents[row].id
            message = f"{name}: {result.message}"
            unpacked.note_fault(
                row, "data", ContentError(message, hint=result.hint, code=result.code)
            )
        elif result.quality < LEAST_QUALITY:
            said = f"too little to see for a fingerprint (quality {result.quality} of 100)"
            unpacked.note_gap(row, f"image: {said}")
