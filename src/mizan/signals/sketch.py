"""Sketches: the fingerprints of folded texts, and the bytes in which a bank keeps them.

A value is

    byte 0       version of fold and fingerprint together, now 2
    byte 1       scale: 0 short, 1 long, 2 every fingerprint of both (a passage of a commons bank),
                 3 every fingerprint of the short one (a text of few letters)
    bytes 2-9    digest of the whole text, little-endian
    bytes 10-    fingerprints, 5 bytes each, little-endian, rising, each once

The scale of an entry was chosen by trial: 280 characters cut out anywhere are found in an entry of
any length, disguised or not. With 2 % typing errors or 12 % of the words changed they are found
nearly always at the short scale, and in 75-90 % of cases at the long one, which takes a seventh of
the room. So statements of up to 4,000 letters, some 750 words, are kept at the short scale. Of a
dozen words windows leave so little that a cut or two changed words take too much of it: of texts
of fewer than 64 letters every fingerprint is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mizan.errors import SignalError
from mizan.kernels.winnow import BITS, BRIEF, winnow
from mizan.signals.arrays import Sketches
from mizan.text.fold import Folded

VERSION = 2
SHORT, LONG, PASSAGE, EVERY = 0, 1, 2, 3
SHORT_LETTERS = 4000  # an entry of more letters than this is kept at the long scale
EVERY_LETTERS = 64  # and of one of fewer letters than this every fingerprint is kept
HEADER = 10
ALL = 1 << 40  # letters: more than any text has
BYTES = BITS // 8  # of a fingerprint


@dataclass(frozen=True, slots=True)
class Value:
    """A bank's value, taken apart."""

    scale: int  # SHORT, LONG, PASSAGE or EVERY
    digest: int  # of the whole text, never 0
    hashes: NDArray[np.uint64]  # rising, each once


def sketch_many(texts: Folded, owner: NDArray[np.int32]) -> Sketches:
    """Return the fingerprints of every row of `texts` at both scales; owner int32[rows]."""
    return Sketches(owner, texts, BRIEF)


def sketch_ordinary(texts: Folded) -> Sketches:
    """Return the fingerprints of every row, all of the short scale, to learn what is usual."""
    owner = np.arange(len(texts), dtype=np.int32)
    return Sketches(owner, texts, ALL)


def make_value(texts: Folded, row: int, *, passage: bool = False) -> bytes:
    """Return the value of one row of `texts`: at the scale of its length, or of a passage."""
    tight = texts.tight
    codes = tight.codes[tight.bounds[row] : tight.bounds[row + 1]]
    bounds, about = np.array([0, len(codes)], np.int64), np.empty((2, 3), np.int64)
    hashes, starts = np.empty(2 * len(codes), np.uint64), np.empty(2 * len(codes), np.int32)
    used = winnow(codes, bounds, EVERY_LETTERS, int(passage), hashes, starts, about)
    scale, hashes = PASSAGE if passage else _scale_of(len(codes)), hashes[:used]
    if not passage:
        hashes = hashes[(hashes & np.uint64(1)) == np.uint64(scale == LONG)]
    return write_value(Value(scale, int(about[1, 2].astype(np.uint64)), np.unique(hashes)))


def write_value(value: Value) -> bytes:
    """Return the bytes of a value."""
    head = bytes((VERSION, value.scale)) + value.digest.to_bytes(8, "little")
    return head + value.hashes.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :BYTES].tobytes()


def can_read(data: bytes) -> bool:
    """Tell whether a value is whole and of this version."""
    return _fault(data) is None


def read_value(data: bytes) -> Value:
    """Take a value apart; SignalError when it is torn or of another version."""
    _check(data)
    return Value(data[1], int.from_bytes(data[2:HEADER], "little"), _hashes(data[HEADER:]))


def read_values(
    values: Sequence[bytes],
) -> tuple[NDArray[np.uint8], NDArray[np.uint64], NDArray[np.int64], NDArray[np.uint64]]:
    """Take many values apart; return (scales, digests, counts, hashes one value after another).

    SignalError as for `read_value`.
    """
    for value in values:
        _check(value)
    heads = np.frombuffer(b"".join([value[:HEADER] for value in values]), np.uint8)
    heads = heads.reshape(-1, HEADER)
    counts = np.array([(len(value) - HEADER) // BYTES for value in values], np.int64)
    digests = heads[:, 2:].copy().view("<u8").ravel().astype(np.uint64)
    return heads[:, 1], digests, counts, _hashes(b"".join([value[HEADER:] for value in values]))


def _scale_of(letters: int) -> int:
    if letters < EVERY_LETTERS:
        return EVERY
    return LONG if letters > SHORT_LETTERS else SHORT


def _check(data: bytes) -> None:
    if fault := _fault(data):
        raise fault


def _fault(data: bytes) -> SignalError | None:
    if not data or data[0] != VERSION:
        return SignalError(
            "a text fingerprint is of another version",
            hint="make it again from the text with this version of Mizan",
            code="signal.version",
        )
    if len(data) < HEADER or (len(data) - HEADER) % BYTES or data[1] > EVERY:
        return SignalError("a text fingerprint is torn", hint="copy it whole", code="signal.torn")
    return None


def _hashes(data: bytes) -> NDArray[np.uint64]:
    """Return the fingerprints in their bytes."""
    narrow = np.frombuffer(data, np.uint8).reshape(-1, BYTES)
    wide = np.zeros((len(narrow), 8), np.uint8)
    wide[:, :BYTES] = narrow
    return wide.view("<u8").ravel().astype(np.uint64, copy=False)
