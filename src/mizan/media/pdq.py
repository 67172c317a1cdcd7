"""PDQ hashes of images: pixels in, 32 bytes and a quality out. For trusted images only.

What comes from outside goes through `mizan.media.image`, which calls this in a child process.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.pdq_hash import pdq_hash
from mizan.kernels.pdq_scaled import pdq_scaled
from mizan.media.jpeg import Scaled, read_scaled
from mizan.media.pixels import MAX_PIXELS, read_pixels

DOUBT = 2.0  # a wave nearer than this to the middle one may stand on its other side at full size
MOST_UNSURE = 24  # bits; a hash with more of them in doubt is made at full size
SURE_QUALITY = 60  # of 100; below it the quality is taken at full size, too


def _cosines() -> NDArray[np.float32]:
    scale = float(np.float32(math.sqrt(2 / 64)))  # rounded, then multiplied in doubles
    rows = [
        [scale * math.cos(math.pi / 128 * (i + 1) * (2 * j + 1)) for j in range(64)]
        for i in range(16)
    ]
    return np.array(rows, np.float32)


_COSINES = _cosines()


@dataclass(frozen=True, slots=True)
class Hashed:
    """The hash of an image file."""

    pdq: bytes  # 32 bytes
    quality: int  # 0..100
    width: int  # pixels, as stored
    height: int
    unsure: int  # bits that may be otherwise in the hash of the full size; 0: it is that hash


def hash_rgb(pixels: NDArray[np.uint8]) -> tuple[bytes, int]:
    """Return the hash (32 bytes) and quality (0..100) of uint8[h, w, 3] in red, green, blue.

    Equal to pdqhash 0.2.8, quality too. A side below 5 pixels gives zeros and quality 0.
    ValueError for another shape.
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3:
        raise ValueError("pixels must be an array of height x width x 3")
    rgb = np.ascontiguousarray(pixels, np.uint8).view()
    rgb.flags.writeable = False  # one kind of array, one compiled kernel
    out = np.empty(32, np.uint8)
    quality = pdq_hash(rgb, _COSINES, out)
    return out.tobytes(), int(quality)


def hash_bytes(data: bytes) -> tuple[bytes, int]:
    """Return the hash and quality of an image file; MediaError when it cannot be decoded."""
    hashed = hash_file(data, full=True)
    return hashed.pdq, hashed.quality


def hash_file(data: bytes, *, full: bool) -> Hashed:
    """Return the hash of an image file; MediaError when it cannot be decoded.

    Unless `full`, a large JPEG is decoded smaller and hashed from that, and the answer says how
    many bits of it are in doubt; one with many, or with little to see, is hashed at full size.
    """
    scaled = None if full else read_scaled(data, max_pixels=MAX_PIXELS)
    if scaled is not None:
        hashed = hash_scaled(scaled)
        if hashed.unsure <= MOST_UNSURE and hashed.quality >= SURE_QUALITY:
            return hashed
    pixels = read_pixels(data)
    pdq, quality = hash_rgb(pixels)
    return Hashed(pdq, quality, pixels.shape[1], pixels.shape[0], 0)


def hash_scaled(image: Scaled) -> Hashed:
    """Return the hash of an image that was decoded smaller. Its `unsure` is at least one."""
    out = np.empty(32, np.uint8)
    rgb = np.ascontiguousarray(image.pixels, np.uint8).view()
    rgb.flags.writeable = False
    size = (image.height, image.width, image.scale)
    quality, unsure = pdq_scaled(rgb, size, DOUBT, _COSINES, out)
    return Hashed(out.tobytes(), int(quality), image.width, image.height, int(unsure))
