"""Examine: the line up to the findings, before any policy weighs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mizan.banks.snapshot import Snapshot
from mizan.detect.protocol import Detector, Scene
from mizan.engine.sign import note_images, sign
from mizan.engine.unpack import Unpacked, unpack
from mizan.signals.arrays import SignalArrays
from mizan.signals.protocol import SignalType
from mizan.terms.content import Content
from mizan.terms.finding import Finding
from mizan.text.batch import Batch, make_batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """All that is known of a batch of contents; one policy or several may weigh it.

    It holds the contents: it is let go when the batch has been weighed.
    """

    contents: Sequence[Content]
    unpacked: Unpacked
    batch: Batch
    signals: Mapping[str, SignalArrays]  # by signal type
    findings: Sequence[Finding]
    bank_seq: int  # number of the last change of the banks that was looked at


def examine(
    contents: Sequence[Content],
    snapshot: Snapshot,
    signals: Mapping[str, SignalType],
    detectors: Sequence[Detector],
) -> Examined:
    """Unpack, sign, look up and detect."""
    unpacked = unpack(contents, signals)
    batch = make_batch(unpacked.parts)
    signed = sign(batch, signals, snapshot)
    note_images(batch, contents, unpacked)
    matches = snapshot.look_up(batch, signed)
    findings: list[Finding] = []
    for detector in detectors:
        findings += detector.detect(Scene(batch=batch, matches=matches, findings=findings))
    return Examined(
        contents=contents,
        unpacked=unpacked,
        batch=batch,
        signals=signed,
        findings=findings,
        bank_seq=snapshot.seq,
    )
