"""PDQ hashes of images: pixels in, 32 bytes and a quality out. For trusted images only.

What comes from outside goes through `mizan.media.image`, which calls this in a child process.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.pdq_hash import pdq_hash
from mizan.media.pixels import read_pixels


def _cosines() -> NDArray[np.float32]:
    scale = float(np.float32(math.sqrt(2 / 64)))  # rounded, then multiplied in doubles
    rows = [
        [scale * math.cos(math.pi / 128 * (i + 1) * (2 * j + 1)) for j in range(64)]
        for i in range(16)
    ]
    return np.array(rows, np.float32)


_COSINES = _cosines()


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
    return hash_rgb(read_pixels(data))
