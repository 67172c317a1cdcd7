"""JPEG files into pixels by libjpeg-turbo's own interface: what Pillow gives, without its copies.

Whatever is odd about a file is left to Pillow, whose answer counts: there is one reading of an
odd file, and one error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import simplejpeg
from numpy.typing import NDArray

SIGN = b"\xff\xd8\xff"
SCALES = (8, 4, 2)  # how often smaller the decoder can give an image at no cost of its own
LEAST_SIDE = 720  # pixels that both sides of a scaled image keep
_COLOURS = frozenset({"YCbCr", "Gray"})  # as files are told to be; others are rare


@dataclass(frozen=True, slots=True)
class Scaled:
    """An image decoded smaller: each pixel stands for scale x scale of the full one."""

    pixels: NDArray[np.uint8]  # [ceil(height / scale), ceil(width / scale), 3], red, green, blue
    height: int  # of the full image, pixels
    width: int
    scale: int  # 2, 4 or 8


def read_jpeg(data: bytes, *, max_pixels: int) -> NDArray[np.uint8] | None:
    """Return a JPEG as uint8[h, w, 3], the very pixels that Pillow gives; None to ask Pillow.

    It is Pillow that is to say what is wrong with a file that is odd, damaged or too large.
    """
    size = _size(data, max_pixels)
    return None if size is None else _decode(data, size, 1)


def read_scaled(data: bytes, *, max_pixels: int) -> Scaled | None:
    """Return a large JPEG decoded smaller, both sides at least `LEAST_SIDE`; None for others."""
    size = _size(data, max_pixels)
    if size is None:
        return None
    scale = next((scale for scale in SCALES if min(size) >= LEAST_SIDE * scale), 1)
    pixels = None if scale == 1 else _decode(data, size, scale)
    return None if pixels is None else Scaled(pixels, *size, scale)


def _size(data: bytes, max_pixels: int) -> tuple[int, int] | None:
    """Return height and width of a JPEG that is as usual, by its header; None for others."""
    if not data.startswith(SIGN):
        return None
    try:
        height, width, colours, _ = simplejpeg.decode_jpeg_header(data)
    except ValueError:
        return None
    usual = colours in _COLOURS and 0 < height * width <= max_pixels
    return (height, width) if usual else None


def _decode(data: bytes, size: tuple[int, int], scale: int) -> NDArray[np.uint8] | None:
    height, width = (-(-side // scale) for side in size)
    least = {"min_height": height, "min_width": width} if scale > 1 else {}
    try:
        pixels: NDArray[np.uint8] = simplejpeg.decode_jpeg(data, "RGB", **least)
    except ValueError:  # strict: a mere warning is one, too
        return None
    return pixels if pixels.shape == (height, width, 3) else None
