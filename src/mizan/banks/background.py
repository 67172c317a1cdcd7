"""Background: what is frequent in a service's own ordinary posts, frozen.

A fingerprint that stands in two posts of an ordinary sample is everyday speech and proves nothing.
The sample is taken once, before the entries it is to judge; it never learns from live traffic, or
flooding a text would switch its own detection off.

Every fingerprint of the short scale is counted, not only those that windows keep, since short
texts are compared by all of theirs; and those that windows keep of the long one.

The file is a header and then the frequent slots, rising, uint32. The header, little-endian:
16 bytes of magic, uint64 version, uint64 number of posts, 32 bytes of the slots' sha256.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mizan.banks.sections import sync_folder
from mizan.banks.stops import each_once
from mizan.banks.trouble import explain_os
from mizan.errors import SegmentError
from mizan.kernels.stops import SLOT_BITS, count_up
from mizan.kernels.winnow import BITS
from mizan.signals.sketch import sketch_ordinary
from mizan.text.fold import fold_many

MAGIC = b"mizan background"
VERSION = 2
HEADER = struct.Struct("<16sQQ32s")
FREQUENT = 2  # posts that hold a fingerprint which is frequent
SLOTS = 1 << SLOT_BITS  # counters; the slot of a fingerprint is its top bits
BATCH_POSTS = 1000
BATCH_LETTERS = 1 << 22  # a batch ends after the post that passes this
CROWDED = 1 / 32  # share of slots that may be frequent before the bar is raised


@dataclass(frozen=True, slots=True)
class Background:
    """The frequent slots and how many posts they come from.

    slots  uint32[f], rising: top 26 bits of the fingerprints that stand in two posts or more
    """

    slots: NDArray[np.uint32]
    posts: int

    @property
    def digest(self) -> str:
        """SHA-256 of the slots, in hex."""
        return hashlib.sha256(_bytes(self.slots)).hexdigest()


def build_background(
    texts: Iterable[str], progress: Callable[[int], None] | None = None
) -> Background:
    """Count the fingerprints of ordinary posts; memory, 64 MiB, does not grow with their number.

    progress  called with the number of posts counted so far, after each batch
    """
    counters, posts = np.zeros(SLOTS, np.uint8), 0
    remaining = iter(texts)
    while batch := _batch(remaining):
        sketches = sketch_ordinary(fold_many(batch))
        owner = np.repeat(np.arange(len(batch)), np.diff(sketches.bounds))
        slots = (sketches.hashes >> np.uint64(BITS - SLOT_BITS)).astype(np.int64)
        count_up(counters, each_once(owner * SLOTS + slots) % SLOTS)
        posts += len(batch)
        if progress is not None:
            progress(posts)
    return Background(np.flatnonzero(counters >= _bar(counters)).astype(np.uint32), posts)


def save(background: Background, path: Path) -> None:
    """Write the file whole or not at all; StoreError as for `write_beside`."""
    put_in_place(write_beside(background, path), path)


def write_beside(background: Background, path: Path) -> Path:
    """Write the file under another name, and return that, for `put_in_place`.

    The name is always the same, so that nothing is left to clear away when this is killed: hold
    the store's write transaction around both steps where two might build at once.
    StoreError store.full, store.read_only, store.disk.
    """
    beside = path.with_name(f"{path.name}.tmp")
    digest = bytes.fromhex(background.digest)
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(HEADER.pack(MAGIC, VERSION, background.posts, digest))
            out.write(_bytes(background.slots))
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        _clear(beside)  # a full disk needs its room back
        raise explain_os(error, f"the background {path}") from None
    return beside


def put_in_place(beside: Path, path: Path) -> None:
    """Make a file that was written beside `path` the one in force; StoreError store.disk, ..."""
    try:
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        _clear(beside)
        raise explain_os(error, f"the background {path}") from None


def load(path: Path) -> Background:
    """Read the file; SegmentError when it is unreadable, torn, foreign, or of another version."""
    try:
        whole = path.read_bytes()
    except OSError as error:
        said = f"cannot be read: {error.strerror}"
        raise _refused(path, said, "segment.unreadable") from None
    if not whole.startswith(MAGIC) or len(whole) < HEADER.size:
        raise _refused(path, "is not a background", "segment.foreign")
    _, version, posts, digest = HEADER.unpack_from(whole)
    if version != VERSION:
        raise _refused(path, "is of another version", "segment.version")
    data = memoryview(whole)[HEADER.size :]
    if len(data) % 4 or hashlib.sha256(data).digest() != digest:
        raise _refused(path, "is torn", "segment.torn")
    return Background(np.frombuffer(data, "<u4").astype(np.uint32), posts)


def _batch(texts: Iterable[str]) -> list[str]:
    """Take the next posts: so many, or so many letters."""
    batch: list[str] = []
    letters = 0
    for text in islice(texts, BATCH_POSTS):
        batch.append(text)
        letters += len(text)
        if letters > BATCH_LETTERS:
            break
    return batch


def _bar(counters: NDArray[np.uint8]) -> int:
    """Return how many posts make a slot frequent: two, or more where that would stop too much.

    A sample of many millions of posts fills the counters, and chance would stop what is rare.
    """
    tallest = np.cumsum(np.bincount(counters, minlength=256)[::-1])[::-1]  # how many are >= t
    bar = FREQUENT
    while bar < 255 and tallest[bar] > CROWDED * SLOTS:
        bar += 1
    return bar


def _bytes(slots: NDArray[np.uint32]) -> bytes:
    return slots.astype("<u4").tobytes()


def _clear(beside: Path) -> None:
    with suppress(OSError):
        beside.unlink()


def _refused(path: Path, why: str, code: str) -> SegmentError:
    return SegmentError(
        f"the background {path} {why}",
        hint="build it again with `mizan background build`",
        code=code,
    )
