"""Image files into pixels, within limits. Runs in the child process for what comes from outside."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mizan.media.faults import fault
from mizan.media.jpeg import read_jpeg

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")
MAX_PIXELS = 64 * 10**6  # as the file claims them, before anything is decoded

_BROKEN = (  # what decoders make of damaged files
    ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip


def read_pixels(data: bytes) -> NDArray[np.uint8]:
    """Return the first frame of an image as uint8[h, w, 3] in red, green, blue.

    Colours are those of Pillow's `convert("RGB")` and EXIF orientation is left alone: this is how
    images are commonly hashed, so that hashes agree with those of others. MediaError with the
    code media.undecodable, media.too_many_pixels, media.memory or media.truncated.
    """
    pixels = read_jpeg(data, max_pixels=MAX_PIXELS)
    if pixels is not None:
        return pixels
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks on odd files; they could quote them
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _decode(data)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise fault("media.too_many_pixels") from None
        except MemoryError:
            raise fault("media.memory") from None
        except _BROKEN as error:
            early = isinstance(error, EOFError) or "truncated" in str(error).lower()
            raise fault("media.truncated" if early else "media.undecodable") from None


def _decode(data: bytes) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise fault("media.too_many_pixels")
        return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))
