"""PDQ: a perceptual hash of 256 bits. Copies of an image differ in few of them."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from mizan.config import fast_images
from mizan.errors import MediaError, SignalError
from mizan.media.image import ImagePrint, shared_reader
from mizan.signals.arrays import Bits
from mizan.signals.protocol import IndexKind
from mizan.terms.part import Part, PartKind
from mizan.text.batch import Batch

LEAST_QUALITY = 50  # of 100; below it the image shows too little to be told from others
PDQ_BYTES = 32

ImageResults = dict[int, ImagePrint | MediaError]

_results: WeakKeyDictionary[Batch, ImageResults] = WeakKeyDictionary()
_results_lock = threading.Lock()


def read_images(batch: Batch) -> ImageResults:
    """Return, by row of the part, the print of every image of a batch or why it has none.

    Each image is read once however often this is called; the results go when the batch goes.
    A MediaError among them is a part that was not examined: it must be told, not raised. Where
    MIZAN_FAST_IMAGES is on, bits of a large image may be in doubt until `settle`.
    """
    with _results_lock:
        known = _results.get(batch)
    if known is None:
        images = {
            row: part.data
            for row, part in enumerate(batch.parts)
            if part.kind == "image" and part.data is not None
        }
        read = shared_reader().hash_many([*images.values()], full=not fast_images())
        known = dict(zip(images, read, strict=True))
        with _results_lock:
            known = _results.setdefault(batch, known)
    return known


@dataclass(frozen=True, slots=True)
class Doubts:
    """The hashes of a batch that are not those of the full size."""

    hashes: Bits
    bits: int  # the most that one of them may differ by


def in_doubt(batch: Batch) -> Doubts:
    """Return which images of a batch were hashed from a smaller decoding."""
    doubted = {
        row: result
        for row, result in sorted(read_images(batch).items())
        if isinstance(result, ImagePrint) and result.unsure
    }
    hashes = _bits({row: result.pdq for row, result in doubted.items()})
    return Doubts(hashes, max((result.unsure for result in doubted.values()), default=0))


def settle(batch: Batch, rows: Iterable[int]) -> None:
    """Hash these images of a batch again at full size; `read_images` gives the new ones after."""
    results = read_images(batch)
    data = {row: batch.parts[row].data or b"" for row in rows}
    again = shared_reader().hash_many([*data.values()], full=True)
    results.update(zip(data, again, strict=True))


class Pdq:
    """The hash of an image, or one that came without the image; the value is its 32 bytes."""

    name = "pdq"
    kinds: frozenset[PartKind] = frozenset({"image"})
    index: IndexKind = "hamming"

    def sign(self, part: Part) -> bytes | None:
        """Return the hash of one image at full size, None when its quality is below LEAST_QUALITY.

        MediaError when the image cannot be read.
        """
        if part.kind == "digest" and part.signal == self.name:
            return part.value
        if part.kind != "image" or part.data is None:
            return None
        (result,) = shared_reader().hash_many([part.data], full=True)
        if isinstance(result, MediaError):
            raise result
        return _value(result)

    def sign_many(self, batch: Batch) -> Bits:
        """Return the hashes of all images and digests of the batch, in the order of its parts.

        Images that cannot be read are left out here; `read_images` says which and why.
        """
        values = {row: _value(result) for row, result in read_images(batch).items()}
        values |= {
            row: part.value
            for row, part in enumerate(batch.parts)
            if part.kind == "digest" and part.signal == self.name
        }
        return _bits({row: value for row, value in sorted(values.items()) if value is not None})

    def parse(self, written: str) -> bytes:
        """Return the hash of its 64 hex digits, in either case; SignalError otherwise."""
        text = written.strip()
        try:
            value = bytes.fromhex(text)
        except ValueError:
            value = b""
        if len(value) != PDQ_BYTES or len(text) != 2 * PDQ_BYTES:
            raise SignalError(f"a pdq hash is {2 * PDQ_BYTES} hex digits")
        return value

    def write(self, value: bytes) -> str:
        """Return the hash in lower-case hex digits, as lists of others write it."""
        return value.hex()

    def distance(self, one: bytes, other: bytes) -> float:
        """Return in how many of the 256 bits two hashes differ."""
        return float((int.from_bytes(one) ^ int.from_bytes(other)).bit_count())

    def examples(self) -> tuple[tuple[Part, Part], ...]:
        """Return a patchwork as PNG and as a strongly compressed JPEG."""
        png, jpeg = _patchwork("PNG"), _patchwork("JPEG")
        return (
            (
                Part(content=0, name="image", kind="image", data=png),
                Part(content=1, name="copy", kind="image", data=jpeg),
            ),
        )


def _bits(values: dict[int, bytes]) -> Bits:
    """Return hashes by row of the part as arrays."""
    rows = np.frombuffer(b"".join(values.values()), "<u8").reshape(-1, 4)
    return Bits(np.array([*values], np.int32), rows.astype(np.uint64))


def _value(result: ImagePrint | MediaError) -> bytes | None:
    if isinstance(result, MediaError) or result.quality < LEAST_QUALITY:
        return None
    return result.pdq


def _patchwork(kind: str) -> bytes:
    from PIL import Image

    patches = np.random.default_rng(7).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(np.kron(patches, np.ones((24, 24, 1), np.uint8))).save(file, kind, quality=40)
    return file.getvalue()
